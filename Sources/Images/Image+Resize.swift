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
    // The vectors that rows are read and written by may reach this far beyond a row's end.
    let margin = 12
    let lineLength = rowLength + margin
    let capacity = rows.taps * lineLength + width * channels + margin
    let resized = [UInt8](unsafeUninitializedCapacity: newHeight * rowLength) { output, count in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: capacity) { memory in
        pixels.withUnsafeBufferPointer { input in
          guard let output = output.baseAddress, let input = input.baseAddress, let lines = memory.baseAddress else {
            return
          }
          memory.initialize(repeating: 0)
          let levels = lines + rows.taps * lineLength
          // Rows are resampled as they are needed and the last `rows.taps` of them kept, row y in line y % taps.
          var ready = 0
          for y in 0..<newHeight {
            ready = max(ready, rows.starts[y])
            while ready < rows.starts[y] + rows.taps {
              let line = lines + ready % rows.taps * lineLength
              let source = input + ready * width * channels
              for x in 0..<width * channels { levels[x] = Float(source[x]) }
              columns.resample(levels, channels, into: line)
              if filter == .bicubic { roundToLevels(line, rowLength) }
              ready += 1
            }
            rows.blend(lines, lineLength, forRow: y, into: output + y * rowLength, rowLength)
          }
        }
      }
      count = newHeight * rowLength
    }
    return Image(width: newWidth, height: newHeight, channels: channels, pixels: resized)
  }
}

extension ResampleWeights {
  /// Resamples a row: four taps at a time where it is grey, three channels at a time where it is not.
  fileprivate func resample(_ input: UnsafePointer<Float>, _ channels: Int, into output: UnsafeMutablePointer<Float>) {
    let (input, target) = (UnsafeRawPointer(input), UnsafeMutableRawPointer(output))
    let taps = taps
    let stride = stride
    weights.withUnsafeBytes { weights in
      starts.withUnsafeBufferPointer { starts in
        if channels == 1 {
          for x in 0..<starts.count {
            var sum = SIMD4<Float>()
            for tap in Swift.stride(from: 0, to: stride, by: 4) {
              sum +=
                input.loadUnaligned(fromByteOffset: 4 * (starts[x] + tap), as: SIMD4<Float>.self)
                * weights.loadUnaligned(fromByteOffset: 4 * (x * stride + tap), as: SIMD4<Float>.self)
            }
            output[x] = sum.sum()
          }
        } else {
          for x in 0..<starts.count {
            var sum = SIMD4<Float>()
            for tap in 0..<taps {
              sum +=
                input.loadUnaligned(fromByteOffset: 12 * (starts[x] + tap), as: SIMD4<Float>.self)
                * weights.load(fromByteOffset: 4 * (x * stride + tap), as: Float.self)
            }
            // The fourth lane is the next pixel's and overwritten with it.
            target.storeBytes(of: sum, toByteOffset: 12 * x, as: SIMD4<Float>.self)
          }
        }
      }
    }
  }

  /// Makes one row of levels out of resampled lines.
  fileprivate func blend(
    _ lines: UnsafePointer<Float>, _ lineLength: Int, forRow row: Int, into output: UnsafeMutablePointer<UInt8>,
    _ count: Int
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { sums in
      sums.initialize(repeating: 0)
      for tap in 0..<taps {
        let weight = weights[row * stride + tap]
        let line = lines + (starts[row] + tap) % taps * lineLength
        for x in 0..<count { sums[x] += line[x] * weight }
      }
      for x in 0..<count { output[x] = level(sums[x]) }
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
