// How long a run takes, and numbers to run on.
import Tensors

/// Measures runs on a machine whose memory is in use.
public struct Stopwatch {
  private let clock = ContinuousClock()
  private let limit: Duration
  // Memory in use, so that what one run gives back is there for the next.
  private let ballast = Tensor([1 << 26], repeating: 0)

  /// - Parameter seconds: how long each figure is measured for.
  public init(seconds: Double = 0.3) { limit = .seconds(seconds) }

  /// The seconds of the shortest of the runs that fit into the time, at least three, after one to warm up.
  ///
  /// - Parameter body: a run, which tells how long the part of it that counts took.
  public func shortest(_ body: (ContinuousClock) -> Duration) -> Double {
    defer { withExtendedLifetime(ballast) {} }
    var shortest = Double.infinity
    let start = clock.now
    var runs = 0
    while runs < 4 || clock.now - start < limit {
      let duration = body(clock) / .seconds(1)
      if runs > 0 { shortest = min(shortest, duration) }
      runs += 1
    }
    return shortest
  }
}

extension Tensor {
  /// Numbers drawn uniformly from -1 to 1, always the same.
  public static func random(_ shape: Shape) -> Tensor {
    var source = RandomSource(seed: 1)
    return Tensor(shape) { for index in $0.indices { $0[index] = source.uniform(in: -1...1) } }
  }
}

/// A whole number in a column of a table.
public func column(_ value: Double, width: Int) -> String {
  let digits = "\(Int(value.rounded()))"
  return String(repeating: " ", count: max(0, width - digits.count)) + digits
}

extension String {
  /// The text, filled up with blanks.
  public func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
