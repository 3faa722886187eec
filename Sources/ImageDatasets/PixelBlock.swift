// Where the pixels of many images lie.
internal import DataFiles

/// Bytes in memory, or in a file that is mapped into it.
enum PixelBlock: Sendable {
  case memory([UInt8])
  case mapped(MappedFile, Range<Int>)

  /// Calls `body` with all bytes, in place.
  func withUnsafeBuffer<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    switch self {
    case .memory(let bytes): try bytes.withUnsafeBufferPointer(body)
    case .mapped(let file, let range):
      try file.withUnsafeBytes { bytes in
        try UnsafeRawBufferPointer(rebasing: bytes[range]).withMemoryRebound(to: UInt8.self, body)
      }
    }
  }
}
