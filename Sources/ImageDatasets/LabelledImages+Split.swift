// The division of a list into images to train on and images to validate on.

extension LabelledImages {
  /// The data set's own division; `nil` where it has none.
  ///
  /// - Throws: ``SplitError`` where it leaves nothing to train on.
  public func ownSplit() throws -> Split? {
    guard let validation else { return nil }
    guard validation.count < count else { throw SplitError(count: count, reason: .nothingToTrainOn) }
    return Split(identifiers, validation: validation)
  }

  /// The data set's own division or, where it has none, one that keeps a random share of all images for validation.
  ///
  /// - Throws: ``SplitError`` where there are too few images.
  public func split(validationFraction: Double, seed: UInt64) throws -> Split {
    try ownSplit() ?? Split(identifiers, validationFraction: validationFraction, seed: seed)
  }
}

extension LabelledImages where Label == Int {
  /// The data set's own division or, where it has none, one that keeps a random share of every class for validation.
  ///
  /// - Throws: ``SplitError`` where there are too few images.
  public func splitOfEveryClass(validationFraction: Double, seed: UInt64) throws -> Split {
    try ownSplit() ?? Split(identifiers, classes: labels, validationFraction: validationFraction, seed: seed)
  }
}
