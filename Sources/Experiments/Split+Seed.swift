// The split that belongs to a seed.
public import ImageDatasets
internal import Tensors

extension Split {
  /// The division of `identifiers` that a run with this seed trains and validates on.
  ///
  /// - Throws: `SplitError` where there are fewer than two.
  public init(_ identifiers: [String], validationFraction: Double, seed: UInt64) throws {
    try self.init(
      identifiers, validationFraction: validationFraction, random: RandomSource(seed: seed).split("split"))
  }
}
