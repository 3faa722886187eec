// What a file of an image holds, also where it cannot be decoded.
package import DataFiles

/// What was found in the bytes of a file that should be an image.
package struct ImageInspection: Sendable {
  /// Why bytes are no image.
  package enum Fault: String, Sendable, CaseIterable {
    /// There are none.
    case empty
    /// They are something else.
    case foreign
    /// They end before the image does.
    case truncated
    /// They are wrong somewhere.
    case damaged
    /// They claim more pixels than are decoded.
    case tooLarge
  }

  /// How an image is stored in its file.
  package struct Form: Sendable, Equatable {
    /// `JPEG` or `PNG`.
    package let format: String
    /// Pixels in a row, as stored.
    package let width: Int
    /// Rows, as stored.
    package let height: Int
    /// Whether there is one channel only.
    package let isGrey: Bool
    /// Whether the colours are those of inks: CMYK or YCCK.
    package let hasInks: Bool
    /// Whether it is stored for being shown coarsely first: a progressive JPEG, an interlaced PNG.
    package let isProgressive: Bool
    /// Whether its Exif data ask for it to be turned or mirrored.
    package let isTurned: Bool
  }

  /// How the image is stored; nil where there is no header that can be read.
  package let form: Form?
  /// The whole image as it is shown, in colour, or why there is none.
  package let image: Result<Image, Failure>

  /// Bytes that are no image.
  package struct Failure: Error, Sendable, Equatable {
    /// The kind of fault.
    package let fault: Fault
    /// The decoder's error.
    package let error: FileError
    /// What bytes that are something else look like; nil where they look like nothing that is known.
    package let appearance: String?
  }

  /// Decodes the bytes of a whole file; `name` stands for the path in errors.
  package init(_ bytes: UnsafeBufferPointer<UInt8>, named name: String) {
    func failure(_ fault: Fault, _ error: any Error) -> Failure {
      let error = error as? FileError ?? FileError(path: name, problem: "\(error)")
      let appearance = fault == .foreign ? ImageFormat.appearance(of: bytes) : nil
      return Failure(fault: fault, error: error, appearance: appearance)
    }
    let format: ImageFormat
    do {
      format = try ImageFormat.format(of: bytes, named: name)
    } catch {
      (form, image) = (nil, .failure(failure(bytes.isEmpty ? .empty : .foreign, error)))
      return
    }
    let brokenFault: Fault = format.hasEnd(bytes) ? .damaged : .truncated
    do {
      let reader = try ImageReader(bytes, named: name)
      form = reader.form
      do {
        image = .success(try reader.image(as: .rgb, applyingOrientation: true, part: { $0 }))
      } catch {
        image = .failure(failure(reader.isTooLarge ? .tooLarge : brokenFault, error))
      }
    } catch {
      (form, image) = (nil, .failure(failure(brokenFault, error)))
    }
  }
}
