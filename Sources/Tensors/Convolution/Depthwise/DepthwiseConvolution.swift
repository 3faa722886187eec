// Convolution in which every channel has windows and weights of its own: rows cut into tasks for the kernels.
internal import CKernels
internal import Preconditions

/// A depthwise convolution for one geometry, and its gradients.
package struct DepthwiseConvolution: Sendable {
  package let geometry: WindowGeometry

  package init(geometry: WindowGeometry) {
    self.geometry = geometry
  }

  private static let tasksWanted = 32
  // Products that are summed in one run; longer sums would lose digits.
  private static let longestSum = 4096

  private var inputRowSize: Int { geometry.inputWidth * geometry.channels }
  private var outputRowSize: Int { geometry.outputWidth * geometry.channels }

  /// The sums over windows after the epilogue and, where it has a shift, their moments, by chunks to be added up.
  ///
  /// - Shape: input [N, H, W, C], weight [KH, KW, C] → output [N, OH, OW, C], moments [chunks, 2, C].
  package func forward(
    _ input: Tensor, _ weight: Tensor, epilogue: Epilogue = Epilogue()
  ) -> (output: Tensor, moments: Tensor?) {
    forward(.tensor(input), weight, epilogue: epilogue)
  }

  /// As ``forward(_:_:epilogue:)-(Tensor,_,_)``, for an input that may be normalised while it is read.
  func forward(
    _ input: Variable.Contents, _ weight: Tensor, epilogue: Epilogue
  ) -> (output: Tensor, moments: Tensor?) {
    require(epilogue.addend == nil, "DepthwiseConvolution: nothing can be added to the sums")
    let g = geometry
    let worthTasks = max(1, g.batch * g.outputHeight * outputRowSize / Parallel.elementGrain)
    let rows = Chunks(
      g.outputHeight, wanted: Parallel.chunkCount(min(Self.tasksWanted, worthTasks), grain: max(1, g.batch)))
    defer { withExtendedLifetime((input, weight)) {} }
    return epilogue.output(g.outputShape(channels: g.channels), chunks: g.batch * rows.count) { target, moments in
      Parallel.forEach(g.batch * rows.count) { task in
        let (image, taskRows) = (task / rows.count, rows[task % rows.count])
        computeRows(
          taskRows, ofImage: image, input, weight, epilogue: epilogue,
          into: target + (image * g.outputHeight + taskRows.lowerBound) * outputRowSize,
          moments: moments.map { $0 + task * 2 * g.channels })
      }
    }
  }

  /// Writes some output rows of an image one behind the other, and adds their moments where the epilogue has a shift.
  ///
  /// - Parameter moments: [2, C].
  func computeRows(
    _ outputRows: Range<Int>, ofImage image: Int, _ input: Variable.Contents, _ weight: Tensor, epilogue: Epilogue,
    into target: UnsafeMutablePointer<Float>, moments: UnsafeMutablePointer<Float>? = nil
  ) {
    let g = geometry
    var row = gk_depthwise_row()
    row.width = g.inputWidth
    (row.kernel_height, row.kernel_width) = (g.kernelHeight, g.kernelWidth)
    (row.stride, row.left) = (g.stride.width, g.left)
    row.weights = weight.pointer
    (row.pixels, row.channels) = (g.outputWidth, g.channels)
    row.epilogue = epilogue.kernelArgument(of: g.channels, moments: moments)
    var source = RowReader(input, atOnce: g.kernelHeight)
    for outputRow in outputRows {
      row.output = target + (outputRow - outputRows.lowerBound) * outputRowSize
      let first = outputRow * g.stride.height - g.top
      withRows(of: &source, image: image, height: g.inputHeight, first..<first + g.kernelHeight) { rows in
        row.rows = rows
        gk_depthwise_sums(&row)
      }
    }
  }

  /// Both gradients, in one sweep over the images.
  ///
  /// - Shape: input [N, H, W, C], weight [KH, KW, C], dOutput [N, OH, OW, C] → [N, H, W, C] and [KH, KW, C].
  package func gradients(
    _ input: Tensor, _ weight: Tensor, _ dOutput: Tensor
  ) -> (dInput: Tensor, dWeight: Tensor) {
    gradients(.tensor(input), weight, .tensor(dOutput))
  }

  /// As ``gradients(_:_:_:)-(Tensor,_,_)``, for values that may be normalised while they are read; the sums that a norm
  /// before the convolution needs of its gradient are gathered on the way.
  func gradients(
    _ input: Variable.Contents, _ weight: Tensor, _ dPreactivation: PreactivationGradient
  ) -> (dInput: Tensor, dWeight: Tensor) {
    let g = geometry
    let images = Chunks(
      extent: g.batch,
      grain: min(
        Self.longestSum / max(1, g.inputHeight * g.inputWidth),
        Parallel.chunkCount(g.batch, grain: Self.tasksWanted / 2)))
    let rows = Chunks(extent: g.inputHeight, grain: min(rowGrain, Self.longestSum / max(1, g.inputWidth)))
    let tasks = images.count * rows.count
    // Every task sums its own weight gradient, and these are added in their order.
    var dWeights = Tensor([tasks, weight.shape.count], repeating: 0)
    // So are the sums that the norm before the convolution needs.
    let normalized = input.deferred(as: DeferredNormalization.self)
    var reductions = normalized.map { _ in Tensor([tasks, 2, g.channels], repeating: 0) }
    let dInput = Tensor(uninitialized: [g.batch, g.inputHeight, g.inputWidth, g.channels]) { dInput in
      let dWeightSums = dWeights.mutablePointer()
      reductions.withMutablePointer { reductions in
        Parallel.forEach(tasks) { task in
          var row = gk_depthwise_gradient_row()
          row.gradient_width = g.outputWidth
          (row.kernel_height, row.kernel_width) = (g.kernelHeight, g.kernelWidth)
          (row.stride, row.left) = (g.stride.width, g.left)
          row.weights = weight.pointer
          (row.width, row.channels) = (g.inputWidth, g.channels)
          row.weight_gradient = dWeightSums + task * weight.shape.count
          var source = RowReader(input, atOnce: 1)
          var gradient = RowReader(dPreactivation, atOnce: g.kernelHeight)
          for image in images[task / rows.count] {
            for inputRow in rows[task % rows.count] {
              let index = image * g.inputHeight + inputRow
              row.input = source.pointer(to: index)
              let dRow = dInput + index * inputRowSize
              row.input_gradient = dRow
              let first = inputRow + g.top
              withRows(
                of: &gradient, image: image, height: g.outputHeight, stride: g.stride.height,
                (first - g.kernelHeight + 1...first).reversed()
              ) { rows in
                row.gradients = rows
                gk_depthwise_gradients(&row)
              }
              if let reductions { source.addNormReductions(ofRow: index, dRow, to: reductions + task * 2 * g.channels) }
            }
          }
        }
      }
      withExtendedLifetime((input, weight, dPreactivation)) {}
    }
    if let normalized, let reductions { normalized.add(NormReductions(reductions)) }
    return (dInput, dWeights.sum(over: [0]).reshaped(to: weight.shape))
  }

  /// Input rows of a task on the way back, where images alone are too few.
  private var rowGrain: Int {
    Parallel.chunkCount(
      geometry.inputHeight, grain: Parallel.chunkCount(Self.tasksWanted, grain: max(1, geometry.batch)))
  }

  /// Calls `body` with where in memory the rows of an image at some positions are, counted in units of a stride; null
  /// for those outside of the image and between strides.
  private func withRows(
    of source: inout RowReader, image: Int, height: Int, stride: Int = 1, _ positions: some Collection<Int>,
    body: (UnsafePointer<UnsafePointer<Float>?>) -> Void
  ) {
    withTemporaryPointer(to: UnsafePointer<Float>?.self, count: geometry.kernelHeight) { rows in
      for (slot, position) in positions.enumerated() {
        let isRow = position >= 0 && position % stride == 0 && position / stride < height
        rows[slot] = isRow ? source.pointer(to: image * height + position / stride) : nil
      }
      body(UnsafePointer(rows))
    }
  }
}
