// A seeded division into images to train on and images to validate on.
internal import Preconditions
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
    require(
      validationFraction > 0 && validationFraction < 1,
      "Split: expected a validation fraction between 0 and 1, found \(validationFraction)")
    guard identifiers.count >= 2 else { throw SplitError(count: identifiers.count) }
    let sorted = identifiers.sorted(by: Self.precedes)
    for (identifier, next) in zip(sorted, sorted.dropFirst()) {
      require(Self.precedes(identifier, next), "Split: expected distinct identifiers, found \(identifier) twice")
    }
    var random = random
    let shuffled = random.permutation(sorted.count).map { sorted[$0] }
    let wanted = Int((validationFraction * Double(sorted.count)).rounded())
    let count = min(max(wanted, 1), sorted.count - 1)
    self.init(training: Array(shuffled[count...]), validation: Array(shuffled[..<count]))
  }

  /// Draws a share of every class, so that both parts have the classes' frequencies; a class of one image is trained on.
  ///
  /// - Parameters:
  ///   - labels: the class of every identifier.
  ///   - validationFraction: as in ``init(_:validationFraction:random:)``, for each class.
  /// - Throws: ``SplitError`` where no class has two images.
  public init(
    _ identifiers: [String], labels: [Int], validationFraction: Double, random: RandomSource
  ) throws {
    require(
      labels.count == identifiers.count, "Split: \(identifiers.count) identifiers, but \(labels.count) labels")
    var training: [String] = []
    var validation: [String] = []
    for (label, members) in Dictionary(grouping: identifiers.indices, by: { labels[$0] }) {
      let names = members.map { identifiers[$0] }
      guard names.count >= 2 else {
        training += names
        continue
      }
      let split = try Split(
        names, validationFraction: validationFraction, random: random.split(UInt64(bitPattern: Int64(label))))
      training += split.training
      validation += split.validation
    }
    guard !validation.isEmpty else { throw SplitError(count: min(identifiers.count, 1), isOfClass: true) }
    self.init(training: training, validation: validation)
  }

  /// A division that is known already.
  public init(training: [String], validation: [String]) {
    self.training = training.sorted(by: Self.precedes)
    self.validation = validation.sorted(by: Self.precedes)
  }

  /// The order of bytes, which no locale or Unicode version changes.
  private static func precedes(_ first: String, _ second: String) -> Bool {
    first.utf8.lexicographicallyPrecedes(second.utf8)
  }
}

/// Too few images to divide.
public struct SplitError: Error, Equatable, CustomStringConvertible {
  /// How many there were: in all or, where every class is divided, of the class that had the most.
  public let count: Int
  /// Whether every class is divided.
  public var isOfClass = false

  /// One line for the user.
  public var description: String {
    "a split into training and validation needs at least 2 images\(isOfClass ? " of a class" : ""), found \(count)"
  }
}
