// What a convolution does with its sums while they are in registers.

/// What becomes of a convolution's sums before they are written.
package struct Epilogue: Sendable {
  /// Added to every pixel.
  ///
  /// - Shape: [K].
  package var bias: Tensor?
  /// Added to the sums: the way past a residual block. Dense convolutions only.
  ///
  /// - Shape: that of the output.
  package var addend: Tensor?
  /// What the values are limited to.
  package var rectification = Rectification.none
  /// If set, sums of the output's deviations from these values, and of their squares, are gathered.
  ///
  /// - Shape: [K].
  package var shift: Tensor?

  package init(
    bias: Tensor? = nil, addend: Tensor? = nil, rectification: Rectification = .none, shift: Tensor? = nil
  ) {
    self.bias = bias
    self.addend = addend
    self.rectification = rectification
    self.shift = shift
  }
}

extension Epilogue {
  /// An output that `body` writes and, where there is a shift, the moments that it adds to zeros; the sums of pieces of the
  /// batch, to be added up.
  ///
  /// - Shape: shape [N, OH, OW, K] → moments [pieces, 2, K].
  func output(
    _ shape: Shape, pieces: Int,
    writing body: (_ output: UnsafeMutableBufferPointer<Float>, _ moments: UnsafeMutablePointer<Float>?) -> Void
  ) -> (output: Tensor, moments: Tensor?) {
    var moments = shift.map { _ in Tensor([pieces, 2, shape[-1]], repeating: 0) }
    let output = Tensor(shape) { output in
      moments.withMutablePointer { body(output, $0) }
      withExtendedLifetime(self) {}
    }
    return (output, moments)
  }
}

extension Tensor? {
  /// Calls `body` with where the elements are, for writing, or with nil where there is no tensor.
  mutating func withMutablePointer(_ body: (UnsafeMutablePointer<Float>?) -> Void) {
    if self?.withUnsafeMutableBuffer({ body($0.baseAddress) }) == nil { body(nil) }
  }
}
