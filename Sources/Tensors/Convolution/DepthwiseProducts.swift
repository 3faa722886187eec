// Depthwise convolution for one geometry: rows cut into tasks for the kernels.
internal import CKernels
internal import Preconditions

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
    forward(.tensor(input), weight, epilogue: epilogue)
  }

  /// As ``forward(_:_:epilogue:)-(Tensor,_,_)``, for an input that may be normalised while it is read.
  func forward(
    _ input: Activations, _ weight: Tensor, epilogue: Epilogue
  ) -> (output: Tensor, moments: Tensor?) {
    require(epilogue.addend == nil, "DepthwiseProducts: nothing can be added to the sums")
    let g = geometry
    let worthTasks = max(1, g.batch * g.outputHeight * outputRowSize / Parallel.elementGrain)
    let bands = Pieces(
      g.outputHeight, pieces: Parallel.pieces(min(Self.tasksWanted, worthTasks), grain: max(1, g.batch)))
    defer { withExtendedLifetime((input, weight)) {} }
    return epilogue.output(g.outputShape(channels: g.channels), pieces: g.batch * bands.count) { buffer, moments in
      guard let target = buffer.baseAddress else { return }
      Parallel.forEach(g.batch * bands.count) { task in
        let (image, rows) = (task / bands.count, bands[task % bands.count])
        computeRows(
          rows, ofImage: image, input, weight, epilogue: epilogue,
          into: target + (image * g.outputHeight + rows.lowerBound) * outputRowSize,
          moments: moments.map { $0 + task * 2 * g.channels })
      }
    }
  }

  /// Writes some output rows of an image one behind the other, and adds their moments where the epilogue has a shift.
  ///
  /// - Parameter moments: [2, C].
  func computeRows(
    _ outputRows: Range<Int>, ofImage image: Int, _ input: Activations, _ weight: Tensor, epilogue: Epilogue,
    into target: UnsafeMutablePointer<Float>, moments: UnsafeMutablePointer<Float>? = nil
  ) {
    let g = geometry
    var row = gk_depthwise_row()
    row.width = g.inputWidth
    (row.kernel_height, row.kernel_width) = (g.kernelHeight, g.kernelWidth)
    (row.stride, row.left) = (g.stride, g.left)
    row.weights = weight.pointer
    (row.pixels, row.channels) = (g.outputWidth, g.channels)
    row.bias = epilogue.bias?.pointer
    (row.lower, row.upper) = (epilogue.rectification.lower, epilogue.rectification.upper)
    row.shift = epilogue.shift?.pointer
    row.sums = moments
    row.squares = moments.map { $0 + g.channels }
    var source = ImageRows(input, atOnce: g.kernelHeight)
    for outputRow in outputRows {
      row.output = target + (outputRow - outputRows.lowerBound) * outputRowSize
      let first = outputRow * g.stride - g.top
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

  /// As ``gradients(_:_:_:)-(Tensor,_,_)``, for numbers that may be normalised while they are read; what the norm before
  /// the convolution needs of its gradient is gathered on the way.
  func gradients(
    _ input: Activations, _ weight: Tensor, _ dSums: SumsGradient
  ) -> (dInput: Tensor, dWeight: Tensor) {
    let g = geometry
    let bands = Pieces(extent: g.inputHeight, grain: min(bandHeight, Self.longestSum / max(1, g.inputWidth)))
    let images = Pieces(
      extent: g.batch,
      grain: min(
        Self.longestSum / max(1, g.inputHeight * g.inputWidth), Parallel.pieces(g.batch, grain: Self.tasksWanted / 2)))
    // Every task sums its own weight gradient, and these are added in their order.
    var dWeights = Tensor([images.count * bands.count, weight.shape.count], repeating: 0)
    // So does what the norm before the convolution needs.
    let normalized: NormalizedImages? = if case .normalized(let images) = input { images } else { nil }
    var shares = normalized.map { _ in Tensor([images.count * bands.count, 2, g.channels], repeating: 0) }
    let dInput = Tensor([g.batch, g.inputHeight, g.inputWidth, g.channels]) { buffer in
      dWeights.withUnsafeMutableBuffer { sums in
        guard let target = buffer.baseAddress, let sums = sums.baseAddress else { return }
        shares.withMutablePointer { shares in
          Parallel.forEach(images.count * bands.count) { task in
            var row = gk_depthwise_gradient_row()
            row.gradient_width = g.outputWidth
            (row.kernel_height, row.kernel_width) = (g.kernelHeight, g.kernelWidth)
            (row.stride, row.left) = (g.stride, g.left)
            row.weights = weight.pointer
            (row.width, row.channels) = (g.inputWidth, g.channels)
            row.weight_gradient = sums + task * weight.shape.count
            var source = ImageRows(input, atOnce: 1)
            var gradient = ImageRows(dSums, atOnce: g.kernelHeight)
            for image in images[task / bands.count] {
              for inputRow in bands[task % bands.count] {
                let index = image * g.inputHeight + inputRow
                row.input = source.pointer(to: index)
                let dRow = target + index * inputRowSize
                row.input_gradient = dRow
                let first = inputRow + g.top
                withRows(
                  of: &gradient, image: image, height: g.outputHeight, stride: g.stride,
                  (first - g.kernelHeight + 1...first).reversed()
                ) { rows in
                  row.gradients = rows
                  gk_depthwise_gradients(&row)
                }
                if let shares { source.addGradientSums(ofRow: index, dRow, to: shares + task * 2 * g.channels) }
              }
            }
          }
        }
      }
      withExtendedLifetime((input, weight, dSums)) {}
    }
    if let normalized, let shares { normalized.gather(BlockNormalization.total(shares)) }
    return (dInput, dWeights.sum(over: [0]).reshaped(to: weight.shape))
  }

  /// Input rows of a task on the way back, where images alone are too few.
  private var bandHeight: Int {
    Parallel.pieces(geometry.inputHeight, grain: Parallel.pieces(Self.tasksWanted, grain: max(1, geometry.batch)))
  }

  /// Calls `body` with where in memory the rows of an image are that are `places` away from its first one, in units of a
  /// stride; null for those outside of the image and between strides.
  private func withRows(
    of source: inout ImageRows, image: Int, height: Int, stride: Int = 1, _ places: some Collection<Int>,
    body: (UnsafePointer<UnsafePointer<Float>?>?) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: UnsafePointer<Float>?.self, capacity: geometry.kernelHeight) { rows in
      for (slot, place) in zip(rows.indices, places) {
        let isRow = place >= 0 && place % stride == 0 && place / stride < height
        rows[slot] = isRow ? source.pointer(to: image * height + place / stride) : nil
      }
      body(rows.baseAddress.map { UnsafePointer($0) })
    }
  }
}
