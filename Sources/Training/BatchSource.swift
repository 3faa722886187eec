// Where a training's batches come from.

/// Items that can be made into batches: how many there are, and how a batch is made of some of them.
///
/// ```swift
/// let training = BatchSource(count: 30) { indices, epoch in
///   (input: images.gathered(indices), target: targets.gathered(indices))
/// }
/// ```
public struct BatchSource<Batch>: Sendable {
  /// Number of items.
  public let count: Int
  private let name: @Sendable (_ index: Int) -> String
  private let make: @Sendable (_ indices: [Int], _ epoch: Int?) throws -> Batch

  /// Items that `make` puts into a batch.
  ///
  /// - Parameters:
  ///   - count: number of items.
  ///   - name: what messages call an item, such as its file; its number unless given.
  ///   - make: gets the indices of the items, each below `count`, and the epoch, from 1, that they are augmented for;
  ///     nil means as they are, for validation. Equal arguments must give equal batches.
  public init(
    count: Int, name: @escaping @Sendable (_ index: Int) -> String = { "item \($0)" },
    make: @escaping @Sendable (_ indices: [Int], _ epoch: Int?) throws -> Batch
  ) {
    self.count = count
    self.name = name
    self.make = make
  }

  /// The batch of the given items.
  public func batch(_ indices: [Int], epoch: Int?) throws -> Batch { try make(indices, epoch) }

  /// What messages call the given items.
  public func names(of indices: [Int]) -> [String] { indices.map(name) }

  /// All items in their order, a batch at a time, as they are for validation.
  ///
  /// - Parameters:
  ///   - size: items to a batch; the last one may have fewer.
  ///   - progress: told how many items are done; what it throws ends the sequence.
  public func batches(
    of size: Int, progress: @escaping (_ done: Int) throws -> Void = { _ in }
  ) -> BatchSequence<Batch> {
    BatchSequence(source: self, size: size, progress: progress)
  }

  /// Calls `body` with ``batches(of:progress:)``, which must not be used afterwards.
  ///
  /// - Parameter progress: told how many items are done; what it throws ends the sequence.
  package func withBatches<Result>(
    of size: Int, progress: (_ done: Int) throws -> Void, _ body: (BatchSequence<Batch>) throws -> Result
  ) rethrows -> Result {
    try withoutActuallyEscaping(progress) { try body(batches(of: size, progress: $0)) }
  }
}

/// The items of a source in their order, a batch at a time.
public struct BatchSequence<Batch> {
  fileprivate let source: BatchSource<Batch>
  fileprivate let size: Int
  fileprivate let progress: (Int) throws -> Void

  /// Calls `body` with every batch.
  ///
  /// - Throws: what making a batch, `body` or the sequence's progress throws.
  public func forEach(_ body: (Batch) throws -> Void) throws {
    try progress(0)
    for start in stride(from: 0, to: source.count, by: size) {
      let end = min(start + size, source.count)
      try body(source.batch(Array(start..<end), epoch: nil))
      try progress(end)
    }
  }
}
