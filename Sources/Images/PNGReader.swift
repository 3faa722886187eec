// A PNG as libpng reads it.
internal import CLibPNG
internal import DataFiles

/// A PNG whose header is read.
final class PNGReader: ImageReader {
  private let decoder: OpaquePointer
  private let name: String

  init(_ bytes: UnsafeBufferPointer<UInt8>, named name: String) throws {
    guard let decoder = clp_decoder_create() else { throw FileError(path: name, problem: "no memory to decode it") }
    self.decoder = decoder
    self.name = name
    guard clp_decoder_read_header(decoder, bytes.baseAddress, bytes.count) == 0 else { throw damage() }
  }

  deinit {
    clp_decoder_destroy(decoder)
  }

  var width: Int { Int(clp_decoder_width(decoder)) }
  var height: Int { Int(clp_decoder_height(decoder)) }

  func read(_ part: Rectangle, channels: Int, into pixels: UnsafeMutableBufferPointer<UInt8>) throws {
    let rectangle = clp_rectangle(
      x: UInt32(part.x), y: UInt32(part.y), width: UInt32(part.width), height: UInt32(part.height))
    guard clp_decoder_read_pixels(decoder, Int32(channels), rectangle, pixels.baseAddress) == 0 else {
      throw damage()
    }
  }

  private func damage() -> FileError {
    FileError(path: name, problem: "is a damaged PNG: \(String(cString: clp_decoder_message(decoder)))")
  }
}
