// galaxy train: optimizers, schedules, losses and time limits on the command line.
import Experiments
import Foundation
import NeuralNetwork
import TestSupport
import Testing
import Training

@Suite struct TrainOptionsTests {
  private let place: Workplace
  private let train = Workplace.trainingArguments + ["--output", "run"]

  init() throws { place = try Workplace.withGalaxies() }

  /// The recipe of a run that has not been trained yet.
  private func recipe(_ options: [String], network: String = "hildebrandt") throws -> Recipe {
    let arguments = [
      "train", "--network", network, "--images", "images", "--labels", "solutions.csv", "--output", "run", "--epochs",
      "0", "--overwrite",
    ]
    let result = try place.galaxy(arguments + options)
    #expect(result.status == 0, "\(result.errors)")
    return try RunFolder(path: place.folder.path("run")).readConfiguration().recipe
  }

  private func history() throws -> [EpochRecord] {
    try TrainingHistory(reading: place.folder.path("run/history.csv")).epochs
  }

  @Test(arguments: [
    ("adam", OptimizerRule.adam()), ("adamw", .adamW()), ("muon", .muon()), ("rmsprop", .rmsProp()),
    ("sgd", .sgd(momentum: 0.9)),
  ])
  func optimizersReachTheRecipe(name: String, rule: OptimizerRule) throws {
    #expect(try recipe(["--optimizer", name]).optimizer == rule)
  }

  @Test(arguments: [
    ("constant", Schedule.constant), ("plateau", .plateau(factor: 0.2, patience: 7)),
    ("step", .step(factor: 0.8, epochs: 10)), ("cosine", .cosine(warmUp: 0.05)), ("one-cycle", .oneCycle()),
  ])
  func schedulesReachTheRecipe(name: String, schedule: Schedule) throws {
    #expect(try recipe(["--schedule", name]).schedule == schedule)
  }

  @Test func aWarmUpGoesAheadOfEverySchedule() throws {
    #expect(try recipe(["--warm-up", "2"]).schedule == .warmUp(epochs: 2, then: .constant))
    let author = try recipe(["--warm-up", "0.5"], network: "galaxy-mobilenet-v1").schedule
    #expect(author == .warmUp(epochs: 0.5, then: .plateau(factor: 0.5, patience: 2)))
    #expect(
      try recipe(["--schedule", "cosine", "--warm-up", "1"]).schedule == .warmUp(epochs: 1, then: .cosine(warmUp: 0)))
    try place.expectFailure(
      train + ["--warm-up", "-1"], "epochs of the warm-up: expected a positive number, found -1.0")
  }

  @Test func anAuthorsPlateauIsKept() throws {
    let author = Schedule.plateau(factor: 0.5, patience: 2)
    #expect(try recipe([], network: "galaxy-mobilenet-v1").schedule == author)
    #expect(try recipe(["--schedule", "plateau"], network: "galaxy-mobilenet-v1").schedule == author)
    #expect(try recipe(["--schedule", "constant"], network: "galaxy-mobilenet-v1").schedule == .constant)
  }

  @Test func lossesReachTheRecipe() throws {
    #expect(try recipe(["--loss", "mse"]).loss == .meanSquaredError)
    #expect(try recipe(["--loss", "binary-cross-entropy"]).loss == .binaryCrossEntropy)
  }

  @Test(arguments: [("adam", "0.001"), ("adamw", "0.001"), ("rmsprop", "0.001"), ("sgd", "0.05")])
  func everyOptimizerTrains(name: String, rate: String) throws {
    let result = try place.galaxy(
      train + [
        "--epochs", "3", "--batch-size", "5", "--optimizer", name, "--learning-rate", rate, "--schedule", "cosine",
        "--augment", "none",
      ])
    #expect(result.status == 0, "\(result.errors)")
    let history = try history()
    #expect(history.count == 3)
    #expect(try #require(history[2].training["loss"]) < #require(history[0].training["loss"]))
    #expect(history[2].learningRate < history[1].learningRate && history[1].learningRate < history[0].learningRate)
  }

  /// Steps too small to change anything: the validation loss stands still, once the norms know their means.
  @Test func theRateFallsOnAPlateau() throws {
    let result = try place.galaxy(
      train + [
        "--epochs", "24", "--batch-size", "5", "--learning-rate", "1e-12", "--schedule", "plateau", "--augment", "none",
      ])
    #expect(result.status == 0, "\(result.errors)")
    let rates = try history().map(\.learningRate)
    #expect(rates[0] == 1e-12 && rates[7] == 1e-12)
    #expect(rates[23] <= 2.000001e-13)
    #expect(rates == rates.sorted(by: >))
  }

  @Test func binaryCrossEntropyIsToldApart() throws {
    let result = try place.galaxy(
      train + ["--epochs", "2", "--batch-size", "5", "--loss", "binary-cross-entropy"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.errorLines.contains {
        $0.wholeMatch(of: /lowest validation loss 0\.\d+, RMSE 0\.\d+, after epoch [12]/) != nil
      })
    let evaluation = try place.galaxy([
      "evaluate", "--checkpoint", "run", "--images", "images", "--labels", "solutions.csv",
    ])
    #expect(evaluation.status == 0)
  }

  @Test func timeIsUpWithinAnEpochAndTheRunGoesOn() throws {
    let options = ["--epochs", "2", "--batch-size", "5", "--optimizer", "sgd", "--schedule", "plateau"]
    let whole = try place.galaxy(Workplace.trainingArguments + ["--output", "whole"] + options)
    #expect(whole.status == 0)
    let first = try place.galaxy(train + options + ["--time-limit", "0.001s"])
    #expect(first.status == 0)
    #expect(first.errorLines.contains("out of time after 5 of 10 images of epoch 1 of 2; --resume run goes on"))
    #expect(
      try place.folder.files(in: "run").keys.sorted() == ["config.yaml", "last.safetensors", "log.txt", "report.html"])
    let second = try place.galaxy(["train", "--resume", "run", "--time-limit", "0.001s"])
    #expect(second.errorLines.contains("out of time after 10 of 10 images of epoch 1 of 2; --resume run goes on"))
    let third = try place.galaxy(["train", "--resume", "run", "--time-limit", "0.001s"])
    #expect(third.errorLines.contains("out of time after epoch 1 of 2; --resume run goes on"))
    let last = try place.galaxy(["train", "--resume", "run", "--time-limit", "2h"])
    #expect(last.status == 0 && !last.errors.contains("out of time"))
    for name in ["best.safetensors", "last.safetensors", "config.yaml"] {
      #expect(try place.folder.bytes("run/\(name)") == place.folder.bytes("whole/\(name)"), "\(name)")
    }
  }

  @Test func aRunThatStoppedEarlySaysSo() throws {
    var recipe = try Recipe(network: "hildebrandt")
    recipe.epochs = 5
    recipe.batchSize = 5
    recipe.earlyStopping = EarlyStopping(patience: 1, minimumDelta: 10)
    let configuration = RunConfiguration(
      data: DataSet(images: place.folder.path("images"), labels: place.folder.path("solutions.csv")), recipe: recipe)
    // In a function, so that this process has let go of the folder before another one takes it.
    func train() throws -> TrainingEnd {
      var run = try TrainingRun(configuration, in: RunFolder(path: place.folder.path("run")), overwriting: false)
      return try run.finish()
    }
    #expect(try train() == .earlyStopping)
    let before = try place.folder.files(in: "run")
    let result = try place.galaxy(["train", "--resume", "run"])
    #expect(result.status == 0)
    #expect(
      result.errorLines.contains(
        "early stopping ended the run with epoch 2 of 5, after 1 epoch without a lower validation loss"))
    // But for what was told.
    #expect(try place.folder.files(in: "run").filter { $0.key != "log.txt" } == before)
  }

  @Test func badValuesAreRefused() throws {
    for (option, value, problem) in [
      ("optimizer", "Adam", "Please provide one of 'adam', 'adamw', 'muon', 'rmsprop' or 'sgd'."),
      ("schedule", "linear", "Please provide one of 'constant', 'plateau', 'step', 'cosine' or 'one-cycle'."),
      ("on-bad-batch", "ignore", "Please provide one of 'fail' and 'skip'."),
      ("loss", "mae", "Please provide one of 'mse', 'cross-entropy', 'binary-cross-entropy' or 'dirichlet'."),
    ] {
      try place.expectUsageError(
        train + ["--\(option)=\(value)"], "The value '\(value)' is invalid for '--\(option) <\(option)>'. \(problem)")
    }
    for time in ["soon", "0", "-5m", "5d", "1e3", "30 m", "99999999999999999999h"] {
      for option in ["time-limit", "checkpoint-every"] {
        try place.expectUsageError(
          train + ["--\(option)=\(time)"],
          "The value '\(time)' is invalid for '--\(option) <time>': expected a time such as 90s, 30m (or 30) or 2h")
      }
    }
    // Initials are not taken for an option, but known.
    try place.expectUsageError(train + ["--lr", "0.1"], "Unknown option '--lr'. Did you mean '--learning-rate'?")
    try place.expectUsageError(
      ["train", "--resume", "run", "--optimizer", "sgd", "--schedule", "step", "--loss", "mse"],
      "--resume goes on with the run's own settings; remove --loss, --optimizer, --schedule")
    try place.expectFailure(
      train + ["--loss", "cross-entropy"],
      "the loss cross-entropy does not suit vote fractions, which take mse or binary-cross-entropy")
  }
}
