import ImageDatasets
import Tensors
import Testing

@Suite struct SplitTests {
  private let identifiers = (0..<1000).map { String(100_000 + $0 * 7) }

  @Test func everyIdentifierIsOnOneSideSorted() throws {
    let split = try Split(identifiers, validationFraction: 0.2, random: RandomSource(seed: 1))
    #expect(split.training.count == 800)
    #expect(split.validation.count == 200)
    #expect((split.training + split.validation).sorted() == identifiers)
    #expect(split.training == split.training.sorted())
    #expect(split.validation == split.validation.sorted())
  }

  @Test func theOrderOfTheIdentifiersDoesNotMatterAndTheSeedDoes() throws {
    let split = try Split(identifiers, validationFraction: 0.2, random: RandomSource(seed: 1))
    let reversed = try Split(identifiers.reversed(), validationFraction: 0.2, random: RandomSource(seed: 1))
    let other = try Split(identifiers, validationFraction: 0.2, random: RandomSource(seed: 2))
    #expect(split == reversed)
    #expect(split.validation != other.validation)
  }

  /// Of 200 draws from 1000, the number below the middle has mean 100 and standard deviation 6.3.
  @Test func bothHalvesAreDrawnFrom() throws {
    let split = try Split(identifiers, validationFraction: 0.2, random: RandomSource(seed: 3))
    let low = split.validation.filter { $0 < identifiers[500] }.count
    #expect((70...130).contains(low))
  }

  @Test(arguments: [(2, 0.01, 1), (2, 0.99, 1), (3, 0.5, 2), (10, 0.25, 3), (10, 0.04, 1), (10, 0.97, 9)])
  func countsAreRoundedAndNeverEmpty(count: Int, fraction: Double, expected: Int) throws {
    let split = try Split(
      Array(identifiers.prefix(count)), validationFraction: fraction, random: RandomSource(seed: 0))
    #expect(split.validation.count == expected)
    #expect(split.training.count == count - expected)
  }

  @Test func everyClassIsDividedAlike() throws {
    // 700 of the first class, 295 of the second, five of one image each.
    let labels = identifiers.indices.map { $0 < 700 ? 0 : $0 < 995 ? 1 : $0 }
    let split = try Split(identifiers, labels: labels, validationFraction: 0.2, random: RandomSource(seed: 1))
    #expect((split.training + split.validation).sorted() == identifiers)
    #expect(split.training == split.training.sorted() && split.validation == split.validation.sorted())
    let places = Dictionary(uniqueKeysWithValues: zip(identifiers, labels))
    #expect(split.validation.count { places[$0] == 0 } == 140)
    #expect(split.validation.count { places[$0] == 1 } == 59)
    #expect(split.validation.count == 199)
    let other = try Split(identifiers, labels: labels, validationFraction: 0.2, random: RandomSource(seed: 2))
    #expect(split != other)
    let again = try Split(
      identifiers.reversed(), labels: labels.reversed(), validationFraction: 0.2, random: RandomSource(seed: 1))
    #expect(split == again)
  }

  @Test func classesOfOneImageCannotBeSplit() {
    do {
      _ = try Split(["a", "b", "c"], labels: [2, 0, 1], validationFraction: 0.5, random: RandomSource(seed: 0))
      Issue.record("expected an error")
    } catch {
      #expect("\(error)" == "a split into training and validation needs at least 2 images of a class, found 1")
    }
  }

  @Test func oneImageCannotBeSplit() {
    #expect(throws: SplitError.self) {
      _ = try Split(["1"], validationFraction: 0.5, random: RandomSource(seed: 0))
    }
    do {
      _ = try Split([], validationFraction: 0.5, random: RandomSource(seed: 0))
    } catch {
      #expect("\(error)" == "a split into training and validation needs at least 2 images, found 0")
    }
  }
}
