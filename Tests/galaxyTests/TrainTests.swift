// galaxy train: what it writes, and everything it refuses.
import Foundation
import GalaxyZoo
import TestSupport
import Testing

@Suite struct TrainTests {
  private let place: Workplace
  private let train = Workplace.trainingArguments
  private let joined = "12 galaxy rows with an image."

  init() throws { place = try Workplace.withGalaxies() }

  @Test func equalRunsForAnyNumberOfThreads() throws {
    for threads in ["1", "2", "3"] {
      let result = try place.galaxy(
        train + ["--output", "run\(threads)", "--epochs", "1", "--batch-size", "5", "--threads", threads])
      #expect(result.status == 0)
      #expect(result.output == "")
    }
    for name in ["best.safetensors", "last.safetensors", "config.yaml"] {
      let first = try place.folder.bytes("run1/\(name)")
      #expect(try place.folder.bytes("run2/\(name)") == first, "\(name)")
      #expect(try place.folder.bytes("run3/\(name)") == first, "\(name)")
    }
  }

  @Test func runTellsWhatItDid() throws {
    let result = try place.galaxy(train + ["--output", "run", "--epochs", "1", "--batch-size", "5"])
    let lines = result.errorLines
    try #require(lines.count == 7)
    #expect(lines[0] == joined)
    #expect(lines[1] == "hildebrandt: 10 galaxies to train on, 2 to validate on")
    #expect(lines[2].hasPrefix("epoch   1  training loss 0."))
    #expect(lines[3].hasPrefix("best validation RMSE 0."))
    #expect(lines[4...5] == ["network: run/best.safetensors", "report: run/report.html"])
    #expect(lines[6].wholeMatch(of: /column means 0\.\d{5}: (not beaten, train longer|beaten, \d+\.\d % below)/) != nil)
    let resumed = try place.galaxy(["train", "--resume", "run", "--epochs", "2", "--threads", "1"])
    #expect(resumed.status == 0)
    #expect(resumed.errorLines.contains { $0.hasPrefix("epoch   2  training loss") })
    #expect(try place.lines(of: "run/history.csv").count == 3)
  }

  @Test func optionsReachTheRecipe() throws {
    let result = try place.galaxy(
      train + [
        "--output", "run", "--epochs", "0", "--batch-size", "3", "--learning-rate", "0.25", "--augment", "none",
        "--validation-fraction", "0.5", "--limit", "6", "--seed", "9",
      ])
    #expect(result.errorLines.contains("hildebrandt: 3 galaxies to train on, 3 to validate on"))
    #expect(result.errorLines.contains("starting weights: run/last.safetensors"))
    let configuration = try place.text(of: "run/config.yaml")
    for line in [
      "epochs: 0", "batchSize: 3", "learningRate: 0.25", "rotation: 0.0", "validationFraction: 0.5", "limit: 6",
      "seed: 9",
    ] {
      #expect(configuration.contains("  \(line)\n"), "\(line)")
    }
  }

  @Test func damagedImageIsNamedAndTheRunGoesOn() throws {
    try place.folder.write(SyntheticGalaxies.truncatedImage(), to: "images/100005.jpg")
    try place.folder.write("not an image", to: "images/100006.jpg")
    try place.folder.remove("images/100007.jpg")
    let result = try place.galaxy(train + ["--output", "run", "--epochs", "0"])
    #expect(result.status == 0)
    #expect(result.errorLines.first == "11 galaxy rows with an image. Without an image: 1 row (100007).")
    let leftOut = result.errorLines.filter { $0.hasPrefix("left out: ") }
    try #require(leftOut.count == 2)
    #expect(leftOut[0].hasPrefix("left out: images/100005.jpg: is a damaged JPEG") || leftOut[0].contains("100005.jpg"))
    #expect(leftOut[1].contains("100006.jpg: is neither a JPEG nor a PNG"))
    #expect(result.errorLines.contains("hildebrandt: 7 galaxies to train on, 2 to validate on"))
  }

  @Test func aLossThatIsNoNumberIsNamedWithItsImages() throws {
    let diverging = train + ["--output", "run", "--epochs", "1", "--batch-size", "5", "--learning-rate", "1e30"]
    let result = try place.galaxy(diverging)
    #expect(result.status == 1)
    let line = try #require(result.errorLines.last)
    let what = #/Error: the (loss|gradient of .+) became infinite or not a number in epoch 1, step 2 \(/#
    let images = #/\(([0-9]{6}, ){4}[0-9]{6}\); the learning rate 1e\+30 may be too high/#
    #expect(line.prefixMatch(of: what) != nil && line.firstMatch(of: images) != nil, "\(line)")
    #expect(result.errorLines.contains("the last checkpoint is whole: galaxy train --resume run goes on from there"))
    let skipping = try place.galaxy(diverging + ["--overwrite", "--on-bad-batch", "skip"])
    let left = skipping.errorLines.filter { $0.hasPrefix("left out a batch: ") }
    #expect(left.count == 1 && left[0].contains("in epoch 1, step 2 ("))
    // The rule may change when a run goes on; the rest of the recipe may not.
    let resumed = try place.galaxy(["train", "--resume", "run", "--on-bad-batch", "fail"])
    #expect(try #require(resumed.errorLines.last).hasPrefix("Error: the "))
    let configuration = try place.text(of: "run/config.yaml")
    #expect(!configuration.contains("onBadBatch"))
  }

  @Test func badLabelsAreRefused() throws {
    let header = "GalaxyID," + DecisionTree.columnNames.joined(separator: ",") + "\n"
    let good = String(repeating: ",0.5", count: 37) + "\n"
    let cases = [
      ("", "is empty"),
      (header, "holds a header but no galaxies"),
      ("100001\(good)", "line 1: expected the columns GalaxyID, Class1.1 to Class11.6; missing: …"),
      (header + "100001,0.5\n", "line 2: expected 38 fields, found 2"),
      (header + "100001\(good)100001\(good)", "line 3: galaxy 100001 is already on line 2"),
      (
        header + "100001\(good)100002,1.5" + good.dropFirst(4) + "x\(good)",
        "line 3: Class1.1 must be a fraction from 0 to 1, found \"1.5\" (and 1 more bad row)"
      ),
      (header + "7\(good)", "no row has an image: 1 row (such as 7), 12 images (such as 100001)"),
    ]
    for (text, problem) in cases {
      let labels = try place.folder.write(text, to: "labels.csv")
      let arguments = ["train", "--network", "hildebrandt", "--images", "images", "--labels", labels]
      try place.expectFailure(arguments + ["--output", "run"], "\(labels): \(problem)")
    }
    #expect(!FileManager.default.fileExists(atPath: place.folder.path("run")))
  }

  @Test func badImagesAreRefused() throws {
    for identifier in SyntheticGalaxies.identifiers { try place.folder.write("", to: "images/\(identifier).jpg") }
    try place.expectFailure(
      train + ["--output", "run"], "\(place.folder.path("images"))/100001.jpg: is empty, expected a JPEG or PNG",
      after: [joined])
    let other = ["train", "--network", "hildebrandt", "--labels", "solutions.csv", "--output", "run", "--images"]
    try place.expectFailure(other + ["none"], "\(place.folder.path("none")): cannot be read: no such file or directory")
    try place.expectFailure(other + [""], "\"\": cannot be read: no such file or directory")
    try place.expectFailure(
      other + ["."],
      "\(place.folder.path): holds no JPEG or PNG file, but 1 table (solutions.csv); there are some one level down, in \(place.folder.path("images"))"
    )
    try place.expectFailure(
      other + ["solutions.csv"],
      "\(place.folder.path("solutions.csv")): is neither a folder of images nor a cache made by galaxy preprocess")
  }

  @Test func oneGalaxyCannotBeSplit() throws {
    for identifier in SyntheticGalaxies.identifiers.dropFirst() { try place.folder.remove("images/\(identifier).jpg") }
    let result = try place.galaxy(train + ["--output", "run"])
    #expect(result.status == 1)
    #expect(result.errorLines.last == "Error: a split into training and validation needs at least 2 images, found 1")
    #expect(try place.folder.files()["run/config.yaml"] == nil)
  }

  @Test func unusableOutputIsRefused() throws {
    try place.expectFailure(
      train + ["--output", "solutions.csv/run"], "solutions.csv/run: cannot be made: not a directory", after: [joined])
    try place.expectFailure(
      train + ["--output", "solutions.csv"], "solutions.csv: cannot be made: file exists", after: [joined])
    try place.expectFailure(
      train + ["--output", ""], "\"\": cannot be made: no such file or directory", after: [joined])
    if FileManager.default.fileExists(atPath: "/proc/self") {
      try place.expectFailure(
        train + ["--output", "/proc/run"], "/proc/run: cannot be made: no such file or directory", after: [joined])
    }
  }

  @Test func runsAreNotOverwrittenUnasked() throws {
    let place = try Workplace.withRun()
    try place.expectFailure(
      train + ["--output", "run"],
      "run: holds a run already (best.safetensors); --overwrite replaces it, --resume goes on with it")
    let result = try place.galaxy(train + ["--output", "run", "--epochs", "0", "--overwrite"])
    #expect(result.status == 0)
    #expect(
      try place.folder.files(in: "run").keys.sorted() == ["config.yaml", "last.safetensors", "log.txt", "report.html"])
  }

  @Test func whatCannotBeResumedIsRefused() throws {
    try place.expectFailure(
      ["train", "--resume", "none"], "none/config.yaml: cannot be read: no such file or directory")
    try place.expectFailure(
      ["train", "--resume", "images"], "images/config.yaml: cannot be read: no such file or directory")
    try place.expectFailure(
      ["train", "--resume", "solutions.csv"], "solutions.csv/config.yaml: cannot be read: not a directory")
  }

  @Test func fractionsAreLearnedByThePackagesOwnNetwork() throws {
    let data = ["train", "--images", "images", "--labels", "solutions.csv", "--epochs", "0"]
    #expect(try place.galaxy(data + ["--output", "run", "--prediction-views", "8"]).status == 0)
    let configuration = try place.text(of: "run/config.yaml")
    for line in ["network: galaxy", "startsAtMeans: true", "views: 8"] {
      #expect(configuration.contains("\n  \(line)\n"), "\(line)")
    }
    try place.folder.write(
      "GalaxyID,kind\n" + SyntheticGalaxies.identifiers.map { "\($0),disk\n" }.joined(), to: "classes.csv")
    try place.expectUsageError(
      ["train", "--images", "images", "--labels", "classes.csv", "--class-column", "kind", "--output", "classes"],
      "missing --network")
    let predicted = try place.galaxy([
      "predict", "--checkpoint", "run/last.safetensors", "--images", "images", "--output", "views.csv", "--threads",
      "1",
    ])
    #expect(predicted.errorLines.first == "mean of 8 views (0°, 0° mirrored, 90° and 5 more)")
    let one = try place.galaxy([
      "predict", "--checkpoint", "run/last.safetensors", "--images", "images", "--output", "one.csv", "--views", "1",
    ])
    #expect(one.status == 0 && !one.errors.contains("views"))
  }

  /// Flips and quarter turns are nothing to it: of 48 views, the six of its recipe are all that differ.
  @Test func thePackagesOwnNetworkAnswersSixViewsAs48() throws {
    let data = ["--images", "images", "--labels", "solutions.csv", "--epochs", "1", "--threads", "1"]
    #expect(try place.galaxy(["train", "--output", "run"] + data).status == 0)
    func answers(_ options: [String]) throws -> [Double] {
      let predict = ["predict", "--checkpoint", "run/last.safetensors", "--images", "images", "--output", "p.csv"]
      #expect(try place.galaxy(predict + ["--overwrite", "--threads", "1"] + options).status == 0)
      return try place.rows(of: "p.csv").dropFirst().flatMap { $0.dropFirst().compactMap { Double($0) } }
    }
    let (six, all) = (try answers([]), try answers(["--views", "48"]))
    let plain = try answers(["--views", "1"])
    func distance(_ other: [Double]) -> Double { zip(six, other).map { abs($0 - $1) }.max() ?? .infinity }
    #expect(six.count == 37 * SyntheticGalaxies.identifiers.count && distance(all) < 1e-5)
    #expect(distance(plain) > 1e-4)
  }

  @Test func wrongUsageIsExplained() throws {
    let full = train + ["--output", "run"]
    try place.expectUsageError(["train"], "missing --network, --images, --output")
    try place.expectUsageError(
      ["train", "--network", "hildebrandt", "--labels", "l", "--output", "r"], "missing --images")
    try place.expectUsageError(["train", "--labels", "l", "--output", "r"], "missing --images")
    try place.expectUsageError(
      ["train", "--resume", "run", "--seed", "1", "--images", "i"],
      "--resume goes on with the run's own settings; remove --seed")
    for (option, value, problem) in [
      ("--epochs", "-1", "--epochs: expected 0 or more, found -1"),
      ("--batch-size", "0", "--batch-size: expected 1 to 65536, found 0"),
      ("--learning-rate", "0", "--learning-rate: expected a positive number, found 0.0"),
      ("--learning-rate", "nan", "--learning-rate: expected a positive number, found nan"),
      ("--validation-fraction", "1", "--validation-fraction: expected a number between 0 and 1, found 1.0"),
      ("--limit", "1", "--limit: expected 2 or more, found 1"),
      ("--threads", "0", "--threads must be from 1 to 256, found 0"),
    ] {
      try place.expectUsageError(full + ["\(option)=\(value)"], problem)
    }
    for (option, problem) in [
      ("--epochs", "--epochs: expected 0 or more, found -1"),
      ("--batch-size", "--batch-size: expected 1 to 65536, found -1"),
      ("--learning-rate", "--learning-rate: expected a positive number, found -1.0"),
      ("--validation-fraction", "--validation-fraction: expected a number between 0 and 1, found -1.0"),
      ("--limit", "--limit: expected 2 or more, found -1"), ("--threads", "--threads must be from 1 to 256, found -1"),
      ("--resolution", "The value '-1' is invalid for '--resolution <size>'"),
    ] {
      try place.expectUsageError(full + [option, "-1"], problem)
    }
    for option in ["--seed", "--split-seed"] {
      try place.expectUsageError(
        full + [option, "-1"],
        "The value '-1' is invalid for '\(option) <\(option.dropFirst(2))>': expected a whole number from 0 to "
          + "18446744073709551615")
    }
    try place.expectFailure(
      ["train", "--network", "nope", "--images", "images", "--labels", "solutions.csv", "--output", "run"],
      "unknown network \"nope\"; there are: galaxy, hildebrandt…")
  }
}
