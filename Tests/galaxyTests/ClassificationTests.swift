// Classifiers on the command line: trained, resumed, evaluated and used on folders of classes and columns of labels.
import Experiments
import Foundation
import TestSupport
import Testing

@Suite struct ClassificationTests {
  private let place: Workplace
  private let options = [
    "--network", "mobilenet-v1", "--resolution", "32", "--width-multiplier", "0.25", "--output", "run",
  ]

  init() throws {
    place = try Workplace()
    try ColoredSquares.write(5, to: "squares", in: place.folder)
  }

  private func train(_ arguments: [String]) -> [String] { ["train"] + options + arguments }

  @discardableResult private func succeed(_ arguments: [String]) throws -> CommandResult {
    let result = try place.galaxy(arguments)
    #expect(result.status == 0, "\(result.errors)")
    return result
  }

  private struct Scores: Decodable {
    let count: Int
    let accuracy: Double
    let top5Accuracy: Double
    let loss: Double
    let classes: [String]
    let confusion: [[Int]]
  }

  @Test func folderOfClassesFromTrainingToPrediction() throws {
    let trained = try succeed(train(["--images", "squares", "--epochs", "2", "--batch-size", "4"]))
    #expect(trained.errorLines[0] == "15 images in 3 classes: blue 5, green 5, red 5.")
    #expect(trained.errorLines[1] == "mobilenet-v1: 12 images of 3 classes to train on, 3 to validate on")
    let epoch = /epoch   1  training loss \d+\.\d{5}  validation loss \d+\.\d{5}, accuracy [01]\.\d{4}.*/
    #expect(try epoch.wholeMatch(in: trained.errorLines[2]) != nil)
    #expect(
      try place.lines(of: "run/history.csv")[0]
        == "epoch,training_loss,validation_loss,validation_accuracy,validation_top5_accuracy,learning_rate,seconds,"
        + "images_per_second")

    let evaluated = try succeed(["evaluate", "--checkpoint", "run", "--images", "squares", "--json"])
    let scores = try evaluated.json(Scores.self)
    #expect(scores.count == 15 && scores.classes == ["blue", "green", "red"] && scores.top5Accuracy == 1)
    #expect(scores.confusion.map { $0.reduce(0, +) } == [5, 5, 5] && scores.loss > 0)
    let right = (0..<3).reduce(0) { $0 + scores.confusion[$1][$1] }
    #expect(scores.accuracy == Double(right) / 15)
    let subset = ["evaluate", "--checkpoint", "run", "--images", "squares", "--subset", "validation"]
    #expect(try succeed(subset + ["--json"]).json(Scores.self).count == 3)
    let table = try succeed(subset).output.split(separator: "\n")
    #expect(table.contains { $0.hasPrefix("accuracy ") } && table.contains { $0.hasPrefix("B: green ") })

    let predicted = try succeed(["predict", "--checkpoint", "run", "--images", "squares", "--output", "p.csv"])
    #expect(predicted.errors == "15 images in p.csv\n")
    let rows = try place.rows(of: "p.csv")
    #expect(rows[0] == ["image", "class", "blue", "green", "red"])
    #expect(rows.count == 16 && rows[1][0] == "blue/0.jpg" && rows[15][0] == "red/4.jpg")
    var hits = 0
    for row in rows.dropFirst() {
      let probabilities = row[2...].compactMap(Double.init)
      #expect(probabilities.count == 3 && abs(probabilities.reduce(0, +) - 1) < 3e-6)
      let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
      #expect(ColoredSquares.classes[best] == row[1])
      if row[0].hasPrefix(row[1] + "/") { hits += 1 }
    }
    #expect(hits == right)
    try place.folder.write("GalaxyID\n1\n", to: "template.csv")
    try place.expectFailure(
      ["predict", "--checkpoint", "run", "--images", "squares", "--output", "q.csv", "--template", "template.csv"],
      "template.csv: a template is for vote fractions, not classes")
  }

  @Test func resumedRunEqualsOneInOneGo() throws {
    let arguments = train(["--images", "squares", "--epochs", "2", "--batch-size", "4"])
    try succeed(arguments)
    let whole = try place.folder.files(in: "run")
    try succeed(arguments + ["--overwrite", "--time-limit", "0.001s"])
    try succeed(["train", "--resume", "run", "--threads", "1"])
    for name in ["best.safetensors", "last.safetensors", "config.yaml"] {
      #expect(try place.folder.bytes("run/\(name)") == whole[name], "\(name)")
    }
  }

  @Test func cacheKnowsTheClasses() throws {
    try succeed(
      ["preprocess", "--images", "squares", "--network", "mobilenet-v1", "--size", "32", "--output", "squares.cache"])
    try succeed(train(["--images", "squares.cache", "--epochs", "1", "--batch-size", "4"]))
    let cached = try place.folder.bytes("run/best.safetensors")
    try succeed(train(["--images", "squares", "--epochs", "1", "--batch-size", "4", "--overwrite"]))
    #expect(try place.folder.bytes("run/best.safetensors") == cached)
    try succeed(["evaluate", "--checkpoint", "run", "--images", "squares.cache", "--subset", "train"])

    let whole = try place.folder.bytes("squares.cache")
    try place.folder.write(whole.dropLast(10), to: "squares.cache")
    let again = train(["--images", "squares.cache", "--overwrite"])
    let path = place.folder.path("squares.cache")
    try place.expectFailure(again, "\(path): is truncated or damaged; galaxy preprocess makes it anew")
    try place.folder.write(whole, to: "squares.cache")
    try place.folder.write(ColoredSquares.jpeg(of: "red", number: 9), to: "squares/red/9.jpg")
    try place.expectFailure(again, "\(path): is out of date: …")
  }

  @Test func validationImagesAreAFolderOfTheSameClasses() throws {
    try ColoredSquares.write(2, of: ["red", "blue"], from: 50, to: "others", in: place.folder)
    try place.expectUsageError(
      train(["--images", "squares", "--validation-images", "./squares/"]),
      "--validation-images are those of --images; a score on images that a network was trained on says nothing")
    let arguments = train(["--images", "squares", "--validation-images", "others", "--epochs", "0"])
    let result = try succeed(arguments)
    #expect(result.errorLines.contains("mobilenet-v1: 15 images of 3 classes to train on, 4 to validate on"))
    try succeed(["train", "--resume", "run", "--epochs", "1"])
    let evaluation = ["evaluate", "--checkpoint", "run", "--images", "squares", "--subset", "validation", "--json"]
    let scores = try succeed(evaluation + ["--validation-images", "others"]).json(Scores.self)
    #expect(scores.count == 4 && scores.confusion.map { $0.reduce(0, +) } == [2, 0, 2])
    try place.expectFailure(
      evaluation,
      "the run was made with images that are not there any more or have no label: validation/blue/50, "
        + "validation/blue/51, validation/red/50 and 1 more")
    try place.folder.write(ColoredSquares.jpeg(of: "red", number: 0), to: "others/violet/0.jpg")
    try place.expectFailure(
      arguments + ["--overwrite"],
      "\(place.folder.path("others"))/violet/0.jpg: belongs to the class violet, which has no images to train on")
  }

  @Test func columnHoldsTheClasses() throws {
    for number in 0..<8 {
      let color = number % 2 == 0 ? "red" : "blue"
      try place.folder.write(ColoredSquares.jpeg(of: color, number: number), to: "flat/\(number).jpg")
    }
    let rows = (0..<8).map { "\($0).jpg,\($0 % 2 == 0 ? "warm" : "cold")\n" }
    try place.folder.write("name,kind\n" + rows.joined(), to: "kinds.csv")
    let data = ["--images", "flat", "--labels", "kinds.csv"]
    let result = try succeed(train(data + ["--class-column", "kind", "--epochs", "1"]))
    #expect(result.errorLines.contains("mobilenet-v1: 6 images of 2 classes to train on, 2 to validate on"))
    let scores = try succeed(["evaluate", "--checkpoint", "run", "--json", "--class-column", "kind"] + data)
      .json(Scores.self)
    #expect(scores.classes == ["cold", "warm"] && scores.confusion.map { $0.reduce(0, +) } == [4, 4])
    try place.expectFailure(
      train(data + ["--class-column", "sort", "--overwrite"]),
      "\(place.folder.path("kinds.csv")): line 1: has no column sort, only name, kind")
    try place.expectFailure(
      train(data + ["--overwrite"]), "\(place.folder.path("kinds.csv")): line 1: expected the columns GalaxyID, …")
    try place.expectFailure(
      ["evaluate", "--checkpoint", "run", "--images", "flat"],
      "flat: holds images itself; without labels, a sub-folder for each class is expected")
  }

  @Test func theCheckpointRemembersItsColumns() throws {
    let names = ColoredSquares.classes.flatMap { color in (0..<5).map { "\(color)/\($0)" } }
    let rows = names.enumerated().map { "\($0),\($1),\($0 % 2 == 0 ? "DISK" : "disk"),\($0 % 2)\n" }
    try place.folder.write("number,file,kind,odd\n" + rows.joined() + "99,gone,disk,1\n", to: "kinds.csv")
    let labels = ["--images", "squares", "--labels", "kinds.csv"]
    let trained = try succeed(
      train(labels + ["--class-column", "kind", "--id-column", "file", "--epochs", "0"]))
    #expect(trained.errorLines[0] == "15 rows with an image. Without an image: 1 row (gone).")
    #expect(trained.errorLines[1] == "15 images in 2 classes: DISK 8, disk 7.")
    #expect(trained.errorLines[2] == "The classes DISK and disk are different ones.")
    let evaluate = ["evaluate", "--checkpoint", "run/last.safetensors"] + labels
    #expect(try succeed(evaluate + ["--json"]).json(Scores.self).count == 15)
    #expect(try succeed(evaluate).errors == trained.errorLines[...2].joined(separator: "\n") + "\n")
    #expect(try succeed(evaluate + ["--class-column", "kind", "--json"]).json(Scores.self).count == 15)
    try place.expectFailure(
      evaluate + ["--class-column", "odd"],
      "the network was trained on the classes of the column kind, not of odd")
  }

  @Test func badFoldersAreRefused() throws {
    let squares = place.folder.path("squares")
    func refuse(_ problem: String) throws { try place.expectFailure(train(["--images", "squares"]), problem) }
    try FileManager.default.createDirectory(atPath: squares + "/empty", withIntermediateDirectories: true)
    try refuse("\(squares)/empty: holds no JPEG or PNG file")
    try place.folder.remove("squares/empty")
    try place.folder.remove("squares/red")
    try place.folder.remove("squares/green")
    try refuse("\(squares): expected a sub-folder for each of two or more classes, found only blue")
    try place.folder.remove("squares")
    try ColoredSquares.write(2, of: ["red", "green"], to: "squares/train", in: place.folder)
    try ColoredSquares.write(1, of: ["red", "blue"], to: "squares/val", in: place.folder)
    try refuse("\(squares)/val/blue/0.jpg: belongs to the class blue, which has no images in \(squares)/train")
    #expect(try place.folder.files()["run/config.yaml"] == nil)
  }

  @Test func contradictionsAreRefused() throws {
    let images = ["--images", "squares"]
    try place.expectUsageError(
      train(images + ["--class-column", "kind"]), "--class-column names a column of --labels, which is missing")
    try place.expectFailure(
      train(images + ["--task", "regression"]), "regression needs a file of labels with the 37 vote fractions")
    try place.expectFailure(
      train(images + ["--task", "regression", "--labels", "l.csv", "--class-column", "kind"]),
      "a column of classes is for classification, not for the 37 vote fractions")
    try place.expectUsageError(
      train(images + ["--task", "ranking"]),
      "The value 'ranking' is invalid for '--task <task>': expected one of regression, counts, classification, columns")
    try place.expectUsageError(
      train(images + ["--labels", "l.csv", "--class-column", "kind", "--targets", "size"]),
      "--class-column and --targets are for different tasks")
    try place.expectFailure(
      train(images + ["--labels", "l.csv", "--validation-images", "others"]),
      "a folder of images to validate on is for classification: its sub-folders are the classes")
    try place.expectFailure(
      train(images + ["--loss", "binary-cross-entropy"]),
      "the loss binary-cross-entropy does not suit classes, which take cross-entropy or mse")
  }
}
