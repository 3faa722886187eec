// A run's measurements for TensorBoard, an event an epoch.
internal import DataFiles
internal import Foundation

/// A file that TensorBoard shows, also while it grows: after every epoch a record is added.
///
/// A training that goes on adds to the file that it has. What a killed one left half written, and epochs that are repeated,
/// are cut off; epochs that it had no time to tell are added.
package struct EventFile: Sendable {
  private let path: String
  private var count: Int

  /// The file at `path`, which is made where there is none, with the given epochs.
  ///
  /// - Throws: `FileError` where it cannot be written, or holds something else.
  package init(path: String, epochs: [EpochRecord], time: Double = Date().timeIntervalSince1970) throws {
    self.path = path
    count = epochs.count
    guard FileManager.default.fileExists(atPath: path) else {
      let first = RecordFile.framed(EventMessage.fileVersion(wallTime: time))
      try AtomicFile.write(first + Self.records(of: epochs, time: time), to: path)
      return
    }
    let bytes = [UInt8](try readFile(path))
    let records = RecordFile.records(bytes)
    guard let first = records.first, EventMessage.step(of: first.record) == nil else {
      throw FileError(path: path, problem: "is no file of events of TensorBoard")
    }
    let steps = records.dropFirst().map { EventMessage.step(of: $0.record) }
    // Epochs 1, 2, 3, … as far as they are those of the training.
    let kept = zip(steps, epochs).prefix { $0 == $1.epoch }.count
    let handle = try Self.opened(path)
    defer { try? handle.close() }
    do {
      try handle.truncate(atOffset: UInt64(records[kept].end))
      try handle.seekToEnd()
      try handle.write(contentsOf: Self.records(of: Array(epochs.dropFirst(kept)), time: time))
    } catch {
      throw Self.failure(path, error)
    }
  }

  /// Adds the epochs of a training that are not told yet.
  package mutating func append(_ epochs: [EpochRecord], time: Double = Date().timeIntervalSince1970) throws {
    let handle = try Self.opened(path)
    defer { try? handle.close() }
    do {
      try handle.seekToEnd()
      try handle.write(contentsOf: Self.records(of: Array(epochs.dropFirst(count)), time: time))
    } catch {
      throw Self.failure(path, error)
    }
    count = epochs.count
  }

  private static func opened(_ path: String) throws -> FileHandle {
    guard let handle = FileHandle(forWritingAtPath: path) else {
      throw FileError(path: path, problem: "cannot be written")
    }
    return handle
  }

  private static func failure(_ path: String, _ error: any Error) -> FileError {
    FileError(path: path, problem: "cannot be written: \(error.localizedDescription)")
  }

  private static func records(of epochs: [EpochRecord], time: Double) -> [UInt8] {
    epochs.flatMap { RecordFile.framed(EventMessage($0, wallTime: time).bytes) }
  }
}

extension EventMessage {
  /// An epoch; its measurements are grouped by name, so that training and validation are one chart's neighbours.
  fileprivate init(_ record: EpochRecord, wallTime: Double) {
    func scalars(_ measurements: Measurements, _ part: String) -> [(tag: String, value: Double)] {
      zip(measurements.names, measurements.values).map { ("\($0)/\(part)", $1) }
    }
    self.init(
      wallTime: wallTime, step: record.epoch,
      scalars: scalars(record.training, "training") + scalars(record.validation, "validation") + [
        ("learning_rate", record.learningRate), ("images_per_second", record.imagesPerSecond),
      ])
  }
}
