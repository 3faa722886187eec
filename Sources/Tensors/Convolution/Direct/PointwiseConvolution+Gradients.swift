// Both gradients of a convolution of single pixels between two norms, in one sweep.
internal import CKernels

extension PointwiseConvolution {
  /// Both gradients in one sweep; the sums that a norm before the convolution needs of its gradient are gathered on the
  /// way.
  ///
  /// - Shape: weight [1, 1, C, K] → [N, H, W, C] and [1, 1, C, K].
  func gradients(
    _ input: Variable.Contents, _ weight: Tensor, _ dPreactivation: DeferredNormGradient
  ) -> (dInput: Tensor, dWeight: Tensor) {
    let panels = ChannelPanels(channels: outputChannels)
    let weightSums = Storage(count: tasks.count * channels * panels.totalWidth)
    let dInput = Tensor(uninitialized: shape) { dInput in
      if let normalized = input.deferred(as: DeferredNormalization.self) {
        let reductions = Tensor(uninitialized: [tasks.count, 2, channels]) { reductions in
          normalized.normalization.withKernelArgument(normalized.coefficients) { norm in
            sweep(
              normalized.input, norm: norm, weight, dPreactivation, dInput: dInput, weightSums: weightSums.pointer,
              reductions: reductions)
          }
        }
        normalized.add(NormReductions(reductions))
      } else {
        sweep(
          input.tensor, norm: nil, weight, dPreactivation, dInput: dInput, weightSums: weightSums.pointer,
          reductions: nil)
      }
    }
    let dWeight = Tensor(uninitialized: weight.shape) { dWeight in
      Parallel.forEach(panels.count) { panel in
        let channel = panels.first(of: panel)
        gk_unpack_panels(
          weightSums.pointer + channels * channel, tasks.count, channels * panels.totalWidth, channels,
          panels.channels(in: panel), panels.width(of: panel), dWeight + channel, outputChannels)
      }
      withExtendedLifetime(weightSums) {}
    }
    return (dInput, dWeight)
  }

  /// Computes the gradient of the input, and each task's sums for that of the weight.
  ///
  /// - Parameters:
  ///   - norm: what normalises the source before the convolution, if anything.
  ///   - weightSums: [tasks] panels of [C, width].
  ///   - reductions: [tasks, 2, C], needed where there is a norm.
  private func sweep(
    _ source: Tensor, norm: UnsafePointer<gk_normalization>?, _ weight: Tensor, _ gradient: DeferredNormGradient,
    dInput: UnsafeMutablePointer<Float>, weightSums: UnsafeMutablePointer<Float>,
    reductions: UnsafeMutablePointer<Float>?
  ) {
    let line = WindowAxis.pointwise(1)
    let transposed = WeightPanels(weight, rows: line, columns: line, transposed: true)
    let panels = ChannelPanels(channels: outputChannels)
    gradient.normalization.withKernelArgument(gradient.coefficients) { gradientNorm in
      Parallel.forEach(tasks.count) { task in
        let inputs = Storage(count: Self.chunk * channels)
        // Room for the lanes that the last panel's vectors read beyond the last channel.
        let gradients = Storage(count: Self.chunk * outputChannels + panels.totalWidth)
        gradients.pointer.update(repeating: 0, count: gradients.count)
        let taskReductions = reductions.map { $0 + task * 2 * channels }
        taskReductions?.update(repeating: 0, count: 2 * channels)
        forEachChunk(of: task) { first, count in
          gk_normalize_gradient(
            gradient.input.pointer + first * outputChannels, gradient.dOutput.pointer + first * outputChannels,
            gradientNorm, gradients.pointer, count, outputChannels)
          transposed.sumLine(
            from: gradients.pointer, count, outputChannels, into: dInput, offset: first * channels, channels)
          var pixels = source.pointer + first * channels
          if let norm, let taskReductions {
            gk_normalize_gradient_sums(
              pixels, dInput + first * channels, norm, count, channels, taskReductions, taskReductions + channels)
            gk_normalize(pixels, norm, inputs.pointer, count, channels)
            pixels = UnsafePointer(inputs.pointer)
          }
          addWeightSums(
            pixels, gradients.pointer, count: count, accumulating: first > tasks[task].lowerBound,
            to: weightSums + task * channels * panels.totalWidth, panels)
        }
        withExtendedLifetime((inputs, gradients)) {}
      }
    }
    withExtendedLifetime((source, transposed, gradient)) {}
  }

  /// Sums the products of pixels and gradients for all panels of output channels.
  private func addWeightSums(
    _ pixels: UnsafePointer<Float>, _ gradients: UnsafePointer<Float>, count: Int, accumulating: Bool,
    to sums: UnsafeMutablePointer<Float>, _ panels: ChannelPanels
  ) {
    var box = gk_weight_box()
    (box.images, box.rows, box.pixels) = (1, 1, count)
    (box.input, box.input_pixel, box.run) = (pixels, channels, channels)
    box.gradient_pixel = outputChannels
    box.accumulates = accumulating ? 1 : 0
    for panel in 0..<panels.count {
      box.gradient = gradients + panels.first(of: panel)
      box.width = panels.width(of: panel)
      box.sum_row = box.width
      box.sums = sums + channels * panels.first(of: panel)
      gk_weight_sums(&box)
    }
  }
}
