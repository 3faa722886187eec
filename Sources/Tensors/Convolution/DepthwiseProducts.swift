// Depthwise convolution for one geometry: rows cut into tasks for the kernels.
internal import CKernels

/// The products of a depthwise convolution, in which each channel has windows and weights of its own.
package struct DepthwiseProducts: Sendable {
  package let geometry: WindowGeometry

  package init(geometry: WindowGeometry) {
    self.geometry = geometry
  }

  private static let tasksWanted = 32
  // Products that are summed in one run; longer sums would lose digits.
  private static let longestSum = 4096

  private var inputRowSize: Int { geometry.inputWidth * geometry.channels }
  private var outputRowSize: Int { geometry.outputWidth * geometry.channels }

  /// The sums over windows after the epilogue and, where it has a shift, their moments; the sums of pieces of the batch,
  /// to be added up.
  ///
  /// - Shape: input [N, H, W, C], weight [KH, KW, C] → output [N, OH, OW, C], moments [pieces, 2, C].
  package func forward(
    _ input: Tensor, _ weight: Tensor, epilogue: Epilogue = Epilogue()
  ) -> (output: Tensor, moments: Tensor?) {
    let g = geometry
    let worthTasks = max(1, g.batch * g.outputHeight * outputRowSize / Parallel.elementGrain)
    let bands = Pieces(
      g.outputHeight, pieces: Parallel.pieces(min(Self.tasksWanted, worthTasks), grain: max(1, g.batch)))
    var moments = epilogue.shift.map { _ in Tensor([g.batch * bands.count, 2, g.channels], repeating: 0) }
    let output = Tensor(g.outputShape(channels: g.channels)) { buffer in
      guard let target = buffer.baseAddress else { return }
      func run(moments: UnsafeMutablePointer<Float>?) {
        Parallel.forEach(g.batch * bands.count) { task in
          let image = task / bands.count
          var row = gk_depthwise_row()
          row.width = g.inputWidth
          (row.kernel_height, row.kernel_width) = (g.kernelHeight, g.kernelWidth)
          (row.stride, row.left) = (g.stride, g.left)
          row.weights = weight.pointer
          (row.pixels, row.channels) = (g.outputWidth, g.channels)
          row.bias = epilogue.bias?.pointer
          (row.lower, row.upper) = (epilogue.rectification.lower, epilogue.rectification.upper)
          row.shift = epilogue.shift?.pointer
          row.sums = moments.map { $0 + task * 2 * g.channels }
          row.squares = row.sums.map { $0 + g.channels }
          for outputRow in bands[task % bands.count] {
            row.output = target + (image * g.outputHeight + outputRow) * outputRowSize
            withRows(of: input, image: image, height: g.inputHeight, size: inputRowSize) { kernelRow in
              outputRow * g.stride - g.top + kernelRow
            } body: { rows in
              row.rows = rows
              gk_depthwise_sums(&row)
            }
          }
        }
      }
      if moments?.withUnsafeMutableBuffer({ run(moments: $0.baseAddress) }) == nil { run(moments: nil) }
      withExtendedLifetime((input, weight, epilogue)) {}
    }
    return (output, moments)
  }

  /// Both gradients, in one sweep over the images.
  ///
  /// - Shape: input [N, H, W, C], weight [KH, KW, C], dOutput [N, OH, OW, C] → [N, H, W, C] and [KH, KW, C].
  package func gradients(
    _ input: Tensor, _ weight: Tensor, _ dOutput: Tensor
  ) -> (dInput: Tensor, dWeight: Tensor) {
    let g = geometry
    let bands = Pieces(extent: g.inputHeight, grain: min(bandHeight, Self.longestSum / max(1, g.inputWidth)))
    let images = Pieces(
      extent: g.batch,
      grain: min(
        Self.longestSum / max(1, g.inputHeight * g.inputWidth), Parallel.pieces(g.batch, grain: Self.tasksWanted / 2)))
    // Every task sums its own weight gradient, and these are added in their order.
    var dWeights = Tensor([images.count * bands.count, weight.shape.count], repeating: 0)
    let dInput = Tensor([g.batch, g.inputHeight, g.inputWidth, g.channels]) { buffer in
      dWeights.withUnsafeMutableBuffer { sums in
        guard let target = buffer.baseAddress, let sums = sums.baseAddress else { return }
        Parallel.forEach(images.count * bands.count) { task in
          var row = gk_depthwise_gradient_row()
          row.gradient_width = g.outputWidth
          (row.kernel_height, row.kernel_width) = (g.kernelHeight, g.kernelWidth)
          (row.stride, row.left) = (g.stride, g.left)
          row.weights = weight.pointer
          (row.width, row.channels) = (g.inputWidth, g.channels)
          row.weight_gradient = sums + task * weight.shape.count
          for image in images[task / bands.count] {
            for inputRow in bands[task % bands.count] {
              let start = (image * g.inputHeight + inputRow) * inputRowSize
              row.input = input.pointer + start
              row.input_gradient = target + start
              withRows(of: dOutput, image: image, height: g.outputHeight, size: outputRowSize) { kernelRow in
                let distance = inputRow + g.top - kernelRow
                return distance % g.stride == 0 ? distance / g.stride : nil
              } body: { rows in
                row.gradients = rows
                gk_depthwise_gradients(&row)
              }
            }
          }
        }
      }
      withExtendedLifetime((input, weight, dOutput)) {}
    }
    return (dInput, dWeights.sum(over: [0]).reshaped(to: weight.shape))
  }

  /// Input rows of a task on the way back, where images alone are too few.
  private var bandHeight: Int {
    Parallel.pieces(geometry.inputHeight, grain: Parallel.pieces(Self.tasksWanted, grain: max(1, geometry.batch)))
  }

  /// Calls `body` with where in an image begins the row that `place` gives for each row of the windows; null for those
  /// outside of the image.
  private func withRows(
    of tensor: Tensor, image: Int, height: Int, size: Int, at place: (_ kernelRow: Int) -> Int?,
    body: (UnsafePointer<UnsafePointer<Float>?>?) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: UnsafePointer<Float>?.self, capacity: geometry.kernelHeight) { rows in
      for kernelRow in rows.indices {
        rows[kernelRow] = place(kernelRow).flatMap { row in
          0..<height ~= row ? tensor.pointer + (image * height + row) * size : nil
        }
      }
      body(rows.baseAddress.map { UnsafePointer($0) })
    }
  }
}
