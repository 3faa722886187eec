// What a convolution does with its sums while they are in registers.
internal import CKernels

/// What becomes of a convolution's sums before they are written.
package struct Epilogue: Sendable {
  /// Added to every pixel.
  ///
  /// - Shape: [K].
  package var bias: Tensor?
  /// Added to the sums: the shortcut of a residual block. Standard convolutions only.
  ///
  /// - Shape: that of the output.
  package var addend: Tensor?
  /// What the values are clamped to.
  package var clamp = Clamp.none
  /// If set, sums of the output's deviations from these values, and of their squares, are gathered.
  ///
  /// - Shape: [K].
  package var shift: Tensor?

  package init(bias: Tensor? = nil, addend: Tensor? = nil, clamp: Clamp = .none, shift: Tensor? = nil) {
    self.bias = bias
    self.addend = addend
    self.clamp = clamp
    self.shift = shift
  }
}

extension Epilogue {
  /// An output that `body` writes and, where there is a shift, the moments that it adds to zeros, by chunks to be added
  /// up.
  ///
  /// - Shape: shape [N, OH, OW, K] → moments [chunks, 2, K].
  func output(
    _ shape: Shape, chunks: Int,
    writing body: (_ output: UnsafeMutablePointer<Float>, _ moments: UnsafeMutablePointer<Float>?) -> Void
  ) -> (output: Tensor, moments: Tensor?) {
    var moments = shift.map { _ in Tensor([chunks, 2, shape[-1]], repeating: 0) }
    let output = Tensor(uninitialized: shape) { output in
      withExtendedLifetime(self) {
        moments.withMutablePointer { body(output, $0) }
      }
    }
    return (output, moments)
  }

  /// The epilogue as kernels take it, for the channels from `channel` on; valid while this one lives.
  ///
  /// - Parameters:
  ///   - channels: how many there are in all.
  ///   - addendOffset: where in the addend the first of these channels of the first pixel is, in floats.
  ///   - moments: [2, channels], needed where there is a shift.
  func kernelArgument(
    channel: Int = 0, of channels: Int, addendOffset: Int = 0, moments: UnsafeMutablePointer<Float>?
  ) -> gk_epilogue {
    gk_epilogue(
      bias: bias.map { $0.pointer + channel }, addend: addend.map { $0.pointer + addendOffset }, lower: clamp.lower,
      upper: clamp.upper, shift: shift.map { $0.pointer + channel }, sums: moments.map { $0 + channel },
      squares: moments.map { $0 + channels + channel })
  }
}

extension gk_epilogue {
  /// The sums stay as they are.
  static var none: gk_epilogue { Epilogue().kernelArgument(of: 0, moments: nil) }
}
