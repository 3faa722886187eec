// What the processor can do at best, for comparison.
internal import CKernels

/// Measurements of the processor.
public enum Machine {
  /// Floating-point operations a second of one thread that multiplies and adds in registers, the best of many short runs.
  ///
  /// No kernel of the package can be faster on one thread.
  public static func peakOperationsPerSecond() -> Double {
    var values = [Float](repeating: 0.5, count: 64)
    var multiplyAdds = 0
    let clock = ContinuousClock()
    let shortest =
      (0..<200).map { _ in
        clock.measure { gk_multiply_adds(&values, 20_000, &multiplyAdds) }
      }.min() ?? .seconds(1)
    return 2 * Double(multiplyAdds) / (shortest / .seconds(1))
  }
}
