// What is known of an image file once it has been decoded and its pixels are forgotten.
internal import DataFiles
package import Images
internal import Tensors

/// An image file that has been looked at.
package struct InspectedImage: Sendable {
  /// How it is stored; nil where that cannot be read.
  package let form: ImageInspection.Form?
  /// Why it cannot be used; nil where it can.
  package let fault: Fault?
  /// Whether all of its pixels are grey, in one channel or in three.
  package let isGrey: Bool
  /// What its bytes are known by: their number and a hash of them; nil where they cannot be read or are none.
  package let content: Content?
  /// What it looks like; nil where it cannot be used.
  package let signature: ImageSignature?

  /// What is wrong with a file.
  package struct Fault: Sendable {
    /// The kind of fault; nil where the file cannot be read at all.
    package let kind: ImageInspection.Fault?
    /// What is wrong, without the file's name.
    package let problem: String
    /// What a file looks like that is something else.
    package let appearance: String?
  }

  /// A file's bytes in short.
  package struct Content: Hashable, Sendable {
    /// Number of bytes.
    package let count: Int
    /// FNV-1a of the bytes, 64 bits.
    package let hash: UInt64
  }

  /// Reads and decodes the file at `path`.
  package init(path: String) {
    let bytes: [UInt8]
    do {
      bytes = try readFile(path)
    } catch {
      let problem = (error as? FileError)?.problem ?? "\(error)"
      (form, isGrey, content, signature) = (nil, false, nil, nil)
      fault = Fault(kind: nil, problem: problem, appearance: nil)
      return
    }
    content = bytes.isEmpty ? nil : Content(count: bytes.count, hash: Self.hash(bytes))
    let inspection = bytes.withUnsafeBufferPointer { ImageInspection($0, named: path) }
    form = inspection.form
    switch inspection.image {
    case .success(let image):
      fault = nil
      isGrey = image.isGrey
      signature = ImageSignature(image)
    case .failure(let failure):
      fault = Fault(kind: failure.fault, problem: failure.error.problem, appearance: failure.appearance)
      isGrey = false
      signature = nil
    }
  }

  private static let chunkSize = 256

  /// Looks at files on all threads; of their pixels no more is in memory than the threads are working on.
  ///
  /// - Parameter progress: told from time to time, on the calling thread, how many files are done.
  package static func all(of files: [ImageFile], progress: (_ done: Int) -> Void) throws -> [InspectedImage] {
    var images: [InspectedImage] = []
    images.reserveCapacity(files.count)
    for start in stride(from: 0, to: files.count, by: chunkSize) {
      let count = min(chunkSize, files.count - start)
      images += try Parallel.map(count) { InspectedImage(path: files[start + $0].path) }
      progress(start + count)
    }
    return images
  }

  private static func hash(_ bytes: [UInt8]) -> UInt64 {
    bytes.withUnsafeBufferPointer { bytes in
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      return hash
    }
  }
}

extension Image {
  /// Whether the channels of every pixel are equal.
  fileprivate var isGrey: Bool {
    if channels == 1 { return true }
    return pixels.withUnsafeBufferPointer { pixels in
      for start in stride(from: 0, to: pixels.count, by: 3)
      where pixels[start] != pixels[start + 1] || pixels[start] != pixels[start + 2] { return false }
      return true
    }
  }
}
