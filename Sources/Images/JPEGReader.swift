// A JPEG as libjpeg-turbo reads it.
internal import CLibJPEG
internal import DataFiles

/// A JPEG whose header is read.
final class JPEGReader: ImageReader {
  private let decoder: OpaquePointer
  private let name: String

  init(_ bytes: UnsafeBufferPointer<UInt8>, named name: String) throws {
    guard let decoder = clj_decoder_create() else { throw FileError(path: name, problem: "no memory to decode it") }
    self.decoder = decoder
    self.name = name
    guard clj_decoder_read_header(decoder, bytes.baseAddress, bytes.count) == 0 else { throw damage() }
  }

  deinit {
    clj_decoder_destroy(decoder)
  }

  var width: Int { Int(clj_decoder_width(decoder)) }
  var height: Int { Int(clj_decoder_height(decoder)) }

  func read(_ part: Rectangle, channels: Int, into pixels: UnsafeMutableBufferPointer<UInt8>) throws {
    let rectangle = clj_rectangle(
      x: Int32(part.x), y: Int32(part.y), width: Int32(part.width), height: Int32(part.height))
    guard clj_decoder_read_pixels(decoder, Int32(channels), rectangle, pixels.baseAddress) == 0 else {
      throw damage()
    }
  }

  private func damage() -> FileError {
    FileError(path: name, problem: "is a damaged JPEG: \(String(cString: clj_decoder_message(decoder)))")
  }
}
