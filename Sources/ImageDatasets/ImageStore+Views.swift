// Images as they look from another view, as a network's input.
internal import Images
internal import Preconditions
public import Tensors

extension ImageStore {
  /// The images at `indices`, seen as `view` says, as numbers on the preprocessing's scale.
  ///
  /// Exact views have the numbers of the images, in other places; others are interpolated bilinearly, and what they show
  /// beyond the edges is the image's reflection.
  ///
  /// - Shape: → [N, H, W, C]; H = W where the view needs a square.
  public func input(_ indices: [Int], view: TestTimeView) -> Tensor {
    require(
      !view.needsSquare || width == height,
      "ImageStore.input: the view \(view) needs square images, found \(width) × \(height)")
    if view == .plain { return input(indices) }
    return view.isExact ? rearranged(input(indices), view) : warped(indices, view)
  }

  private func warped(_ indices: [Int], _ view: TestTimeView) -> Tensor {
    let span = Float(1 / view.zoom)
    let draw = AugmentationDraw(
      isFlippedHorizontally: view.isMirrored, isFlippedVertically: false, turns: Float(view.turns), spanX: span,
      spanY: span, contrast: 1, shiftX: 0, shiftY: 0, brightness: 0, color: SIMD3())
    return Tensor([indices.count, height, width, channels]) { output in
      withUnsafePixels { pixels in
        Parallel.forEach(indices.count) { slot in
          let start = indices[slot] * imageSize
          let image = ImageView(
            pixels: UnsafeBufferPointer(rebasing: pixels[start..<start + imageSize]), width: width, height: height,
            channels: channels)
          draw.apply(
            to: image, border: .reflect, scale: preprocessing.scale,
            into: UnsafeMutableBufferPointer(rebasing: output[slot * imageSize..<(slot + 1) * imageSize]))
        }
      }
    }
  }

  /// - Shape: plain [N, H, W, C] → the same.
  private func rearranged(_ plain: Tensor, _ view: TestTimeView) -> Tensor {
    let quarter = Int((4 * view.turns).rounded()) & 3
    let (cos, sin) = [(1, 0), (0, 1), (-1, 0), (0, -1)][quarter]
    let flip = view.isMirrored ? -1 : 1
    // For every pixel of the view the pixel that it shows, both counted in half pixels from the centre.
    let sources = (0..<height * width).map { pixel in
      let (x, y) = (2 * (pixel % width) - width + 1, 2 * (pixel / width) - height + 1)
      let column = (flip * (cos * x + sin * y) + width - 1) / 2
      let row = (cos * y - sin * x + height - 1) / 2
      return row * width + column
    }
    return Tensor(plain.shape) { output in
      plain.withUnsafeBuffer { input in
        Parallel.forEach(plain.shape[0]) { image in
          let base = image * imageSize
          for (pixel, source) in sources.enumerated() {
            for channel in 0..<channels {
              output[base + pixel * channels + channel] = input[base + source * channels + channel]
            }
          }
        }
      }
    }
  }
}

extension Batches {
  /// The images at `positions` of the list as a network's input, seen as `view` says.
  ///
  /// - Shape: → [N, H, W, C]
  public func input(_ positions: [Int], view: TestTimeView) -> Tensor {
    store.input(positions.map { indices[$0] }, view: view)
  }
}
