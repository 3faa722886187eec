// galaxy train: options of networks, images, weights and files of recipes.
import Experiments
import Foundation
import ImageDatasets
import ImageModels
import Tensors
import TestSupport
import Testing
import Training

@Suite struct RecipeOptionsTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try ColoredSquares.write(2, to: "squares", in: place.folder)
  }

  private func train(_ options: [String], network: String = "mobilenet-v1", output: String = "run") -> [String] {
    ["train", "--network", network, "--images", "squares", "--output", output, "--epochs", "0"] + options
  }

  /// The recipe of a run that has not been trained yet.
  private func recipe(_ options: [String], network: String = "mobilenet-v1", output: String = "run") throws -> Recipe {
    let result = try place.galaxy(train(options + ["--overwrite"], network: network, output: output))
    #expect(result.status == 0, "\(result.errors)")
    return try RunFolder(path: place.folder.path(output)).readConfiguration().recipe
  }

  private let tiny = ["--resolution", "32", "--width-multiplier", "0.25"]

  @Test func optionsReachTheRecipe() throws {
    let found = try recipe([
      "--size", "48", "--width-multiplier", "0.5", "--crop", "center:30", "--precision", "exact", "--freeze",
      "blocks.*", "--freeze", "stem.*",
    ])
    #expect(found.options.imageSize == 48 && found.options.widthMultiplier == 0.5 && found.options.outputs == 3)
    #expect(found.preprocessing.width == 48 && found.preprocessing.height == 48)
    #expect(found.preprocessing.crop == .center(width: 30, height: 30))
    #expect(found.precision == .exact && found.frozen == ["blocks.*", "stem.*"] && found.options.output == .softmax)
    let other = try recipe(tiny)
    #expect(other.options.imageSize == 32 && other.preprocessing.width == 32 && other.preprocessing.height == 32)
    #expect(other.precision == .standard && other.frozen == [])
  }

  /// The table of settings and the command line name the same options.
  @Test(arguments: Recipe.settings) func optionsOfTheTableAreOptionsOfTrain(_ setting: RecipeSetting) throws {
    let values = [
      "--loss": "mse", "--head": "tree", "--optimizer": "adam", "--schedule": "step", "--augment": "none",
      "--crop": "whole", "--precision": "exact", "--on-bad-batch": "skip", "--freeze": "*", "--learning-rate": "0.1",
      "--validation-fraction": "0.5",
      "--grayscale": nil, "--no-grayscale": nil,
    ]
    for option in setting.options {
      let value = values[option, default: "64"].map { [$0] } ?? []
      let arguments = ["train", "--resume", "run", option] + value
      if setting.isFixedByRun {
        try place.expectUsageError(arguments, "--resume goes on with the run's own settings; remove \(option)")
      } else {
        try place.expectFailure(arguments, "run/config.yaml: cannot be read: no such file or directory")
      }
    }
  }

  @Test func splitSeedReachesTheRecipe() throws {
    #expect(try recipe(tiny).splitSeed == nil)
    let found = try recipe(tiny + ["--seed", "3", "--split-seed", "18446744073709551615"])
    #expect(found.seed == 3 && found.splitSeed == UInt64.max)
  }

  @Test func augmentationOfAFileIsChecked() throws {
    try place.folder.write(
      """
      network: mobilenet-v1
      augmentation:
        {flipsHorizontally: true, flipsVertically: false, rotation: 0, zoom: 1.5, contrast: 0, shift: 0, brightness: 0,
        colorAxis: {red: 0, green: 0, blue: 0}, border: reflect}
      """, to: "some.yaml")
    try place.expectFailure(
      ["train", "--config", "some.yaml", "--images", "squares", "--output", "no"],
      "augmentation.zoom: expected 0 or more, but less than 1, found 1.5")
  }

  @Test func augmentationIsTheRecipesOrAsNamed() throws {
    #expect(try recipe(tiny).augmentation == .photographs)
    #expect(try recipe(tiny + ["--augment", "recipe"]).augmentation == .photographs)
    #expect(try recipe(tiny + ["--augment", "galaxies"]).augmentation == .galaxies)
    #expect(try recipe(tiny + ["--augment", "none"]).augmentation == .none)
  }

  @Test func networksSayWhatTheyCannot() throws {
    try place.expectFailure(
      train(["--resolution", "100"], network: "hildebrandt"),
      "network hildebrandt: takes images of 150×150 pixels only, found 100×100")
    try place.expectFailure(
      train(["--size", "100"], network: "hildebrandt"),
      "the preprocessing makes images of [100, 100, 1], hildebrandt takes [150, 150, 1]")
    try place.expectFailure(
      train(tiny + ["--grayscale"]), "the preprocessing makes images of [32, 32, 1], mobilenet-v1 takes [32, 32, 3]")
    try place.expectFailure(
      train(["--resolution", "16"]),
      "network mobilenet-v1: expected images of at least 32 pixels a side, found 16×16")
    try place.expectFailure(
      train(["--width-multiplier", "0.5"], network: "vgg16"),
      "network vgg16: has one width only, found a width multiplier of 0.5")
    try place.expectUsageError(
      train(["--resolution", "32", "--size", "64"]), "--size 64 and --resolution 32 contradict each other")
    try place.expectFailure(
      train(tiny + ["--freeze", "nothing"]),
      "cannot freeze \"nothing\": it matches no parameter of the network",
      after: ["6 images in 3 classes: blue 2, green 2, red 2."])
    try place.expectUsageError(
      train(["--precision", "double"]),
      "The value 'double' is invalid for '--precision <precision>'. Please provide one of 'exact', 'standard' or "
        + "'relaxed'.")
    try place.expectUsageError(
      ["train", "--resume", "run", "--init", "a", "--config", "b", "--size", "32", "--freeze", "*", "--no-grayscale"],
      "--resume goes on with the run's own settings; remove --init, --config, --size, --no-grayscale, --freeze")
  }

  @Test func recipeComesFromAFile() throws {
    let made = try recipe(tiny + ["--batch-size", "3", "--seed", "7"])
    let arguments = ["train", "--config", "run/config.yaml", "--images", "squares", "--output", "again"]
    let result = try place.galaxy(arguments)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try place.folder.bytes("again/last.safetensors") == place.folder.bytes("run/last.safetensors"))
    #expect(try recipe(["--config", "run/config.yaml", "--seed", "8"], output: "other").seed == 8)

    try place.folder.write(
      "network: mobilenet-v1\nbatchSize: 5\nfrozen: blocks.*\noptions: {widthMultiplier: 0.25}\n", to: "some.yaml")
    let some = try recipe(["--config", "some.yaml", "--resolution", "32"], output: "third")
    #expect(some.batchSize == 5 && some.options == made.options && some.epochs == 0)
    #expect(some.schedule == made.schedule && some.frozen == ["blocks.*"])

    let refused = ["train", "--config", "bad.yaml", "--images", "squares", "--output", "no"]
    for (text, problem) in [
      ("network: nope\n", "unknown network \"nope\"; there are: galaxy, hildebrandt…"),
      ("batchSize: 5\n", "is no recipe: network is missing"),
      ("network: vgg16\nbatchsize: 5\n", "is no recipe: batchsize: there is no such setting"),
      ("network: vgg16\nbatchSize: many\n", "is no recipe: batchSize: …"),
      ("recipe:\n  network: vgg16\n  epochs: [1]\n", "is no recipe: recipe.epochs: …"),
      ("network: [\n", "is no YAML file"),
    ] {
      try place.folder.write(text, to: "bad.yaml")
      let prefix = problem.hasPrefix("unknown") ? "bad.yaml: is no recipe: " : "bad.yaml: "
      try place.expectFailure(refused, prefix + problem)
    }
    try place.folder.write("network: vgg16\nbatchSize: 0\n", to: "bad.yaml")
    try place.expectFailure(refused, "batchSize: expected 1 to 65536, found 0")
    try place.expectFailure(
      train(["--config", "some.yaml"], network: "vgg16"), "some.yaml: is a recipe for mobilenet-v1, not for vgg16")
  }

  @Test func weightsToBeginWith() throws {
    _ = try recipe(tiny)
    try ColoredSquares.write(2, of: ["red", "green"], to: "two", in: place.folder)
    let begun = try place.galaxy(
      ["train", "--network", "mobilenet-v1", "--images", "two", "--output", "second", "--epochs", "1"] + tiny
        + ["--init", "run/last.safetensors", "--freeze", "blocks.*"])
    #expect(begun.status == 0, "\(begun.errors)")
    #expect(begun.errors.contains("last.safetensors: is for other outputs: "))
    #expect(begun.errors.contains(" begin with values of their own\n"))
    try place.folder.remove("run")
    let resumed = try place.galaxy(["train", "--resume", "second", "--epochs", "2"])
    #expect(resumed.status == 0, "\(resumed.errors)")

    let path = place.folder.path("other.safetensors")
    try place.expectFailure(
      train(tiny + ["--init", "other.safetensors"]), "\(path): cannot be read: no such file or directory",
      after: ["6 images in 3 classes: blue 2, green 2, red 2."])
    try place.folder.write(place.folder.bytes("second/best.safetensors"), to: "other.safetensors")
    try place.expectFailure(
      train(["--resolution", "32", "--init", "other.safetensors"]),
      "\(path): the parameters do not fit the network: of another shape …",
      after: ["6 images in 3 classes: blue 2, green 2, red 2."])
  }
}
