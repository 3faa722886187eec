// Convolution by register tiles that read images where they are: windows are never written out.

/// A convolution for one geometry and its two gradients, through the package's own kernels.
package struct DirectConvolution: Sendable {
  package let geometry: WindowGeometry
  package let outputChannels: Int

  package init(geometry: WindowGeometry, outputChannels: Int) {
    self.geometry = geometry
    self.outputChannels = outputChannels
  }

  /// Weights packed for ``forward(_:_:epilogue:)-(_,WeightPanels,_)``; they fit images of any size.
  ///
  /// - Shape: weight [KH, KW, C, K].
  func packed(_ weight: Tensor) -> WeightPanels {
    WeightPanels(weight, rows: .rows(of: geometry), columns: .columns(of: geometry), transposed: false)
  }

  /// As ``forward(_:_:epilogue:)-(_,WeightPanels,_)``, for weights that are used once.
  ///
  /// - Shape: input [N, H, W, C], weight [KH, KW, C, K] → output [N, OH, OW, K], moments [chunks, 2, K].
  package func forward(
    _ input: Tensor, _ weight: Tensor, epilogue: Epilogue = Epilogue()
  ) -> (output: Tensor, moments: Tensor?) {
    forward(input, packed(weight), epilogue: epilogue)
  }

  /// The sums over windows after the epilogue and, where it has a shift, their moments, by chunks to be added up.
  ///
  /// - Shape: input [N, H, W, C] → output [N, OH, OW, K], moments [chunks, 2, K].
  func forward(
    _ input: Tensor, _ weights: WeightPanels, epilogue: Epilogue
  ) -> (output: Tensor, moments: Tensor?) {
    let g = geometry
    let correlation = Correlation(
      batch: g.batch, rows: .rows(of: g), columns: .columns(of: g), sourceChannels: g.channels,
      targetChannels: outputChannels)
    let cut = CorrelationCut(correlation)
    return epilogue.output(g.outputShape(channels: outputChannels), chunks: cut.chunkCount) { target, moments in
      withPointers(input) { source in
        correlation.run(source, weights, into: target, cut: cut, epilogue: epilogue, moments: moments)
      }
    }
  }

  /// - Shape: dOutput [N, OH, OW, K], weight [KH, KW, C, K] → [N, H, W, C].
  package func inputGradient(_ dOutput: Tensor, _ weight: Tensor) -> Tensor {
    let g = geometry
    let rows = WindowAxis.gradient(
      input: g.inputHeight, output: g.outputHeight, kernel: g.kernelHeight, stride: g.stride.height, before: g.top)
    let columns = WindowAxis.gradient(
      input: g.inputWidth, output: g.outputWidth, kernel: g.kernelWidth, stride: g.stride.width, before: g.left)
    return Tensor(uninitialized: [g.batch, g.inputHeight, g.inputWidth, g.channels]) { target in
      withPointers(dOutput) { source in
        for row in rows {
          for column in columns {
            let correlation = Correlation(
              batch: g.batch, rows: row, columns: column, sourceChannels: outputChannels, targetChannels: g.channels)
            let weights = WeightPanels(weight, rows: correlation.rows, columns: correlation.columns, transposed: true)
            correlation.run(source, weights, into: target, cut: CorrelationCut(correlation))
          }
        }
      }
    }
  }

  /// - Shape: input [N, H, W, C], dOutput [N, OH, OW, K] → [KH, KW, C, K].
  package func weightGradient(_ input: Tensor, _ dOutput: Tensor) -> Tensor {
    DirectWeightGradient(geometry: geometry, outputChannels: outputChannels)(input, dOutput)
  }
}
