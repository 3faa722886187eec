// Resizing, one axis after the other.

extension Image {
  /// The image at another size.
  ///
  /// - Shape: [H, W, C] → [height, width, C]
  public func resized(width newWidth: Int, height newHeight: Int, by filter: ResizeFilter) -> Image {
    precondition(
      newWidth > 0 && newHeight > 0, "Image.resized: expected a size above zero, found \(newWidth) × \(newHeight)")
    if newWidth == width && newHeight == height { return self }
    let columns = ResampleWeights(from: width, to: newWidth, by: filter)
    let rows = ResampleWeights(from: height, to: newHeight, by: filter)
    let rowLength = newWidth * channels
    // Rows are squeezed as they are needed and the last `rows.taps` of them kept, row y at slot y % taps.
    let resized = [UInt8](unsafeUninitializedCapacity: newHeight * rowLength) { output, count in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: (rows.taps + 1) * rowLength) { lines in
        pixels.withUnsafeBufferPointer { input in
          guard let output = output.baseAddress, let input = input.baseAddress, let lines = lines.baseAddress else {
            return
          }
          let sum = lines + rows.taps * rowLength
          var ready = 0
          for y in 0..<newHeight {
            let start = rows.starts[y]
            ready = max(ready, start)
            while ready < start + rows.taps {
              columns.apply(input + ready * width * channels, channels, lines + ready % rows.taps * rowLength)
              if filter == .bicubic { roundToLevels(lines + ready % rows.taps * rowLength, rowLength) }
              ready += 1
            }
            for tap in 0..<rows.taps {
              let weight = rows.weights[y * rows.taps + tap]
              let line = lines + (start + tap) % rows.taps * rowLength
              if tap == 0 {
                for x in 0..<rowLength { sum[x] = line[x] * weight }
              } else {
                for x in 0..<rowLength { sum[x] += line[x] * weight }
              }
            }
            for x in 0..<rowLength { output[y * rowLength + x] = level(sum[x]) }
          }
        }
      }
      count = newHeight * rowLength
    }
    return Image(width: newWidth, height: newHeight, channels: channels, pixels: resized)
  }
}

extension ResampleWeights {
  /// Resamples one row of pixels.
  fileprivate func apply(_ input: UnsafePointer<UInt8>, _ channels: Int, _ output: UnsafeMutablePointer<Float>) {
    weights.withUnsafeBufferPointer { weights in
      starts.withUnsafeBufferPointer { starts in
        for x in starts.indices {
          for channel in 0..<channels {
            var sum: Float = 0
            for tap in 0..<taps {
              sum += Float(input[(starts[x] + tap) * channels + channel]) * weights[x * taps + tap]
            }
            output[x * channels + channel] = sum
          }
        }
      }
    }
  }
}

/// Pillow keeps 8-bit levels between its two passes; a hard edge that overshoots shows the difference.
private func roundToLevels(_ row: UnsafeMutablePointer<Float>, _ count: Int) {
  for x in 0..<count { row[x] = Float(level(row[x])) }
}

/// The nearest level. Adding 1.5 · 2²³ leaves the rounded integer in the low bits, without a call per pixel.
private func level(_ value: Float) -> UInt8 {
  UInt8(truncatingIfNeeded: (max(0, min(255, value)) + 0x1.8p23).bitPattern)
}
