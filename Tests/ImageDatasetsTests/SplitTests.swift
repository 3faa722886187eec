import ImageDatasets
import Testing

@Suite struct SplitTests {
  /// In the order of their bytes.
  private let identifiers = (0..<1000).map { String(100_000 + $0 * 7) }

  @Test func everyImageIsOnOneSideSorted() throws {
    let split = try Split(identifiers, validationFraction: 0.2, seed: 1)
    #expect(split.training.count == 800)
    #expect(split.validation.count == 200)
    #expect((split.training + split.validation).sorted() == Array(0..<1000))
    #expect(split.training == split.training.sorted())
    #expect(split.validation == split.validation.sorted())
  }

  @Test func theOrderOfTheIdentifiersDoesNotMatterAndTheSeedDoes() throws {
    let split = try Split(identifiers, validationFraction: 0.2, seed: 1)
    let reversed = try Split(identifiers.reversed(), validationFraction: 0.2, seed: 1)
    let other = try Split(identifiers, validationFraction: 0.2, seed: 2)
    #expect(split.training == reversed.training.map { 999 - $0 })
    #expect(split.validation == reversed.validation.map { 999 - $0 })
    #expect(split.validation != other.validation)
  }

  /// Of 200 draws from 1000, the number below the middle has mean 100 and standard deviation 6.3.
  @Test func bothHalvesAreDrawnFrom() throws {
    let split = try Split(identifiers, validationFraction: 0.2, seed: 3)
    let low = split.validation.filter { $0 < 500 }.count
    #expect((70...130).contains(low))
  }

  @Test(arguments: [(2, 0.01, 1), (2, 0.99, 1), (3, 0.5, 2), (10, 0.25, 3), (10, 0.04, 1), (10, 0.97, 9)])
  func countsAreRoundedAndNeverEmpty(count: Int, fraction: Double, expected: Int) throws {
    let split = try Split(Array(identifiers.prefix(count)), validationFraction: fraction, seed: 0)
    #expect(split.validation.count == expected)
    #expect(split.training.count == count - expected)
  }

  @Test func everyClassIsDividedAlike() throws {
    // 700 of the first class, 295 of the second, five of one image each.
    let classes = identifiers.indices.map { $0 < 700 ? 0 : $0 < 995 ? 1 : $0 }
    let split = try Split(identifiers, classes: classes, validationFraction: 0.2, seed: 1)
    #expect((split.training + split.validation).sorted() == Array(0..<1000))
    #expect(split.training == split.training.sorted() && split.validation == split.validation.sorted())
    #expect(split.validation.count { classes[$0] == 0 } == 140)
    #expect(split.validation.count { classes[$0] == 1 } == 59)
    #expect(split.validation.count == 199)
    let other = try Split(identifiers, classes: classes, validationFraction: 0.2, seed: 2)
    #expect(split != other)
    let again = try Split(identifiers.reversed(), classes: classes.reversed(), validationFraction: 0.2, seed: 1)
    #expect(split.validation == again.validation.map { 999 - $0 })
  }

  /// Divisions by a seed: of all images, and of every class.
  struct Recorded {
    let seed: UInt64
    let plain: Split
    let ofClasses: Split
  }

  private static let recorded = [
    Recorded(
      seed: 0, plain: Split(training: [11, 1, 7, 6, 5, 4, 9, 3], validation: [2, 0, 10, 8]),
      ofClasses: Split(training: [2, 0, 11, 8, 7, 6, 4, 3], validation: [10, 1, 5, 9])),
    Recorded(
      seed: 1, plain: Split(training: [2, 0, 10, 1, 8, 6, 5, 4], validation: [11, 7, 9, 3]),
      ofClasses: Split(training: [11, 1, 8, 7, 5, 4, 9, 3], validation: [2, 0, 10, 6])),
    Recorded(
      seed: 7, plain: Split(training: [2, 10, 1, 8, 7, 6, 4, 3], validation: [0, 11, 5, 9]),
      ofClasses: Split(training: [2, 10, 11, 8, 7, 5, 4, 9], validation: [0, 1, 6, 3])),
  ]

  /// Recorded when identifiers, not positions, were divided: what was trained on then is trained on now.
  @Test(arguments: recorded) func drawsAreThoseOfEarlierRuns(recorded: Recorded) throws {
    let names = ["100", "9", "10", "\u{e9}", "e\u{301}", "b/2", "b/10", "a/1", "Z", "~", "20", "3"]
    #expect(try Split(names, validationFraction: 0.3, seed: recorded.seed) == recorded.plain)
    let classes = [0, 1, 1, 0, 2, 0, 1, 1, 0, 1, 0, 3]
    #expect(
      try Split(names, classes: classes, validationFraction: 0.4, seed: recorded.seed) == recorded.ofClasses)
  }

  /// FNV-1a over the positions of a thousand images, recorded as the above.
  @Test func largeDrawsAreThoseOfEarlierRuns() throws {
    let names = (0..<1000).map { String(1_000_000 - $0 * 997) }
    let classes = names.indices.map { $0 * $0 % 7 }
    func hashes(_ split: Split) -> [UInt64] {
      [split.training, split.validation].map {
        $0.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
      }
    }
    func plain(_ seed: UInt64) throws -> [UInt64] {
      try hashes(Split(names, validationFraction: 0.2, seed: seed))
    }
    func ofClasses(_ seed: UInt64) throws -> [UInt64] {
      try hashes(Split(names, classes: classes, validationFraction: 0.2, seed: seed))
    }
    #expect(try plain(0) == [5_896_034_082_773_771_395, 12_463_814_682_927_426_593])
    #expect(try plain(5) == [17_426_293_951_047_719_290, 10_361_710_270_733_705_110])
    #expect(try ofClasses(0) == [11_283_792_668_689_880_467, 12_198_016_865_251_767_721])
    #expect(try ofClasses(5) == [14_985_958_935_110_316_435, 1_133_641_004_750_402_481])
  }

  @Test func aKnownDivisionIsSortedByIdentifiers() {
    #expect(Split(["9", "10", "8", "100"], validation: [0, 1]) == Split(training: [3, 2], validation: [1, 0]))
  }

  @Test func classesOfOneImageCannotBeSplit() {
    let error = SplitError(count: 1, reason: .tooFewOfEveryClass)
    #expect(throws: error) {
      try Split(["a", "b", "c"], classes: [2, 0, 1], validationFraction: 0.5, seed: 0)
    }
    #expect("\(error)" == "a split into training and validation needs at least 2 images of a class, found 1")
  }

  @Test(arguments: [[], ["1"]] as [[String]]) func oneImageCannotBeSplit(identifiers: [String]) {
    let error = SplitError(count: identifiers.count, reason: .tooFew)
    #expect(throws: error) { try Split(identifiers, validationFraction: 0.5, seed: 0) }
    #expect(
      "\(error)" == "a split into training and validation needs at least 2 images, found \(identifiers.count)")
  }
}
