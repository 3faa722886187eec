// One axis of a correlation: where windows lie on the source and where their sums go in the target.

/// Windows at equal distances along rows or columns.
///
/// Forward, the source is the input and the target the output. For the gradient of a convolution with stride s they
/// change roles: each residue of the input's positions modulo s is reached by every s-th tap of the window only, and is
/// a correlation of its own, with stride 1 and those taps in reverse.
struct WindowAxis: Sendable {
  /// Extent of the source.
  let source: Int
  /// Extent of the target.
  let target: Int
  /// Number of windows.
  let count: Int
  /// Taps of a window.
  let taps: Int
  /// The weight that belongs to the first tap, and the distance to the next one's.
  let firstWeight, weightStep: Int
  /// Where the first window begins on the source, perhaps outside of it, and the distance to the next one.
  let origin, step: Int
  /// Where the first window's sum goes in the target, and the distance to the next one.
  let targetOrigin, targetStep: Int

  /// The axis of a convolution, or of its forward pass.
  static func forward(input: Int, output: Int, kernel: Int, stride: Int, before: Int) -> WindowAxis {
    WindowAxis(
      source: input, target: output, count: output, taps: kernel, firstWeight: 0, weightStep: 1, origin: -before,
      step: stride, targetOrigin: 0, targetStep: 1)
  }

  /// The rows of a convolution.
  static func rows(of g: WindowGeometry) -> WindowAxis {
    .forward(
      input: g.inputHeight, output: g.outputHeight, kernel: g.kernelHeight, stride: g.stride.height, before: g.top)
  }

  /// The columns of a convolution.
  static func columns(of g: WindowGeometry) -> WindowAxis {
    .forward(input: g.inputWidth, output: g.outputWidth, kernel: g.kernelWidth, stride: g.stride.width, before: g.left)
  }

  /// The axes of the gradient with respect to the input, one for each residue.
  static func gradient(input: Int, output: Int, kernel: Int, stride: Int, before: Int) -> [WindowAxis] {
    (0..<stride).compactMap { residue in
      // Input position i takes part in output o by weight w where o stride + w = i + before.
      let first = (((residue - before) % stride) + stride) % stride
      guard first < input else { return nil }
      let taps = residue < kernel ? (kernel - residue + stride - 1) / stride : 0
      return WindowAxis(
        source: output, target: input, count: (input - first - 1) / stride + 1, taps: taps,
        firstWeight: residue + (taps - 1) * stride, weightStep: -stride,
        origin: (first + before - residue) / stride - (taps - 1), step: 1, targetOrigin: first, targetStep: stride)
    }
  }

  /// The axis of `count` windows of a single tap, each on its own pixel.
  static func pointwise(_ count: Int) -> WindowAxis {
    .forward(input: count, output: count, kernel: 1, stride: 1, before: 0)
  }

  var isPointwise: Bool { taps == 1 && step == 1 && targetStep == 1 && origin == 0 && source == target }

  /// Where a window begins on the source.
  func position(ofWindow index: Int) -> Int { origin + index * step }

  /// Where a window's sum goes in the target.
  func targetPosition(ofWindow index: Int) -> Int { targetOrigin + index * targetStep }

  /// The taps of a window that lie on the source.
  func tapsInside(window index: Int) -> Range<Int> {
    let start = position(ofWindow: index)
    let first = min(max(0, -start), taps)
    return first..<max(first, min(taps, source - start))
  }

  /// The windows that have a tap on the source.
  func windows(withTapInside tap: Int) -> Range<Int> {
    let before = -(origin + tap)
    let room = source + before
    let first = min(count, before > 0 ? (before + step - 1) / step : 0)
    return first..<max(first, room > 0 ? min(count, (room - 1) / step + 1) : 0)
  }

  /// Whether windows reach beyond the source.
  var overhangs: Bool {
    let reach = reach(of: 0..<count)
    return taps > 0 && reach.clamped(to: 0..<source) != reach
  }

  /// The positions that some windows cover, perhaps outside of the source.
  func reach(of windows: Range<Int>) -> Range<Int> {
    let start = position(ofWindow: windows.lowerBound)
    return start..<start + (windows.count - 1) * step + max(taps, 1)
  }
}

extension WindowGeometry {
  /// Whether every pixel is a window of its own.
  var isPointwise: Bool { WindowAxis.rows(of: self).isPointwise && WindowAxis.columns(of: self).isPointwise }
}
