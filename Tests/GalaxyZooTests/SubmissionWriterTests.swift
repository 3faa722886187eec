import DataFiles
import Foundation
import GalaxyZoo
import Testing

@Suite struct SubmissionWriterTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path + "/submission.csv" }

  init() throws { folder = try TemporaryFolder() }

  private func row(_ values: [Float]) -> [Float] { values + [Float](repeating: 0, count: 37 - values.count) }

  private func text() throws -> String { String(decoding: try readFile(path), as: UTF8.self) }

  @Test func headerAndRows() throws {
    var writer = try SubmissionWriter(path: path)
    try writer.write(id: 100_018, fractions: row([0.5, 1, 1e-6])[...])
    try writer.write(id: 7, fractions: row([0.123_456_7])[...])
    #expect(!FileManager.default.fileExists(atPath: path))
    try writer.commit()
    let lines = try text().split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 4)
    #expect(lines[0].hasPrefix("GalaxyID,Class1.1,Class1.2,") && lines[0].hasSuffix(",Class11.6"))
    #expect(lines[1] == "100018,0.500000,1.000000,0.000001" + String(repeating: ",0.000000", count: 34))
    #expect(lines[2] == "7,0.123457" + String(repeating: ",0.000000", count: 36))
    #expect(lines[3] == "")
    #expect(writer.clippedCount == 0)
  }

  @Test func fractionsOutsideAreClippedAndCounted() throws {
    var writer = try SubmissionWriter(path: path)
    try writer.write(id: 1, fractions: row([-0.1, 1.5, 0, -0.0, 1])[...])
    try writer.commit()
    #expect(writer.clippedCount == 2)
    let lines = try text().split(separator: "\n")
    #expect(lines[1].hasPrefix("1,0.000000,1.000000,0.000000,0.000000,1.000000,"))
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func othersAreErrorsThatNameTheGalaxy(value: Float) throws {
    var writer = try SubmissionWriter(path: path)
    let fractions = row([0, 0, value])
    #expect(throws: FileError(path: path, problem: "the prediction for galaxy 100018, Class1.3 is \(value)")) {
      try writer.write(id: 100_018, fractions: fractions[...])
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  /// Six decimals as the C library prints them, ties and neighbours of ties included.
  @Test func decimalsAreRoundedAsCRoundsThem() throws {
    var values: [Float] = [0x1p-7, 3 * 0x1p-7, 0x1p-24, 0.9999995, 0.99999994, 1e-38, 5e-7, 1.5e-6, 0.001]
    for step in 0..<128 { values.append(Float(step) / 128) }
    for step in 0..<3000 {
      let value = Float(step) * 0.000_333_3
      values += [value, value.nextUp, value.nextDown].map { max($0, 0) }
    }
    values += [Float](repeating: 0, count: 37 - values.count % 37)
    var writer = try SubmissionWriter(path: path)
    for start in stride(from: 0, to: values.count, by: 37) {
      try writer.write(id: 1 + start, fractions: values[start..<start + 37])
    }
    try writer.commit()
    let written = try text().split(separator: "\n").dropFirst().flatMap { $0.split(separator: ",").dropFirst() }
    let expected = values.map { String(format: "%.6f", Double($0)) }
    #expect(written.count == expected.count)
    let differing = zip(written, expected).filter { String($0) != $1 }
    #expect(differing.isEmpty, "\(differing.prefix(3))")
  }

  @Test func whatIsWrittenIsReadBack() throws {
    var fractions: [Float] = []
    for index in 0..<(3 * 37) { fractions.append(Float(index) / 111) }
    var writer = try SubmissionWriter(path: path)
    for (row, id) in [9, 100_018, 3].enumerated() {
      try writer.write(id: id, fractions: fractions[row * 37..<(row + 1) * 37])
    }
    try writer.commit()
    let catalogue = try Catalogue(path: path)
    #expect(catalogue.ids == [9, 100_018, 3])
    #expect(zip(catalogue.fractions, fractions).allSatisfy { abs($0 - $1) <= 0.51e-6 })
    #expect(try SubmissionTemplate(path: path).ids == [9, 100_018, 3])
  }
}
