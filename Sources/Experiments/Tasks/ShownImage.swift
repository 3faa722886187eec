// Images on pages of many.
internal import DataFiles
internal import Images

extension Image {
  /// The image, small enough for a page of many.
  var shown: Image {
    let scale = 212 / Double(max(width, height))
    if scale >= 1 { return self }
    return resized(width: max(1, Int(Double(width) * scale)), height: max(1, Int(Double(height) * scale)), by: .area)
  }
}

/// What a page says behind the note of an image that cannot be shown.
func unshownNote(_ error: any Error) -> String { "; cannot be shown: \((error as? FileError)?.problem ?? "\(error)")" }
