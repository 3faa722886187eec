// Files for TensorBoard: the bytes that TensorBoard's own writer makes, and no epoch twice.
import DataFiles
import Foundation
import TestSupport
import Testing
import Training

@Suite struct EventFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  // Written by tensorboard.summary.writer.record_writer of TensorBoard 2.21: version, epoch 1, epoch 2, epoch 2 with the time
  // 2.5.
  private static let version =
    "1800000000000000a37f4b2209000000000000f83f1a0d627261696e2e4576656e743a322a28646c"
  private static let first =
    "6b0000000000000087efa6e109000000000000f83f10012a5e0a140a0d6c6f73732f747261696e696e67150000003f0a160a0f6c6f73732f"
    + "76616c69646174696f6e150000803e0a140a0d6c6561726e696e675f72617465156f12833a0a180a11696d616765735f7065725f7365636f"
    + "6e64150000c84247f9de63"
  private static let second =
    "6b0000000000000087efa6e109000000000000044010022a5e0a140a0d6c6f73732f747261696e696e67150000803e0a160a0f6c6f73732f"
    + "76616c69646174696f6e150000003e0a140a0d6c6561726e696e675f72617465156f12033a0a180a11696d616765735f7065725f7365636f"
    + "6e641500004843af70e0a0"

  private static func record(_ epoch: Int, loss: Double, rate: Double, speed: Double) -> EpochRecord {
    EpochRecord(
      epoch: epoch, training: ["loss": loss], validation: ["loss": loss / 2], learningRate: rate, seconds: 1,
      imagesPerSecond: speed)
  }

  private let epochs = [
    record(1, loss: 0.5, rate: 0.001, speed: 100), record(2, loss: 0.25, rate: 0.0005, speed: 200),
  ]
  private var path: String { folder.path("events") }

  private func hex() throws -> String { try readFile(path).map { String(format: "%02x", $0) }.joined() }

  @Test func bytesAreThoseOfTensorBoardsOwnWriter() throws {
    var file = try EventFile(path: path, epochs: [], time: 1.5)
    #expect(try hex() == Self.version)
    try file.append(Array(epochs.prefix(1)), time: 1.5)
    #expect(try hex() == Self.version + Self.first)
    try file.append(epochs, time: 2.5)
    #expect(try hex() == Self.version + Self.first + Self.second)
  }

  @Test func stepsOfSeveralBytesAreReadBack() throws {
    let many = (1...300).map { Self.record($0, loss: 1, rate: 1, speed: 1) }
    _ = try EventFile(path: path, epochs: many, time: 1.5)
    let before = try hex()
    _ = try EventFile(path: path, epochs: many, time: 9)
    #expect(try hex() == before)
  }

  @Test func noEpochIsToldTwiceAndNoneIsForgotten() throws {
    let whole = Self.version + Self.first + Self.second
    // As after a kill: a record cut off, an epoch that is repeated, one that was not told.
    for (name, cut) in [("half", 10), ("epoch", Self.second.count / 2)] {
      var file = try EventFile(path: path, epochs: Array(epochs.prefix(1)), time: 1.5)
      try file.append(epochs, time: 2.5)
      let bytes = try readFile(path)
      try folder.write(Data(bytes.dropLast(cut)), to: "events")
      _ = try EventFile(path: path, epochs: epochs, time: 2.5)
      #expect(try hex() == whole, "\(name)")
      try folder.remove("events")
    }
    var file = try EventFile(path: path, epochs: epochs, time: 1.5)
    file = try EventFile(path: path, epochs: Array(epochs.prefix(1)), time: 7)
    #expect(try hex() == Self.version + Self.first)
    try file.append(epochs, time: 2.5)
    #expect(try hex() == whole)
  }

  @Test func anotherFileIsLeftAlone() throws {
    try folder.write("mine", to: "events")
    #expect(throws: FileError.self) { try EventFile(path: path, epochs: epochs) }
    #expect(try readFile(path) == Array("mine".utf8))
  }
}
