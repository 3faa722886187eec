// The record of a training, one row per epoch: history.csv.
internal import DataFiles
internal import Preconditions

/// The epochs of a training, kept in a CSV file that is complete after every epoch.
///
/// The columns are `epoch`, `training_<name>` and `validation_<name>` for every measurement, `learning_rate`, `seconds` and
/// `images_per_second`.
public struct TrainingHistory: Sendable {
  /// The file; nil where the history is kept in memory only.
  public let path: String?
  /// Its rows, epochs 1, 2, 3, …
  public private(set) var epochs: [EpochRecord] = []

  private static let last = ["learning_rate", "seconds", "images_per_second"]

  /// The history of a training that begins; the file is written with the first epoch.
  public init(path: String?) {
    self.path = path
  }

  /// The history of a training, from its file.
  ///
  /// - Throws: `FileError` naming the line where the file is no such history.
  public init(reading path: String) throws {
    self.path = path
    let text = String(decoding: try readFile(path), as: UTF8.self)
    var lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    if lines.last == "" { lines.removeLast() }
    guard let first = lines.first else { throw FileError(path: path, problem: "is empty, expected a run's history") }
    let header = first.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let names = header.dropFirst().dropLast(Self.last.count)
    guard header.first == "epoch", header.suffix(Self.last.count).elementsEqual(Self.last),
      names.allSatisfy({ $0.hasPrefix("training_") || $0.hasPrefix("validation_") })
    else {
      throw FileError(
        path: path,
        problem: "line 1: expected the header epoch,training_…,validation_…,"
          + "\(Self.last.joined(separator: ",")), found \(first)")
    }
    for (index, line) in lines.enumerated().dropFirst() {
      epochs.append(try Self.record(line, epoch: index, header: header, path: path))
    }
  }

  private static func record(_ line: Substring, epoch: Int, header: [String], path: String) throws -> EpochRecord {
    func failure(_ problem: String) -> FileError {
      FileError(path: path, problem: "line \(epoch + 1): \(problem)")
    }
    let fields = line.split(separator: ",", omittingEmptySubsequences: false)
    guard fields.count == header.count else {
      throw failure("expected \(header.count) fields, found \(fields.count)")
    }
    guard fields[0] == "\(epoch)" else { throw failure("expected epoch \(epoch), found \(fields[0])") }
    let values = try zip(header, fields).dropFirst().map { name, field in
      guard let value = Double(field) else { throw failure("expected a number for \(name), found '\(field)'") }
      return value
    }
    var (training, validation) = (Measurements(), Measurements())
    for (name, value) in zip(header.dropFirst(), values).dropLast(last.count) {
      if name.hasPrefix("training_") {
        training[String(name.dropFirst("training_".count))] = value
      } else {
        validation[String(name.dropFirst("validation_".count))] = value
      }
    }
    let end = values.suffix(last.count).map { $0 }
    return EpochRecord(
      epoch: epoch, training: training, validation: validation, learningRate: end[0], seconds: end[1],
      imagesPerSecond: end[2])
  }

  /// Adds an epoch and writes the file anew.
  ///
  /// - Throws: `FileError` where it cannot be written; then neither file nor history has changed.
  public mutating func append(_ record: EpochRecord) throws {
    require(
      record.epoch == epochs.count + 1,
      "TrainingHistory.append: expected epoch \(epochs.count + 1), found epoch \(record.epoch)")
    if let first = epochs.first {
      require(
        first.training.names == record.training.names && first.validation.names == record.validation.names,
        "TrainingHistory.append: epoch \(record.epoch) measured \(record.training.names) and "
          + "\(record.validation.names), epoch 1 \(first.training.names) and \(first.validation.names)")
    }
    let extended = epochs + [record]
    if let path { try AtomicFile.write(Self.text(of: extended), to: path) }
    epochs = extended
  }

  /// Forgets every epoch after `epoch`, here and, with the next one that is appended, in the file.
  ///
  /// A training that stopped after its history was written but before its checkpoint was repeats that epoch.
  public mutating func removeEpochs(after epoch: Int) {
    epochs.removeAll { $0.epoch > epoch }
  }

  private static func text(of epochs: [EpochRecord]) -> String {
    let names = epochs.first.map { record in
      record.training.names.map { "training_\($0)" } + record.validation.names.map { "validation_\($0)" }
    }
    // A Double's description is the shortest text that reads back as the same number.
    let rows = epochs.map { record in
      ["\(record.epoch)"]
        + (record.training.values + record.validation.values
        + [record.learningRate, record.seconds, record.imagesPerSecond]).map { "\($0)" }
    }
    return ([["epoch"] + (names ?? []) + last] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
  }
}
