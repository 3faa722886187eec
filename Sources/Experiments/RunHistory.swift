// The record of a run, one row per epoch: history.csv.
internal import DataFiles
internal import Preconditions

/// The epochs of a run, kept in a CSV file that is complete after every epoch.
public struct RunHistory: Sendable {
  /// The file.
  public let path: String
  /// Its rows, epochs 1, 2, 3, …
  public private(set) var epochs: [EpochRecord]

  /// What the run learns, which decides the columns.
  public let task: LearningTask

  private enum Value: Sendable {
    case always(any WritableKeyPath<EpochRecord, Double> & Sendable)
    case ofTask(any WritableKeyPath<EpochRecord, Double?> & Sendable)
  }

  private static func measurements(_ task: LearningTask) -> [(name: String, value: Value)] {
    let scores: [(String, Value)] =
      switch task {
      case .regression: [("validation_rmse", .ofTask(\.validationRMSE))]
      case .classification:
        [
          ("validation_accuracy", .ofTask(\.validationAccuracy)),
          ("validation_top5_accuracy", .ofTask(\.validationTop5Accuracy)),
        ]
      }
    return [("training_loss", .always(\.trainingLoss)), ("validation_loss", .always(\.validationLoss))] + scores + [
      ("learning_rate", .always(\.learningRate)), ("seconds", .always(\.seconds)),
      ("images_per_second", .always(\.imagesPerSecond)),
    ]
  }

  private static func header(_ task: LearningTask) -> String {
    (["epoch"] + measurements(task).map { $0.name }).joined(separator: ",")
  }

  /// The history of a run that begins; the file is written with the first epoch.
  public init(path: String, task: LearningTask = .regression) {
    self.path = path
    self.task = task
    epochs = []
  }

  /// The history of a run that was written before.
  ///
  /// - Throws: `FileError` naming the line where the file is no such history.
  public init(reading path: String) throws {
    let text = String(decoding: try readFile(path), as: UTF8.self)
    var lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    if lines.last == "" { lines.removeLast() }
    func failure(_ line: Int, _ problem: String) -> FileError {
      FileError(path: path, problem: "line \(line): \(problem)")
    }
    guard let first = lines.first else { throw FileError(path: path, problem: "is empty, expected a run's history") }
    guard let task = LearningTask.allCases.first(where: { first == Self.header($0) }) else {
      throw failure(1, "expected the header \(Self.header(.regression)), found \(first)")
    }
    self.init(path: path, task: task)
    let measurements = Self.measurements(task)
    for (index, line) in lines.enumerated().dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      let expectedCount = measurements.count + 1
      guard fields.count == expectedCount else {
        throw failure(index + 1, "expected \(expectedCount) fields, found \(fields.count)")
      }
      guard fields[0] == "\(index)" else { throw failure(index + 1, "expected epoch \(index), found \(fields[0])") }
      var record = EpochRecord(
        epoch: index, trainingLoss: 0, validationLoss: 0, learningRate: 0, seconds: 0, imagesPerSecond: 0)
      for (measurement, field) in zip(measurements, fields.dropFirst()) {
        guard let value = Double(field) else {
          throw failure(index + 1, "expected a number for \(measurement.name), found '\(field)'")
        }
        switch measurement.value {
        case .always(let path): record[keyPath: path] = value
        case .ofTask(let path): record[keyPath: path] = value
        }
      }
      epochs.append(record)
    }
  }

  /// Adds an epoch and writes the file anew, under a temporary name first.
  ///
  /// - Throws: `FileError` where it cannot be written; then neither file nor history has changed.
  public mutating func append(_ record: EpochRecord) throws {
    require(
      record.epoch == epochs.count + 1,
      "RunHistory.append: expected epoch \(epochs.count + 1), found epoch \(record.epoch)")
    let extended = epochs + [record]
    try AtomicFile.write(text(of: extended), to: path)
    epochs = extended
  }

  /// Forgets every epoch after `epoch`, here and, with the next one that is appended, in the file.
  ///
  /// A run that stopped after its history was written but before its checkpoint was repeats that epoch.
  public mutating func removeEpochs(after epoch: Int) {
    epochs.removeAll { $0.epoch > epoch }
  }

  private func text(of epochs: [EpochRecord]) -> String {
    let measurements = Self.measurements(task)
    // A Double's description is the shortest text that reads back as the same number.
    let rows = epochs.map { record in
      let fields = measurements.map { measurement in
        switch measurement.value {
        case .always(let path): "\(record[keyPath: path])"
        case .ofTask(let path): "\(record[keyPath: path] ?? .nan)"
        }
      }
      return (["\(record.epoch)"] + fields).joined(separator: ",")
    }
    return ([Self.header(task)] + rows).map { $0 + "\n" }.joined()
  }
}
