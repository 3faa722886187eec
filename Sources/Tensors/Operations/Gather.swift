// Rows by their indices: tables of embeddings, chosen channels, shuffled batches.

/// The parts at some indices of an axis, in their order; an index may come several times.
///
/// - Shape: [..., R, ...] → [..., indices.count, ...].
public func gather(_ input: Variable, _ indices: [Int], axis: Int = 0) -> Variable {
  let gathering = Gathering(of: input.shape, indices, axis: axis, operation: "gather")
  return Variable.record(gathering.gathered(input.value), from: [input]) { dOutput in [gathering.scattered(dOutput)] }
}
