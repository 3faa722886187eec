// A seeded division into images to train on and images to validate on.
internal import Preconditions
internal import Tensors

/// A list of images divided into a training and a validation part.
///
/// Which image is on which side depends on the set of identifiers, the fraction and the seed only, not on the images'
/// order. On each side, images are in the order of their identifiers' bytes.
public struct Split: Equatable, Sendable {
  /// Positions in the list of the images to train on.
  public let training: [Int]
  /// Positions in the list of the images to validate on.
  public let validation: [Int]

  /// A division that is known already, in the orders given.
  public init(training: [Int], validation: [Int]) {
    self.training = training
    self.validation = validation
  }

  /// Images that are known to be for validation, and all others.
  ///
  /// - Parameters:
  ///   - identifiers: the identifiers of all images, each once.
  ///   - validation: positions in `identifiers`.
  public init(_ identifiers: [String], validation: some Sequence<Int>) {
    let kept = Set(validation)
    let sorted = identifiers.indices.sorted { ExactText.precedes(identifiers[$0], identifiers[$1]) }
    self.init(training: sorted.filter { !kept.contains($0) }, validation: sorted.filter(kept.contains))
  }

  /// Draws a share of `validationFraction`, between 0 and 1, of the images of distinct `identifiers`, rounded to whole images
  /// but leaving at least one on each side.
  ///
  /// - Throws: ``SplitError`` where there are fewer than two.
  public init(_ identifiers: [String], validationFraction: Double, seed: UInt64) throws {
    let drawn = try Self.draw(
      Array(identifiers.indices), of: identifiers, validationFraction, random: RandomSource(seed: seed).split("split"))
    self.init(identifiers, validation: drawn)
  }

  /// Draws a share of every class, so that both parts have the classes' frequencies; a class of one image is trained on.
  ///
  /// - Parameters:
  ///   - identifiers: the identifiers of all images, each once.
  ///   - classes: the class of every image.
  ///   - validationFraction: as in ``init(_:validationFraction:seed:)``, for each class.
  ///   - seed: what the held-out images are drawn by.
  /// - Throws: ``SplitError`` where no class has two images.
  public init(_ identifiers: [String], classes: [Int], validationFraction: Double, seed: UInt64) throws {
    require(
      classes.count == identifiers.count, "Split: \(identifiers.count) identifiers, but \(classes.count) classes")
    let random = RandomSource(seed: seed).split("split")
    let members = Dictionary(grouping: identifiers.indices, by: { classes[$0] }).filter { $1.count >= 2 }
    guard !members.isEmpty else { throw SplitError(count: min(identifiers.count, 1), reason: .tooFewOfEveryClass) }
    let drawn = try members.flatMap { label, members in
      try Self.draw(
        members, of: identifiers, validationFraction, random: random.split(UInt64(bitPattern: Int64(label))))
    }
    self.init(identifiers, validation: drawn)
  }

  /// Some of the images at `positions`, whatever the order of these is.
  private static func draw(
    _ positions: [Int], of identifiers: [String], _ fraction: Double, random: RandomSource
  ) throws -> ArraySlice<Int> {
    require(fraction > 0 && fraction < 1, "Split: expected a validation fraction between 0 and 1, found \(fraction)")
    guard positions.count >= 2 else { throw SplitError(count: positions.count, reason: .tooFew) }
    let sorted = positions.sorted { ExactText.precedes(identifiers[$0], identifiers[$1]) }
    for (position, next) in zip(sorted, sorted.dropFirst()) {
      require(
        ExactText.precedes(identifiers[position], identifiers[next]),
        "Split: expected distinct identifiers, found \(identifiers[position]) twice")
    }
    var random = random
    let shuffled = random.permutation(sorted.count).map { sorted[$0] }
    let wanted = Int((fraction * Double(sorted.count)).rounded())
    return shuffled.prefix(min(max(wanted, 1), sorted.count - 1))
  }
}

/// Images that cannot be divided.
public struct SplitError: Error, Equatable, CustomStringConvertible {
  /// Why a list cannot be divided.
  public enum Reason: Sendable {
    /// It has fewer than two images.
    case tooFew
    /// Every class is divided, and none has two images.
    case tooFewOfEveryClass
    /// The data set's own division keeps all images for validation.
    case nothingToTrainOn
  }

  /// How many images there were: in all or, where every class is divided, of the class that had the most.
  public let count: Int
  /// Why they cannot be divided.
  public let reason: Reason

  /// An error about `count` images.
  public init(count: Int, reason: Reason) {
    self.count = count
    self.reason = reason
  }

  /// One line for the user.
  public var description: String {
    switch reason {
    case .tooFew: "a split into training and validation needs at least 2 images, found \(count)"
    case .tooFewOfEveryClass: "a split into training and validation needs at least 2 images of a class, found \(count)"
    case .nothingToTrainOn:
      "the data set's own division leaves no image to train on: all \(count) are for validation"
    }
  }
}
