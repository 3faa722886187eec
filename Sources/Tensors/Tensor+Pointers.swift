// Pointers to elements, as kernels take them.

/// Calls `body` with a pointer to the elements of a tensor, which lives until it returns.
func withPointers<Result>(_ tensor: Tensor, _ body: (UnsafePointer<Float>) -> Result) -> Result {
  withExtendedLifetime(tensor) { body(tensor.pointer) }
}

/// Calls `body` with pointers to the elements of two tensors, which live until it returns.
func withPointers<Result>(
  _ left: Tensor, _ right: Tensor, _ body: (UnsafePointer<Float>, UnsafePointer<Float>) -> Result
) -> Result {
  withExtendedLifetime((left, right)) { body(left.pointer, right.pointer) }
}

/// Calls `body` with memory for a few values, on the stack where it is small; the values are undefined.
func withTemporaryPointer<Value, Result>(
  to type: Value.Type, count: Int, _ body: (UnsafeMutablePointer<Value>) -> Result
) -> Result {
  withUnsafeTemporaryAllocation(of: type, capacity: max(count, 1)) { buffer in
    guard let pointer = buffer.baseAddress else { fatalError("withTemporaryPointer: no memory for \(count) values") }
    return body(pointer)
  }
}

extension Tensor? {
  /// Calls `body` with where the elements are, for writing, or with nil where there is no tensor.
  mutating func withMutablePointer(_ body: (UnsafeMutablePointer<Float>?) -> Void) {
    if self?.withUnsafeMutableBuffer({ body($0.baseAddress) }) == nil { body(nil) }
  }
}
