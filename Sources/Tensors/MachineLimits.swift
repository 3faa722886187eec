// What the machine can do at most, so that a speed can be told as a share of it.
internal import CKernels

/// Arithmetic and memory traffic that this machine reached in loops that do nothing else, on the instruction set in use.
///
/// Each figure is the best of many short runs. A multiplication with an addition counts as two operations.
public struct MachineLimits: Sendable, Equatable {
  /// Threads that ``operationsPerSecond`` and the memory figures are for.
  public let threads: Int
  /// Operations in registers, on one thread.
  public let operationsPerSecondPerThread: Double
  /// Operations in registers, on all threads.
  public let operationsPerSecond: Double
  /// Bytes read, nothing written.
  public let bytesReadPerSecond: Double
  /// Bytes written, nothing read by the program.
  public let bytesWrittenPerSecond: Double
  /// Bytes read plus bytes written by a copy.
  public let bytesCopiedPerSecond: Double

  /// Measures the machine, on ``Parallel/threadCount`` threads; takes a few seconds and twice ``streamBytes`` of memory.
  public static func measured() -> MachineLimits {
    let memory = MemoryTraffic()
    return MachineLimits(
      threads: Parallel.threadCount, operationsPerSecondPerThread: operationsPerSecond(threads: 1),
      operationsPerSecond: operationsPerSecond(threads: Parallel.threadCount), bytesReadPerSecond: memory.read(),
      bytesWrittenPerSecond: memory.write(), bytesCopiedPerSecond: memory.copy())
  }

  /// Size of the blocks that memory traffic is measured on, far beyond caches.
  public static let streamBytes = 512 << 20

  /// Operations in registers that `threads` threads reach together; takes a fifth of a second.
  public static func operationsPerSecond(threads: Int) -> Double {
    let count = 1344  // A multiple of what the registers of every instruction set hold.
    let steps = 20_000
    let time = shortest(of: .milliseconds(200)) {
      Parallel.forEach(threads) { _ in
        withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { x in
          x.initialize(repeating: 0)
          gk_multiply_add_chains(x.baseAddress, count, steps)
        }
      }
    }
    return 2 * Double(threads * count * steps) / time
  }

  /// Seconds of the shortest of the runs of `body` that fit into a time, at least five, after one that is not counted.
  fileprivate static func shortest(of time: Duration, _ body: () -> Void) -> Double {
    body()
    let clock = ContinuousClock()
    let start = clock.now
    var shortest = clock.measure(body)
    var runs = 1
    while runs < 5 || clock.now - start < time {
      shortest = min(shortest, clock.measure(body))
      runs += 1
    }
    return shortest / .seconds(1)
  }
}

/// Passes over two blocks of memory, on all threads.
private struct MemoryTraffic {
  private let source = Storage(count: count)
  private let target = Storage(count: count)

  private static let count = MachineLimits.streamBytes / MemoryLayout<Float>.stride
  private static let piece = 1 << 18

  /// Blocks whose pages are there.
  init() {
    _ = write()
    forEachPiece { gk_stream_copy(target.pointer + $0, source.pointer + $0, Self.piece) }
  }

  func read() -> Double {
    bytesPerSecond(streams: 1) { start in
      var sum: Float = 0
      gk_stream_read(source.pointer + start, Self.piece, &sum)
    }
  }

  func write() -> Double {
    bytesPerSecond(streams: 1) { gk_stream_write(target.pointer + $0, 1, Self.piece) }
  }

  func copy() -> Double {
    bytesPerSecond(streams: 2) { gk_stream_copy(source.pointer + $0, target.pointer + $0, Self.piece) }
  }

  private func bytesPerSecond(streams: Int, _ pass: (_ start: Int) -> Void) -> Double {
    let time = MachineLimits.shortest(of: .milliseconds(500)) { forEachPiece(pass) }
    return Double(streams * MachineLimits.streamBytes) / time
  }

  private func forEachPiece(_ pass: (_ start: Int) -> Void) {
    Parallel.forEach(Self.count / Self.piece) { pass($0 * Self.piece) }
  }
}
