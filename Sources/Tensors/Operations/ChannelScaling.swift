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
  private var pixels: Int { shape[1] * shape[2] }
  private var grain: Int { max(1, Parallel.elementGrain / max(1, channels)) }
  private var bands: Int { Parallel.pieces(pixels, grain: grain) }

  /// Every pixel of every image times the image's factors.
  func products(_ images: Tensor, _ factors: Tensor) -> Tensor {
    let zeros = Tensor([channels], repeating: 0)
    return Tensor(shape) { buffer in
      guard let target = buffer.baseAddress else { return }
      forEachBand { image, start, count, _ in
        // A normalisation without a mean to take away.
        var description = gk_normalization(
          scale: factors.pointer + image * channels, offset: zeros.pointer, mean: zeros.pointer, slope: nil, level: nil,
          lower: -.infinity, upper: .infinity, floor: -.infinity)
        gk_normalize(images.pointer + start, &description, target + start, count, channels)
      }
      withExtendedLifetime((images, factors, zeros)) {}
    }
  }

  /// The products of two batches summed over the pixels of each image.
  ///
  /// - Shape: → [N, C].
  func sums(of images: Tensor, times others: Tensor) -> Tensor {
    let partial = Tensor([shape[0], bands, channels]) { buffer in
      guard let target = buffer.baseAddress else { return }
      forEachBand { _, start, count, band in
        gk_column_products(images.pointer + start, others.pointer + start, count, channels, target + band * channels)
      }
      withExtendedLifetime((images, others)) {}
    }
    return partial.sum(over: [1]).reshaped(to: [shape[0], channels])
  }

  /// Calls `body`, on all threads, with where each band of an image's pixels begins and how many pixels it has.
  private func forEachBand(_ body: (_ image: Int, _ start: Int, _ count: Int, _ band: Int) -> Void) {
    Parallel.forEach(shape[0] * bands) { band in
      let (image, first) = (band / bands, band % bands * grain)
      body(image, (image * pixels + first) * channels, min(grain, pixels - first), band)
    }
  }
}
