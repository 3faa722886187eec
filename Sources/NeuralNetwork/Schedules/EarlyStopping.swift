// When a training that no longer gets better is over.

/// The end of a training as soon as `patience` epochs in a row have not brought the validation loss more than
/// `minimumDelta` below the lowest; Keras's `EarlyStopping`.
public struct EarlyStopping: Sendable, Equatable, Codable {
  /// Epochs to wait for a lower loss.
  public let patience: Int
  /// How much lower it has to be.
  public let minimumDelta: Double

  /// A rule; a patience of 0 ends the training with the first epoch that brings nothing.
  public init(patience: Int, minimumDelta: Double = 0) {
    self.patience = patience
    self.minimumDelta = minimumDelta
    do { try check() } catch { fatalError("EarlyStopping: \(error)") }
  }

  /// Makes sure that the settings are in their ranges.
  ///
  /// - Throws: ``SettingError``.
  public func check() throws {
    try SettingError.unlessNotNegative(Double(patience), "patience")
    try SettingError.unlessNotNegative(minimumDelta, "minimumDelta")
  }

  /// What it remembers between epochs, for a checkpoint.
  public struct Memory: Sendable, Equatable, Codable {
    fileprivate var lowestLoss: Double?
    fileprivate var epochsWaited = 0
    /// Whether the training is over.
    public fileprivate(set) var isOver = false

    /// The memory at the beginning of a training.
    public init() {}
  }

  /// Takes note of the validation loss after an epoch.
  public func endEpoch(loss: Double, _ memory: inout Memory) {
    if memory.lowestLoss.map({ loss + minimumDelta < $0 }) ?? true {
      memory.lowestLoss = loss
      memory.epochsWaited = 0
    } else {
      memory.epochsWaited += 1
      if memory.epochsWaited >= patience { memory.isOver = true }
    }
  }
}

extension EarlyStopping: CustomStringConvertible {
  /// The rule in words.
  public var description: String {
    "after \(max(patience, 1)) \(patience > 1 ? "epochs" : "epoch") without a lower validation loss"
  }
}
