// Where the pixels of many images lie.
internal import DataFiles

/// Bytes in memory, or in a file that is mapped into it, or some in memory and the others still in their image files.
enum PixelBlock: Sendable {
  case memory([UInt8])
  case mapped(MappedFile, Range<Int>)
  case streamed(StreamedPixels)

  /// Calls `body` with all bytes, in place; streamed ones have to be fetched first.
  func withUnsafeBuffer<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    switch self {
    case .memory(let bytes): try bytes.withUnsafeBufferPointer(body)
    case .streamed:
      fatalError("ImageStore: not all of its images are in memory; Batches.fetching(_:) brings them there")
    case .mapped(let file, let range):
      try file.withUnsafeBytes { bytes in
        try UnsafeRawBufferPointer(rebasing: bytes[range]).withMemoryRebound(to: UInt8.self, body)
      }
    }
  }
}
