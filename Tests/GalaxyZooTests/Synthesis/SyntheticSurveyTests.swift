import DataFiles
import Foundation
import GalaxyZoo
import Images
import Tensors
import Testing

@Suite(.serialized) struct SyntheticSurveyTests {
  private static let sample: [SyntheticSurvey.Galaxy] = {
    let survey = SyntheticSurvey(count: 240, seed: 11)
    return (try? Parallel.map(survey.count) { try survey.galaxy(at: $0) }) ?? []
  }()

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.path + "/survey-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  private func contents(of folder: String) throws -> [String: [UInt8]] {
    var files = ["solutions.csv": try readFile(folder + "/solutions.csv")]
    for name in try listFolder(folder + "/images") { files[name] = try readFile("\(folder)/images/\(name)") }
    return files
  }

  @Test func folderHasTheChallengesForm() throws {
    try withFolder { folder in
      var finished: [Int] = []
      try SyntheticSurvey(count: 20, seed: 7).write(to: folder) { finished.append($0) }
      #expect(finished.last == 20)
      #expect(finished == finished.sorted())
      let names = (0..<20).map { "\(100_001 + $0).jpg" }
      #expect(try listFolder(folder) == ["images", "solutions.csv"])
      #expect(try listFolder(folder + "/images") == names)
      let image = try Image.decode(path: "\(folder)/images/\(names[3])", as: .rgb)
      #expect(image.width == 424 && image.height == 424 && image.channels == 3)

      let table = String(decoding: try readFile(folder + "/solutions.csv"), as: UTF8.self)
      let lines = table.split(separator: "\n")
      #expect(lines.count == 21)
      #expect(lines[0] == "GalaxyID," + DecisionTree.columnNames.joined(separator: ","))
      for (line, name) in zip(lines.dropFirst(), names) {
        let fields = line.split(separator: ",")
        #expect("\(fields[0]).jpg" == name)
        #expect(fields.dropFirst().allSatisfy { $0.utf8.count == 8 && $0.dropFirst().first == "." })
        let row = try fields.dropFirst().map { try #require(Double($0)) }
        #expect(row.count == DecisionTree.columnCount)
        for question in DecisionTree.questions {
          let expected = question.parentColumn.map { row[$0] } ?? 1
          // Six decimals as written, so that only the rounding of Double is left.
          #expect(abs(row[question.columns].reduce(0, +) - expected) < 1e-12)
        }
      }
    }
  }

  @Test func bytesDoNotDependOnThreadsNorOnTheSizeOfTheSurvey() throws {
    let threads = Parallel.threadCount
    defer { Parallel.setThreadCount(threads) }
    var results: [[String: [UInt8]]] = []
    for (count, threadCount) in [(9, 1), (9, 3), (6, 2)] {
      Parallel.setThreadCount(threadCount)
      try withFolder { folder in
        try SyntheticSurvey(count: count, seed: 5).write(to: folder)
        results.append(try contents(of: folder))
      }
    }
    #expect(results[0] == results[1])
    for (name, bytes) in results[2] {
      #expect(results[0][name]?.starts(with: bytes) == true, "\(name)")
    }
  }

  @Test func seedsDiffer() throws {
    let first = try SyntheticSurvey(count: 1, seed: 1).galaxy(at: 0)
    let second = try SyntheticSurvey(count: 1, seed: 2).galaxy(at: 0)
    #expect(first.image != second.image)
    #expect(first.millionths != second.millionths)
  }

  @Test func aFolderInUseIsRefusedAndLeftAlone() throws {
    try withFolder { folder in
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try AtomicFile.write("mine", to: folder + "/notes.txt")
      #expect(throws: FileError(path: folder, problem: "holds notes.txt already, expected a new or empty folder")) {
        try SyntheticSurvey(count: 1, seed: 1).write(to: folder)
      }
      #expect(try listFolder(folder) == ["notes.txt"])
    }
  }

  @Test func anEmptyFolderIsFilledAndAFileIsNoFolder() throws {
    try withFolder { folder in
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try SyntheticSurvey(count: 1, seed: 1).write(to: folder)
      #expect(try listFolder(folder) == ["images", "solutions.csv"])
      #expect(throws: FileError.self) { try SyntheticSurvey(count: 1, seed: 1).write(to: folder + "/solutions.csv") }
    }
  }

  @Test func everyRowObeysTheTree() {
    #expect(Self.sample.count == 240)
    for galaxy in Self.sample {
      #expect(DecisionTree.violations(in: galaxy.fractions[...]).isEmpty, "\(galaxy.id)")
      #expect(galaxy.millionths.allSatisfy { (0...1_000_000).contains($0) })
    }
  }

  /// Against the column means of 500 rows of the challenge.
  @Test func typesHaveTheirShares() {
    let real: [Double] = [
      0.426, 0.550, 0.025, 0.121, 0.428, 0.090, 0.338, 0.227, 0.201, 0.042, 0.174, 0.182, 0.031, 0.216, 0.784, 0.174,
      0.198, 0.054, 0.034, 0.011, 0.032, 0.034, 0.061, 0.038, 0.005, 0.073, 0.011, 0.038, 0.102, 0.084, 0.042, 0.015,
      0.098, 0.022, 0.011, 0.009, 0.073,
    ]
    for column in real.indices {
      let mean = Self.sample.reduce(0) { $0 + Double($1.millionths[column]) / 1e6 } / Double(Self.sample.count)
      // Three standard errors of 240 galaxies, and a little.
      #expect(abs(mean - real[column]) < 0.07, "\(DecisionTree.columnNames[column])")
    }
  }

  /// Against the 500 galaxies of the challenge that tests have, without drawing a picture.
  @Test(.enabled(if: RealData.folder != nil, "GALAXY_TEST_DATA is not set"))
  func meansAreThoseOfRealGalaxies() throws {
    let catalogue = try Catalogue(path: RealData.solutions)
    let count = 3000
    let votes = try Parallel.map(count) { index in
      let random = RandomSource(seed: 17).split("synthesis").split(UInt64(index))
      var crowd = random.split("volunteers")
      return Volunteers.classify(Impression(of: SkyScene(random: random)), random: &crowd).millionths
    }
    for column in DecisionTree.columnNames.indices {
      let drawn = votes.reduce(0) { $0 + Double($1[column]) / 1e6 } / Double(count)
      let rows = (0..<catalogue.count).map { Double(catalogue.fractions[$0 * DecisionTree.columnCount + column]) }
      #expect(
        abs(drawn - rows.reduce(0, +) / Double(rows.count)) < 0.04, "\(DecisionTree.columnNames[column])")
    }
  }

  @Test func picturesHaveTheLevelsOfTheRealOnes() {
    let statistics = Self.sample.map { PictureStatistics($0.image) }
    func median(_ value: (PictureStatistics) -> Double) -> Double {
      let sorted = statistics.map(value).sorted()
      return sorted[sorted.count / 2]
    }
    // Bands around the medians of 500 real pictures: 4, 4, 2 levels of sky; its 84th percentile 7.7; centres of 181, 147
    // and 105 levels; the galaxy above the sky by 12 levels out to 62 pixels.
    #expect((2.5...6).contains(median { $0.sky[0] }))
    #expect((2.5...6).contains(median { $0.sky[1] }))
    #expect((1...5).contains(median { $0.sky[2] }))
    #expect((5.5...11).contains(median { $0.brightSky }))
    #expect((145...200).contains(median { $0.center[0] }))
    #expect((120...170).contains(median { $0.center[1] }))
    #expect((85...130).contains(median { $0.center[2] }))
    #expect((48...72).contains(median { $0.radius }))
  }

  @Test func votesFollowWhatThePictureShows() {
    // Among galaxies that most called smooth, the roundness votes go with the shape measured in the picture.
    let smooth = Self.sample.filter { $0.millionths[0] > 600_000 && $0.millionths[13] < 400_000 }
    #expect(smooth.count > 30)
    let measured = smooth.map { PictureStatistics($0.image).axisRatio }
    let voted = smooth.map { Double($0.millionths[15]) / Double($0.millionths[0]) }
    #expect(correlation(measured, voted) > 0.6)
    // Featured galaxies are bluer than smooth ones.
    let blueness = Self.sample.map { galaxy in
      let center = PictureStatistics(galaxy.image).center
      return center[2] / center[0]
    }
    #expect(correlation(blueness, Self.sample.map { Double($0.millionths[1]) }) > 0.3)
  }

  private func correlation(_ x: [Double], _ y: [Double]) -> Double {
    let (meanX, meanY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for (a, b) in zip(x, y) {
      xx += (a - meanX) * (a - meanX)
      yy += (b - meanY) * (b - meanY)
      xy += (a - meanX) * (b - meanY)
    }
    return xy / (xx * yy).squareRoot()
  }
}

/// What can be measured in a picture of 424 × 424 pixels without knowing how it was made.
private struct PictureStatistics {
  /// The median level of the border, per channel.
  var sky: [Double] = []
  /// The 84th percentile of the border's mean level.
  var brightSky = 0.0
  /// The mean level of the central 20 × 20 pixels, per channel.
  var center: [Double] = []
  /// The radius of a circle with the area of the pixels 12 levels above the sky, of those within 80 pixels of the center.
  var radius = 0.0
  /// Short over long axis of these pixels, by second moments.
  var axisRatio = 0.0

  init(_ image: Image) {
    func level(_ x: Int, _ y: Int, _ channel: Int) -> Double { Double(image.pixels[(y * 424 + x) * 3 + channel]) }
    func mean(_ x: Int, _ y: Int) -> Double { (level(x, y, 0) + level(x, y, 1) + level(x, y, 2)) / 3 }
    var border: [(Int, Int)] = []
    for y in 0..<424 {
      for x in 0..<424 where min(x, y) < 40 || max(x, y) >= 384 { border.append((x, y)) }
    }
    sky = (0..<3).map { channel in border.map { level($0.0, $0.1, channel) }.sorted()[border.count / 2] }
    brightSky = border.map { mean($0.0, $0.1) }.sorted()[border.count * 84 / 100]
    center = (0..<3).map { channel in
      var sum = 0.0
      for y in 202..<222 { for x in 202..<222 { sum += level(x, y, channel) } }
      return sum / 400
    }
    let threshold = sky.reduce(0, +) / 3 + 12
    var (count, xx, yy, xy) = (0.0, 0.0, 0.0, 0.0)
    for y in 112..<312 {
      for x in 112..<312 where mean(x, y) > threshold {
        let (dx, dy) = (Double(x) - 211.5, Double(y) - 211.5)
        if dx * dx + dy * dy > 6_400 { continue }
        count += 1
        xx += dx * dx
        yy += dy * dy
        xy += dx * dy
      }
    }
    radius = (count / .pi).squareRoot()
    let spread = ((xx - yy) * (xx - yy) / 4 + xy * xy).squareRoot()
    axisRatio = (((xx + yy) / 2 - spread) / ((xx + yy) / 2 + spread)).squareRoot()
  }
}
