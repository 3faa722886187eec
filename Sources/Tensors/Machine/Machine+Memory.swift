// How fast memory is read and written.
internal import CKernels

extension Machine {
  /// Bytes a second that all threads together move between memory and registers, in blocks far beyond the caches.
  public struct MemoryTraffic: Sendable, Equatable {
    /// Bytes read, with nothing written.
    public let read: Double
    /// Bytes written, with nothing read by the program.
    public let written: Double
    /// Bytes read plus bytes written by a copy.
    public let copied: Double
  }

  /// Measures memory on ``Parallel/threadCount`` threads; takes a gigabyte of it, and a few seconds.
  public static func memoryTraffic() -> MemoryTraffic {
    let chunk = 1 << 18
    let chunks = 512
    let count = chunks * chunk
    let source = Storage(count: count)
    let target = Storage(count: count)

    func bytesPerSecond(streams: Int, _ pass: (_ start: Int) -> Void) -> Double {
      let seconds = shortestSeconds(of: 10) { Parallel.forEach(chunks) { pass($0 * chunk) } }
      return Double(streams * count * MemoryLayout<Float>.stride) / seconds
    }
    // Writing comes first: it also brings pages behind the addresses.
    _ = bytesPerSecond(streams: 1) { gk_stream_write(source.pointer + $0, 1, chunk) }
    return MemoryTraffic(
      read: bytesPerSecond(streams: 1) { start in
        var sum: Float = 0
        gk_stream_read(source.pointer + start, chunk, &sum)
      },
      written: bytesPerSecond(streams: 1) { gk_stream_write(target.pointer + $0, 1, chunk) },
      copied: bytesPerSecond(streams: 2) { gk_stream_copy(source.pointer + $0, target.pointer + $0, chunk) })
  }
}
