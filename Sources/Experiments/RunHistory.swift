// The record of a run, one row per epoch: history.csv.
internal import Files

/// The epochs of a run, kept in a CSV file that is complete after every epoch.
public struct RunHistory: Sendable {
  /// The file.
  public let path: String
  /// Its rows, epochs 1, 2, 3, …
  public private(set) var epochs: [EpochRecord]

  private typealias Measurement = any WritableKeyPath<EpochRecord, Double> & Sendable

  private static let measurements: [(name: String, value: Measurement)] = [
    ("training_loss", \.trainingLoss),
    ("validation_loss", \.validationLoss),
    ("validation_rmse", \.validationRMSE),
    ("learning_rate", \.learningRate),
    ("seconds", \.seconds),
    ("images_per_second", \.imagesPerSecond),
  ]
  private static let header = (["epoch"] + measurements.map { $0.name }).joined(separator: ",")

  /// The history of a run that begins; the file is written with the first epoch.
  public init(path: String) {
    self.path = path
    epochs = []
  }

  /// The history of a run that was written before.
  ///
  /// - Throws: `FileError` naming the line where the file is no such history.
  public init(reading path: String) throws {
    self.init(path: path)
    let text = String(decoding: try readFile(path), as: UTF8.self)
    var lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    if lines.last == "" { lines.removeLast() }
    func failure(_ line: Int, _ problem: String) -> FileError {
      FileError(path: path, problem: "line \(line): \(problem)")
    }
    guard let first = lines.first else { throw FileError(path: path, problem: "is empty, expected a run's history") }
    guard first == Self.header else { throw failure(1, "expected the header \(Self.header), found \(first)") }
    for (index, line) in lines.enumerated().dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      let expectedCount = Self.measurements.count + 1
      guard fields.count == expectedCount else {
        throw failure(index + 1, "expected \(expectedCount) fields, found \(fields.count)")
      }
      guard fields[0] == "\(index)" else { throw failure(index + 1, "expected epoch \(index), found \(fields[0])") }
      var record = EpochRecord(
        epoch: index, trainingLoss: 0, validationLoss: 0, validationRMSE: 0, learningRate: 0, seconds: 0,
        imagesPerSecond: 0)
      for (measurement, field) in zip(Self.measurements, fields.dropFirst()) {
        guard let value = Double(field) else {
          throw failure(index + 1, "expected a number for \(measurement.name), found '\(field)'")
        }
        record[keyPath: measurement.value] = value
      }
      epochs.append(record)
    }
  }

  /// Adds an epoch and writes the file anew, under a temporary name first.
  ///
  /// - Throws: `FileError` where it cannot be written; then neither file nor history has changed.
  public mutating func append(_ record: EpochRecord) throws {
    precondition(
      record.epoch == epochs.count + 1,
      "RunHistory.append: expected epoch \(epochs.count + 1), found epoch \(record.epoch)")
    let extended = epochs + [record]
    try AtomicFile.write(Self.text(of: extended), to: path)
    epochs = extended
  }

  /// Forgets every epoch after `epoch`, here and, with the next one that is appended, in the file.
  ///
  /// A run that stopped after its history was written but before its checkpoint was repeats that epoch.
  public mutating func removeEpochs(after epoch: Int) {
    epochs.removeAll { $0.epoch > epoch }
  }

  private static func text(of epochs: [EpochRecord]) -> String {
    // A Double's description is the shortest text that reads back as the same number.
    let rows = epochs.map { record in
      (["\(record.epoch)"] + measurements.map { "\(record[keyPath: $0.value])" }).joined(separator: ",")
    }
    return ([header] + rows).map { $0 + "\n" }.joined()
  }
}
