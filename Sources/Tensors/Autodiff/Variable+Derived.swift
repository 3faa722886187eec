// Values that are computed from weights alone.

extension Variable {
  private struct Derived: Sendable {
    let tensor: Tensor
  }

  /// What `make` computes from this variable; from a constant it is computed once and then kept with the constant's tensor.
  ///
  /// - Parameter detail: distinguishes it from what else is computed from the same tensor.
  package func derived(_ detail: [Int], _ make: (Variable) -> Variable) -> Variable {
    if isTracked { return make(self) }
    return Variable(value.cached(detail) { Derived(tensor: make(self).value) }.tensor)
  }
}
