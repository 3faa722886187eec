// What the machine can do at best, for comparison.
internal import CKernels
internal import Preconditions

/// Measurements of the machine, each the best of many short runs.
public enum Machine {
  /// Floating-point operations a second of threads that multiply and add in registers, for all of them together.
  ///
  /// No kernel of the package can be faster on as many threads.
  public static func peakOperationsPerSecond(threads: Int = 1) -> Double {
    require(threads >= 1, "Machine.peakOperationsPerSecond: expected at least one thread, found \(threads)")
    var multiplyAdds = [Int](repeating: 0, count: threads)
    let seconds = multiplyAdds.withUnsafeMutableBufferPointer { counts in
      guard let counts = counts.baseAddress else { return Double.infinity }
      return shortestSeconds(of: 100) {
        Parallel.forEach(threads) { thread in
          withUnsafeTemporaryAllocation(of: Float.self, capacity: 64) { values in
            values.initialize(repeating: 0.5)
            gk_multiply_adds(values.baseAddress, 100_000, counts + thread)
          }
        }
      }
    }
    return 2 * Double(multiplyAdds.reduce(0, +)) / seconds
  }

  /// The seconds that the shortest of `runs` calls takes, after a first one to warm up.
  static func shortestSeconds(of runs: Int, _ body: () -> Void) -> Double {
    body()
    let clock = ContinuousClock()
    return (0..<runs).map { _ in clock.measure(body) / .seconds(1) }.min() ?? .infinity
  }
}
