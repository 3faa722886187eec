// history.csv: complete after every epoch, and read back to the last bit.
import DataFiles
import Foundation
import Testing
import Training

@Suite final class TrainingHistoryTests {
  private static let header =
    "epoch,training_loss,validation_loss,validation_rmse,learning_rate,seconds,images_per_second"
  private let folder = NSTemporaryDirectory() + "galaxy-history-\(UUID().uuidString)"
  private var path: String { folder + "/history.csv" }

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }

  private func record(_ epoch: Int) -> EpochRecord {
    EpochRecord(
      epoch: epoch, training: ["loss": 0.1 / Double(epoch)], validation: ["loss": 1 / 3, "rmse": 0.09260000000000002],
      learningRate: Double(Float(1e-3)), seconds: 12.5, imagesPerSecond: 1e-7)
  }

  private func text() throws -> String { String(decoding: try readFile(path), as: UTF8.self) }

  @Test func everyEpochIsOnDiskAtOnce() throws {
    var history = TrainingHistory(path: path)
    #expect(try listFolder(folder).isEmpty)
    try history.append(
      EpochRecord(
        epoch: 1, training: ["loss": 0.5], validation: ["loss": 0.25, "rmse": 0.5], learningRate: 0.001, seconds: 2,
        imagesPerSecond: 100))
    #expect(try text() == Self.header + "\n1,0.5,0.25,0.5,0.001,2.0,100.0\n")
    try history.append(record(2))
    #expect(try text().split(separator: "\n").count == 3)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["history.csv"])
  }

  @Test func numbersComeBackToTheLastBit() throws {
    var history = TrainingHistory(path: path)
    for epoch in 1...12 { try history.append(record(epoch)) }
    #expect(try TrainingHistory(reading: path).epochs == (1...12).map(record))
  }

  @Test func divergedRunComesBack() throws {
    var diverged = record(1)
    diverged.training["loss"] = .infinity
    diverged.validation["loss"] = .nan
    var history = TrainingHistory(path: path)
    try history.append(diverged)
    let read = try TrainingHistory(reading: path).epochs
    #expect(read.count == 1)
    #expect(read[0].training["loss"] == .infinity)
    #expect(read[0].validation["loss"]?.isNaN == true)
  }

  @Test func resumedRunGoesOn() throws {
    var first = TrainingHistory(path: path)
    for epoch in 1...5 { try first.append(record(epoch)) }
    var resumed = try TrainingHistory(reading: path)
    resumed.removeEpochs(after: 3)
    var repeated = record(4)
    repeated.seconds = 99
    try resumed.append(repeated)
    #expect(try TrainingHistory(reading: path).epochs == [record(1), record(2), record(3), repeated])
  }

  @Test func classifiersHaveTheirOwnColumns() throws {
    var history = TrainingHistory(path: path)
    let epoch = EpochRecord(
      epoch: 1, training: ["loss": 2], validation: ["loss": 1.5, "accuracy": 0.25, "top5_accuracy": 0.75],
      learningRate: 0.1, seconds: 3, imagesPerSecond: 4)
    try history.append(epoch)
    let header =
      "epoch,training_loss,validation_loss,validation_accuracy,validation_top5_accuracy,learning_rate,seconds,"
      + "images_per_second"
    #expect(try text() == header + "\n1,2.0,1.5,0.25,0.75,0.1,3.0,4.0\n")
    let read = try TrainingHistory(reading: path)
    #expect(read.epochs == [epoch])
  }

  @Test func windowsLineEndsAndAMissingLastOneAreFine() throws {
    try AtomicFile.write(Self.header + "\r\n1,1,2,3,4,5,6\r\n2,1,2,3,4,5,6", to: path)
    let epochs = try TrainingHistory(reading: path).epochs
    #expect(epochs.map(\.epoch) == [1, 2])
    #expect(epochs.last?.imagesPerSecond == 6)
  }

  @Test func headerAloneIsAnEmptyHistory() throws {
    try AtomicFile.write(Self.header + "\n", to: path)
    #expect(try TrainingHistory(reading: path).epochs.isEmpty)
  }

  @Test(arguments: [
    ("", "is empty, expected a run's history"),
    (
      "epoch,loss\n",
      "line 1: expected the header epoch,training_…,validation_…,learning_rate,seconds,images_per_second, found epoch,loss"
    ),
    (header + "\n1,1,2,3,4,5\n", "line 2: expected 7 fields, found 6"),
    (header + "\n1,1,2,3,4,5,6\n2,1,2,x,4,5,6\n", "line 3: expected a number for validation_rmse, found 'x'"),
    (header + "\n1,1,2,3,4,5,\n", "line 2: expected a number for images_per_second, found ''"),
    (header + "\n1,1,2,3,4,5,6\n3,1,2,3,4,5,6\n", "line 3: expected epoch 2, found 3"),
    (header + "\n1,1,2,3,4,5,6\n\n2,1,2,3,4,5,6\n", "line 3: expected 7 fields, found 1"),
  ])
  func badFilesAreNamedWithTheirLine(text: String, problem: String) throws {
    try AtomicFile.write(text, to: path)
    #expect(throws: FileError(path: path, problem: problem)) { _ = try TrainingHistory(reading: self.path) }
  }

  @Test func missingFileIsNamed() {
    #expect(throws: FileError(path: path, problem: "cannot be read: no such file or directory")) {
      _ = try TrainingHistory(reading: self.path)
    }
  }

  @Test func failedAppendChangesNothing() throws {
    var history = TrainingHistory(path: folder + "/missing/history.csv")
    #expect(throws: FileError.self) { try history.append(self.record(1)) }
    #expect(history.epochs.isEmpty)
  }
}
