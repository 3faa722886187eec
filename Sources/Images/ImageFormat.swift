// Formats by the first bytes of their files.
internal import DataFiles
internal import Foundation

/// A format that can be decoded.
enum ImageFormat: String, CaseIterable {
  case jpeg = "JPEG"
  case png = "PNG"

  /// The first bytes of every file.
  private var signature: [UInt8] {
    switch self {
    case .jpeg: [0xFF, 0xD8]
    case .png: [0x89, 0x50, 0x4E, 0x47]
    }
  }

  /// The format of a file, one of those `expected`.
  ///
  /// - Throws: `FileError` where it is empty or something else; `name` stands for the path.
  init(of bytes: UnsafeBufferPointer<UInt8>, named name: String, expected: [ImageFormat] = allCases) throws {
    let names = expected.map(\.rawValue)
    guard !bytes.isEmpty else {
      throw FileError(path: name, problem: "is empty, expected a \(names.joined(separator: " or "))")
    }
    guard let format = expected.first(where: { bytes.starts(with: $0.signature) }) else {
      let denial =
        names.count == 1 ? "is not a \(names[0])" : "is neither a \(names.joined(separator: " nor a "))"
      throw FileError(path: name, problem: "\(denial), it \(Self.appearance(of: bytes))")
    }
    self = format
  }

  /// What a file most likely is.
  private static func appearance(of bytes: UnsafeBufferPointer<UInt8>) -> String {
    let signatures: [(name: String, start: [UInt8])] =
      allCases.map { ($0.rawValue, $0.signature) } + [
        ("GIF", Array("GIF8".utf8)),
        ("BMP", Array("BM".utf8)),
        ("TIFF", [0x49, 0x49, 0x2A, 0x00]),
        ("TIFF", [0x4D, 0x4D, 0x00, 0x2A]),
        ("WebP", Array("RIFF".utf8)),
        ("FITS file", Array("SIMPLE  =".utf8)),
        ("ZIP archive", [0x50, 0x4B, 0x03, 0x04]),
        ("web page", Array("<".utf8)),
      ]
    if let match = signatures.first(where: { bytes.starts(with: $0.start) }) { return "looks like a \(match.name)" }
    return "begins with the bytes \(bytes.prefix(4).map { String(format: "%02X", $0) }.joined(separator: " "))"
  }
}
