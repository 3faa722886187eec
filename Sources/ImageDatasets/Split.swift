// A seeded division into images to train on and images to validate on.
public import Tensors

/// Identifiers divided into a training and a validation part.
///
/// The division depends on the set of identifiers, the fraction and the random source only, not on their order.
public struct Split: Equatable, Sendable {
  /// What to train on, sorted by bytes.
  public let training: [String]
  /// What to validate on, sorted by bytes.
  public let validation: [String]

  /// Draws a share of `validationFraction`, between 0 and 1, of the distinct `identifiers`, rounded to whole images but
  /// leaving at least one on each side.
  ///
  /// - Throws: ``SplitError`` where there are fewer than two.
  public init(_ identifiers: [String], validationFraction: Double, random: RandomSource) throws {
    precondition(
      validationFraction > 0 && validationFraction < 1,
      "Split: expected a validation fraction between 0 and 1, found \(validationFraction)")
    guard identifiers.count >= 2 else { throw SplitError(count: identifiers.count) }
    let sorted = identifiers.sorted(by: Self.precedes)
    for (identifier, next) in zip(sorted, sorted.dropFirst()) {
      precondition(Self.precedes(identifier, next), "Split: expected distinct identifiers, found \(identifier) twice")
    }
    var random = random
    let shuffled = random.permutation(sorted.count).map { sorted[$0] }
    let wanted = Int((validationFraction * Double(sorted.count)).rounded())
    let count = min(max(wanted, 1), sorted.count - 1)
    validation = shuffled[..<count].sorted(by: Self.precedes)
    training = shuffled[count...].sorted(by: Self.precedes)
  }

  /// The order of bytes, which no locale or Unicode version changes.
  private static func precedes(_ first: String, _ second: String) -> Bool {
    first.utf8.lexicographicallyPrecedes(second.utf8)
  }
}

/// Too few images to divide.
public struct SplitError: Error, Equatable, CustomStringConvertible {
  /// How many there were.
  public let count: Int

  /// One line for the user.
  public var description: String {
    "a split into training and validation needs at least 2 images, found \(count)"
  }
}
