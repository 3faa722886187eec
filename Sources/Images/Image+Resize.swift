// Resizing, one axis after the other.
internal import CKernels
internal import Preconditions

extension Image {
  /// The image at another size.
  ///
  /// - Shape: [H, W, C] → [height, width, C]
  public func resized(width newWidth: Int, height newHeight: Int, by filter: ResizeFilter) -> Image {
    require(
      newWidth > 0 && newHeight > 0, "Image.resized: expected a size above zero, found \(newWidth) × \(newHeight)")
    if newWidth == width && newHeight == height { return self }
    let columns = ResampleWeights(from: width, to: newWidth, by: filter)
    let isSquare = width == height && newWidth == newHeight
    let rows = isSquare ? columns : ResampleWeights(from: height, to: newHeight, by: filter)
    let resized = [UInt8](unsafeUninitializedCapacity: newHeight * newWidth * channels) { output, count in
      pixels.withUnsafeBufferPointer { input in
        guard let output = output.baseAddress, let input = input.baseAddress else { return }
        switch filter {
        case .area:
          // Rows first: there are fewer of them then, and whole rows are what vectors are best at.
          columns.resampleRows(newHeight, channels, width, into: output) { row, line in
            rows.blend(input, length: width * channels, into: row, line)
          }
        case .bicubic:
          // Columns first, and levels between, as Pillow does it; a hard edge that overshoots shows the difference.
          withUnsafeTemporaryAllocation(of: UInt8.self, capacity: height * newWidth * channels) { between in
            guard let between = between.baseAddress else { return }
            columns.resampleRows(height, channels, width, into: between) { row, line in
              gk_blend_levels(input + row * width * channels, 0, [1], 1, line, width * channels)
            }
            let length = newWidth * channels
            withUnsafeTemporaryAllocation(of: Float.self, capacity: length) { line in
              guard let line = line.baseAddress else { return }
              for row in 0..<newHeight {
                rows.blend(between, length: length, into: row, line)
                gk_round_levels(line, output + row * length, length)
              }
            }
          }
        }
      }
      count = newHeight * newWidth * channels
    }
    return Image(width: newWidth, height: newHeight, channels: channels, pixels: resized)
  }
}

extension ResampleWeights {
  /// Resamples `count` rows of `width` pixels, which `read` writes one by one as numbers, to levels.
  fileprivate func resampleRows(
    _ count: Int, _ channels: Int, _ width: Int, into output: UnsafeMutablePointer<UInt8>,
    read: (_ row: Int, _ line: UnsafeMutablePointer<Float>) -> Void
  ) {
    let length = starts.count * channels
    // The kernel may read and write this far behind the ends of lines.
    let margin = 12
    withUnsafeTemporaryAllocation(of: Float.self, capacity: width * channels + length + 2 * margin) { memory in
      memory.initialize(repeating: 0)
      guard let line = memory.baseAddress else { return }
      let resampled = line + width * channels + margin
      for row in 0..<count {
        read(row, line)
        gk_resample_line(line, Int32(channels), starts, weights, stride, taps, resampled, starts.count)
        gk_round_levels(resampled, output + row * length, length)
      }
    }
  }

  /// Row `row` of the resized image as numbers, of the rows of levels that lie at `rows`.
  fileprivate func blend(
    _ rows: UnsafePointer<UInt8>, length: Int, into row: Int, _ line: UnsafeMutablePointer<Float>
  ) {
    weights.withUnsafeBufferPointer { weights in
      guard let weights = weights.baseAddress else { return }
      gk_blend_levels(rows + starts[row] * length, length, weights + row * stride, taps, line, length)
    }
  }
}
