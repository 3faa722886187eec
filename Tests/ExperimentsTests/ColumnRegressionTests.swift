// Columns of numbers of any catalogue: learned on their own scale, told in their own units, missing where missing.
import ImageModels
import DataFiles
import Experiments
import Foundation
import ImageDatasets
import NeuralNetwork
import TestSupport
import Tensors
import Testing
import Training

@Suite(.serialized) struct ColumnRegressionTests {
  /// What the catalogue says of every galaxy; nil where nothing.
  private static let values = (0..<SyntheticGalaxies.count).map { index -> (mass: Float?, redshift: Float?) in
    let (mass, redshift): (Float, Float) = (3e10 + 1e9 * Float(index % 5), 0.05 + 0.001 * Float(index))
    return ([1, 7].contains(index) ? nil : mass, [4, 7, 9].contains(index) ? nil : redshift)
  }

  private static let unlabelled = "galaxy-100008"
  private static let columns = ["mass", "redshift"]

  /// Galaxies in files named by text, and a catalogue that knows some of them by their paths.
  private static func write(to folder: TemporaryFolder) throws -> DataSet {
    try SyntheticGalaxies.write(to: folder)
    var rows = ["survey,id,mass,redshift"]
    for (index, identifier) in SyntheticGalaxies.identifiers.enumerated() {
      try folder.write(folder.bytes("images/\(identifier).jpg"), to: "pictures/galaxy-\(identifier).jpg")
      let name = index % 2 == 0 ? "galaxy-\(identifier)" : "/archive/pictures/galaxy-\(identifier).jpg"
      let mass = values[index].mass.map { "\($0)" } ?? ""
      let redshift = values[index].redshift.map { "\($0)" } ?? ["NaN", "NA"][index % 2]
      rows.append("north,\(name),\(mass),\(redshift)")
    }
    return DataSet(
      images: folder.path("pictures"), labels: try folder.write(rows.joined(separator: "\n"), to: "catalogue.csv"),
      idColumn: "id", targets: columns)
  }

  private static func train(_ data: DataSet, in folder: TemporaryFolder, _ name: String, epochs: Int) throws {
    var recipe = try Recipe(network: "hildebrandt")
    recipe.setTask(ColumnRegression.self)
    recipe.epochs = epochs
    recipe.batchSize = 4
    var run = try TrainingRun(
      RunConfiguration(data: data, recipe: recipe), in: RunFolder(path: folder.path(name)), overwriting: false)
    try run.finish()
  }

  /// The files of a run of two epochs, trained once.
  private static let files = Result {
    let folder = try TemporaryFolder()
    try train(write(to: folder), in: folder, "run", epochs: 2)
    return try folder.files(in: "run")
  }

  private let folder: TemporaryFolder
  private let data: DataSet
  private let trained: TrainedNetwork

  init() throws {
    folder = try TemporaryFolder()
    data = try Self.write(to: folder)
    for (name, bytes) in try Self.files.get() { try folder.write(bytes, to: "run/\(name)") }
    trained = try TrainedNetwork(path: folder.path("run"))
  }

  /// What the catalogue says of the images with the given identifiers.
  private func known(_ identifiers: [String]) throws -> [(mass: Float?, redshift: Float?)] {
    try identifiers.map { identifier in
      let index = SyntheticGalaxies.identifiers.firstIndex { identifier == "galaxy-\($0)" }
      return Self.values[try #require(index)]
    }
  }

  /// The rows of a CSV file of predictions, header aside.
  private func predictions() throws -> (header: String, rows: [String: [Float]]) {
    let lines = String(decoding: try folder.bytes("predictions.csv"), as: UTF8.self).split(separator: "\n")
    let rows = lines.dropFirst().map { line in
      let fields = line.split(separator: ",")
      return (String(fields[0]), fields.dropFirst().compactMap { Float($0) })
    }
    return (String(lines[0]), Dictionary(uniqueKeysWithValues: rows))
  }

  @Test func dataSetDecidesTheTask() {
    #expect(LearningTasks.task(for: data) == ColumnRegression.self)
    #expect(LearningTasks.task(for: DataSet(images: data.images, labels: data.labels)) == VoteFractions.self)
    #expect(LearningTasks.task(for: DataSet(images: data.images)) == Classification.self)
    #expect(LearningTasks.task(of: .identity).name == ColumnRegression.name)
    #expect(LearningTasks.task(named: "columns") == ColumnRegression.self)
  }

  @Test func rowsWithoutAnyValueAreLeftOut() throws {
    let (task, images) = try ColumnRegression.read(data)
    #expect(task.outputs.names == Self.columns && task.idColumn == "id")
    #expect(images.count == 11 && images.report?.rowsWithoutLabel.first == ["/archive/pictures/\(Self.unlabelled).jpg"])
    for (label, known) in zip(images.labels, try known(images.identifiers)) {
      #expect(label[0].isNaN == (known.mass == nil) && label[1].isNaN == (known.redshift == nil))
      #expect(label[0].isNaN || label[0] == known.mass)
      #expect(label[1].isNaN || label[1] == known.redshift)
    }
  }

  @Test func checkpointRemembersColumnsAndScale() throws {
    let task = try #require(trained.task as? ColumnRegression)
    #expect(task.columns == Self.columns && task.idColumn == "id" && task.scales.count == 2)
    #expect(trained.recipe.options.output == .identity && trained.recipe.options.outputs == 2)
    #expect(trained.trainingIdentifiers.count == 9 && trained.validationIdentifiers.count == 2)
    let training = try known(trained.trainingIdentifiers)
    for (values, scale) in zip([training.compactMap(\.mass), training.compactMap(\.redshift)], task.scales) {
      let column = values.map(Double.init)
      let mean = column.reduce(0, +) / Double(column.count)
      let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(column.count)
      #expect(abs(scale.mean / mean - 1) < 1e-12)
      #expect(abs(scale.deviation / variance.squareRoot() - 1) < 1e-12)
    }
  }

  @Test func damagedTargetsAreRefused() throws {
    func problem(_ targets: String?) throws -> String? {
      var contents = try SafeTensors(path: folder.path("run/best.safetensors"))
      contents.metadata["targets"] = targets
      let path = folder.path("changed.safetensors")
      try contents.write(to: path)
      return message { _ = try TrainedNetwork(path: path) }?.replacing("\(path): ", with: "")
    }
    #expect(try problem(nil) == "its metadata lack targets")
    let one = #"{"columns":["mass"],"scales":[{"mean":1,"deviation":2}]}"#
    #expect(try problem(one) == "has 2 outputs, but names of 1")
    for targets in [
      "{}", #"{"columns":[],"scales":[]}"#, one.replacing("2}", with: "0}"), one.replacing(#"["mass"]"#, with: "[]"),
    ] {
      #expect(try problem(targets) == "its metadata hold no usable targets")
    }
  }

  /// The known values are 1, -1 and 2 deviations from their means; the missing one counts neither in the sum nor in the
  /// number of values.
  @Test func missingValuesCountNeitherInLossNorInGradient() throws {
    let task = ColumnRegression(
      columns: Self.columns,
      scales: [ColumnScale(mean: 3e10, deviation: 1e9), ColumnScale(mean: 0.05, deviation: 0.25)])
    let targets = task.targets([[3.1e10, -0.2], [.nan, 0.55]])
    #expect(targets.weights?.scalars == [1, 1, 0, 1])
    for (found, expected) in zip(targets.values.scalars, [1, -1, 0, 2] as [Float]) {
      #expect(abs(found - expected) < 1e-6)
    }
    let tape = Tape()
    let logits = tape.track(Tensor([2, 2], scalars: [0.5, 0, 100, 4]))
    let loss = Loss.meanSquaredError(logits: logits, output: .identity, targets: targets)
    // (0.5² + 1² + 2²) / 3, and twice each difference over 3.
    #expect(abs(loss.value.scalar - 1.75) < 1e-5)
    let gradient = try #require(tape.gradients(of: loss)[logits]).scalars
    for (found, expected) in zip(gradient, [-1 / 3, 2 / 3, 0, 4 / 3] as [Float]) {
      #expect(abs(found - expected) < 1e-5)
    }
    let nothing = Loss.meanSquaredError(
      logits: Variable(logits.value), output: .identity, targets: task.targets([[.nan, .nan], [.nan, .nan]]))
    #expect(nothing.value.scalar == 0)
    #expect(task.targets([[3e10, 0.05]]).weights == nil)
  }

  @Test func historyHoldsTheRelativeError() throws {
    let history = try TrainingHistory(reading: folder.path("run/history.csv")).epochs
    #expect(history.count == 2)
    for record in history {
      let rmse = try #require(record.validation["rmse"])
      #expect(record.validation.names == ["loss", "rmse"] && record.validation["loss"] == rmse * rmse)
    }
  }

  @Test func predictionsAreInTheColumnsUnits() throws {
    let summary = try trained.predict(images: data.images, to: folder.path("predictions.csv"))
    #expect(summary.count == 12 && summary.clippedCount == 0 && summary.failures.isEmpty)
    let (header, rows) = try predictions()
    #expect(header == "id,mass,redshift")
    #expect(rows.keys.sorted() == SyntheticGalaxies.identifiers.map { "galaxy-\($0)" })
    let task = try #require(trained.task as? ColumnRegression)
    let source = try ImageSource(path: data.images)
    let batches = try source.load(Array(0..<source.count), preprocessing: trained.recipe.preprocessing).batches
    let outputs = trained.network.prediction(for: batches.input(Array(0..<source.count))).scalars
    for (image, identifier) in source.identifiers.enumerated() {
      let row = try #require(rows[identifier])
      #expect(row.count == 2)
      for (column, scale) in task.scales.enumerated() {
        let expected = Double(outputs[2 * image + column]) * scale.deviation + scale.mean
        #expect(abs(Double(row[column]) - expected) < 1e-6 * (abs(scale.mean) + abs(expected)), "\(identifier)")
      }
    }
  }

  @Test func scoresCountMissingValues() throws {
    // The checkpoint knows its columns.
    let known = DataSet(images: data.images, labels: data.labels)
    let scores = try trained.evaluate(on: known).scores
    let object = try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(scores)) as? [String: Any])
    #expect(Set(object.keys) == ["count", "rmse", "columns"] && object["count"] as? Int == 11)
    let columns = try #require(object["columns"] as? [[String: Any]])
    #expect(columns.map { $0["name"] as? String } == Self.columns)
    #expect(columns.map { $0["count"] as? Int } == [10, 9])
    #expect(scores.lines().last == "3 missing values do not count")

    _ = try trained.predict(images: data.images, to: folder.path("predictions.csv"))
    let (_, rows) = try predictions()
    let task = try #require(trained.task as? ColumnRegression)
    var relative = 0.0
    for column in 0..<2 {
      var (squares, distances, count) = (0.0, 0.0, 0)
      for (identifier, value) in zip(SyntheticGalaxies.identifiers, Self.values) {
        guard let truth = column == 0 ? value.mass : value.redshift else { continue }
        let error = Double(try #require(rows["galaxy-\(identifier)"])[column]) - Double(truth)
        squares += error * error
        distances += abs(error)
        count += 1
      }
      relative += squares / (task.scales[column].deviation * task.scales[column].deviation)
      let (rmse, mean) = ((squares / Double(count)).squareRoot(), distances / Double(count))
      #expect(abs(try #require(columns[column]["rmse"] as? Double) / rmse - 1) < 1e-5)
      #expect(abs(try #require(columns[column]["meanAbsoluteError"] as? Double) / mean - 1) < 1e-5)
    }
    #expect(abs(try #require(object["rmse"] as? Double) / (relative / 19).squareRoot() - 1) < 1e-5)
  }

  @Test func resumedRunEqualsOneInOneGo() throws {
    try Self.train(data, in: folder, "parts", epochs: 1)
    var resumed = try TrainingRun(resuming: RunFolder(path: folder.path("parts")), epochs: 2)
    try resumed.finish()
    for name in ["best.safetensors", "last.safetensors"] {
      #expect(try folder.bytes("parts/\(name)") == Self.files.get()[name], "\(name)")
    }
  }

  @Test func otherDataAreRefused() throws {
    func problem(_ change: (inout DataSet) -> Void) -> String? {
      var data = data
      change(&data)
      return message { _ = try trained.evaluate(on: data) }
    }
    #expect(problem { _ in } == nil)
    #expect(
      problem { $0.targets = ["redshift", "mass"] }
        == "the network was trained on the columns mass, redshift, not on redshift, mass")
    #expect(
      problem { $0 = DataSet(images: $0.images) } == "regression of columns needs a file of labels that they are in")
    #expect(
      problem {
        $0.targets = nil
        $0.classColumn = "survey"
      } == "classes are for classification, not for regression of columns")
    #expect(
      problem { $0.targets = ["mass", "mass"] }
        == #"expected one or more different columns of targets, found ["mass", "mass"]"#)
    #expect(
      message { _ = try trained.predict(images: data.images, template: data.labels, to: folder.path("p.csv")) }
        == "\(data.labels ?? ""): a template is for vote fractions, not columns of numbers")
  }

  @Test func reportHoldsErrorsPerColumn() throws {
    let page = try parseMarkup(String(decoding: try folder.bytes("run/report.html"), as: UTF8.self))
    #expect(
      page.all("h2").map(\.text) == [
        "Learning curves", "Error per column", "Predicted against true", "Validation images", "Best and worst images",
        "Where the network looked",
        "What the first layer looks for", "Settings",
      ])
    let rows = try #require(page.all("table", style: "numbers").dropFirst().first).all("tr")
    #expect(rows.map { $0.children.first?.text } == ["column", "mass", "redshift"])
    #expect(page.all("article").map { $0.all("h3").map(\.text) } == trained.validationIdentifiers.map { [$0] })
  }
}
