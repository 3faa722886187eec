// Each channel of each image times a factor of its own.
internal import CKernels
internal import Preconditions

/// The input with each channel of each image multiplied by its factor, as squeeze-and-excitation does (Hu et al. 2018).
///
/// - Shape: input [N, H, W, C], factors [N, C] → [N, H, W, C].
public func scaleChannels(_ input: Variable, by factors: Variable) -> Variable {
  require(
    input.shape.rank == 4 && factors.shape == [input.shape[0], input.shape[3]],
    "scaleChannels: input \(input.shape) and factors \(factors.shape)")
  let scaling = ChannelScaling(shape: input.shape)
  let output = scaling.products(input.value, factors.value)
  return Variable.record(output, from: [input, factors]) {
    [x = input.value, f = factors.value, inputWanted = input.isTracked, factorsWanted = factors.isTracked] dOutput in
    [
      inputWanted ? scaling.products(dOutput, f) : nil,
      factorsWanted ? scaling.sums(of: x, times: dOutput) : nil,
    ]
  }
}

private struct ChannelScaling: Sendable {
  let shape: Shape

  private var channels: Int { shape[3] }
  /// The pixels of an image.
  private var pixels: Chunks {
    Chunks(extent: shape[1] * shape[2], grain: Parallel.elementGrain / max(1, channels))
  }

  /// Every pixel of every image times the image's factors.
  func products(_ images: Tensor, _ factors: Tensor) -> Tensor {
    let zeros = Tensor([channels], repeating: 0)
    return Tensor(uninitialized: shape) { target in
      withPointers(images, factors) { images, factors in
        withPointers(zeros) { zeros in
          forEachChunk { image, start, count, _ in
            // A normalisation without a mean to take away.
            var norm = gk_normalization(
              scale: factors + image * channels, offset: zeros, mean: zeros, gradient_scale: nil, gradient_bias: nil,
              lower: -.infinity, upper: .infinity, floor: -.infinity)
            gk_normalize(images + start, &norm, target + start, count, channels)
          }
        }
      }
    }
  }

  /// The products of two batches summed over the pixels of each image.
  ///
  /// - Shape: → [N, C].
  func sums(of images: Tensor, times others: Tensor) -> Tensor {
    let partial = Tensor(uninitialized: [shape[0], pixels.count, channels]) { sums in
      withPointers(images, others) { images, others in
        forEachChunk { _, start, count, chunk in
          gk_column_products(images + start, others + start, count, channels, sums + chunk * channels)
        }
      }
    }
    return partial.sum(over: [1]).reshaped(to: [shape[0], channels])
  }

  /// Calls `body`, on all threads, with where each chunk of an image's pixels begins, in floats, and how many pixels it
  /// has.
  private func forEachChunk(_ body: (_ image: Int, _ start: Int, _ count: Int, _ chunk: Int) -> Void) {
    let pixels = pixels
    Parallel.forEach(shape[0] * pixels.count) { chunk in
      let (image, range) = (chunk / pixels.count, pixels[chunk % pixels.count])
      body(image, (image * pixels.extent + range.lowerBound) * channels, range.count, chunk)
    }
  }
}
