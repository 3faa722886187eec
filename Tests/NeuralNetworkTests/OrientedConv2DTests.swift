// Convolutions in all orientations: the group, the sums, their gradients, and that turned images give turned outputs.
import GradientChecking
import NeuralNetwork
import TestSupport
import Tensors
import Testing

@Suite struct OrientedConv2DTests {
  private let symmetries = SquareSymmetry.allCases

  private func layer(
    _ inputChannels: Int, isInputOriented: Bool, kernelSize: Int = 3, padding: Padding = .same, usesBias: Bool = true
  ) -> OrientedConv2D {
    var layer = OrientedConv2D(
      inputChannels: inputChannels, isInputOriented: isInputOriented, fields: 2, kernelSize: kernelSize,
      padding: padding, usesBias: usesBias, initializer: .normal(deviation: 0.5))
    layer.initializeParameters(seed: 1)
    layer.bias?.value = Tensor([2], scalars: [0.5, -1])
    return layer
  }

  /// An image in another orientation.
  ///
  /// - Shape: [N, S, S, C] → the same.
  private func moved(_ image: Tensor, by symmetry: SquareSymmetry) -> Tensor {
    let (images, side, channels) = (image.shape[0], image.shape[1], image.shape[3])
    return Tensor(image.shape) { target in
      for (row, column) in (0..<side).flatMap({ row in (0..<side).map { (row, $0) } }) {
        let place = symmetry.moved(row: row, column: column, side: side)
        for (number, channel) in (0..<images).flatMap({ number in (0..<channels).map { (number, $0) } }) {
          target[((number * side + place.row) * side + place.column) * channels + channel] =
            image[number, row, column, channel]
        }
      }
    }
  }

  @Test func theEightSymmetriesAreAGroup() {
    #expect(symmetries.count == 8 && Set(symmetries).count == 8)
    for one in symmetries {
      #expect(one.after(one.inverse) == symmetries[0] && one.inverse.after(one) == symmetries[0])
      for other in symmetries {
        #expect(symmetries.contains(one.after(other)))
        let first = other.moved(row: 0, column: 1, side: 4)
        let both = one.moved(row: first.row, column: first.column, side: 4)
        #expect(one.after(other).moved(row: 0, column: 1, side: 4) == both)
      }
    }
    // One quarter turn takes the upper edge to the right one.
    #expect(symmetries[1].moved(row: 0, column: 1, side: 3) == (1, 2))
    #expect(symmetries[4].moved(row: 0, column: 0, side: 3) == (0, 2))
  }

  /// The definition: in each orientation, the sum over the window of the input times the filter turned into it, which meets
  /// the input's orientations turned, too.
  @Test(arguments: [false, true], [1, 3]) func sumsOfTurnedFilters(isInputOriented: Bool, kernelSize: Int) {
    let channels = isInputOriented ? 16 : 3
    let layer = layer(channels, isInputOriented: isInputOriented, kernelSize: kernelSize)
    let input = Tensor.random([2, 4, 4, channels])
    let output = layer.prediction(for: input, precision: .exact)
    #expect(output.shape == [2, 4, 4, 16])
    let fields = isInputOriented ? 2 : 3
    let half = kernelSize / 2
    for (orientation, symmetry) in symmetries.enumerated() {
      for field in 0..<2 {
        var sum = layer.bias?.value[field] ?? 0
        for (row, column) in (0..<kernelSize).flatMap({ row in (0..<kernelSize).map { (row, $0) } }) {
          let place = symmetry.moved(row: row, column: column, side: kernelSize)
          let (y, x) = (1 + place.row - half, 2 + place.column - half)
          for channel in 0..<channels {
            let (seen, inputField) = channel.quotientAndRemainder(dividingBy: fields)
            let orientation = symmetries.firstIndex(of: symmetry.after(symmetries[seen])) ?? 0
            let turned = isInputOriented ? orientation * 2 + inputField : channel
            sum += layer.weight.value[row, column, channel, field] * input[1, y, x, turned]
          }
        }
        #expect(abs(output[1, 1, 2, orientation * 2 + field] - sum) < 1e-5)
      }
    }
  }

  /// Turned images give turned outputs with their orientations exchanged.
  @Test func movesWithItsInput() {
    let row = Sequential([
      ("lift", layer(3, isInputOriented: false, kernelSize: 5)),
      ("next", layer(16, isInputOriented: true, padding: .valid)),
    ])
    let input = Tensor.random([2, 6, 6, 3])
    let output = row.prediction(for: input, precision: .exact)
    for symmetry in symmetries {
      let found = row.prediction(for: moved(input, by: symmetry), precision: .exact)
      let places = moved(output, by: symmetry)
      // What was seen in one orientation is now seen in that one turned.
      let expected = Tensor(places.shape) { target in
        for pixel in 0..<places.shape.count / 16 {
          for (orientation, from) in symmetries.enumerated() {
            let to = symmetries.firstIndex(of: symmetry.after(from)) ?? 0
            for field in 0..<2 {
              target[pixel * 16 + to * 2 + field] = places.scalars[pixel * 16 + orientation * 2 + field]
            }
          }
        }
      }
      #expect(found.relativeError(to: expected) < 1e-5)
    }
  }

  private func network() -> Sequential {
    var network = Sequential([
      ("lift", ConvolutionBlock(layer(3, isInputOriented: false, kernelSize: 5, usesBias: false), poolSize: 2)),
      ("next", ConvolutionBlock(layer(16, isInputOriented: true), normalization: .afterActivation)),
      ("last", ConvolutionBlock(layer(16, isInputOriented: true), normalization: .none)),
      ("pool", GlobalAveragePool2D()), ("orbit", OrientationMean()), ("head", Dense(inputs: 2, outputs: 3)),
    ])
    network.initializeParameters(seed: 2)
    return network
  }

  /// After training, whose batches are not symmetric, predictions are still the same in all orientations.
  @Test func predictionsDoNotChangeWithTheOrientation() throws {
    var network = network()
    let images = Tensor.random([4, 8, 8, 3])
    var optimizer = SGD(learningRate: 0.05)
    for step in 0..<3 {
      let gradients = try network.valueWithGradients(
        in: .training(random: RandomSource(seed: UInt64(step)))
      ) { network, context in mean(network(Variable(images), in: &context)) }.gradients
      optimizer.update(&network, along: gradients)
    }
    let predictions = network.prediction(for: images)
    for symmetry in symmetries {
      #expect(network.prediction(for: moved(images, by: symmetry)).relativeError(to: predictions) < 1e-5)
    }
    // What inference keeps of the weights is not kept beyond them.
    var fresh = self.network()
    let weights = network.tensors
    try fresh.visitParameters { name, parameter in
      parameter.value = Tensor(parameter.shape, scalars: try #require(weights[name]).scalars)
    }
    #expect(fresh.prediction(for: images) == predictions)
  }

  /// A block normalises each field in all its orientations together: what batch norm makes of the orientations as pixels, in its
  /// output, its running statistics and all gradients.
  @Test(arguments: [ConvolutionBlock.Normalization.beforeActivation, .afterActivation], [1, 2])
  func normsAreThoseOfAllOrientations(normalization: ConvolutionBlock.Normalization, poolSize: Int) throws {
    var block = ConvolutionBlock(
      layer(3, isInputOriented: false, usesBias: false), normalization: normalization, poolSize: poolSize, momentum: 0)
    block.initializeParameters(seed: 3)
    block.norm?.scale?.value = Tensor([2], scalars: [1.5, 0.5])
    block.norm?.offset.value = Tensor([2], scalars: [0.25, -0.5])
    let twin = block
    let images = Tensor.random([3, 6, 6, 3])
    func loss(_ output: Variable) -> Variable {
      sum(output * Variable(.random(output.shape, seed: 5)))
    }
    func pass(
      _ output: (_ block: ConvolutionBlock, _ context: inout Context) -> Variable
    ) throws -> (block: ConvolutionBlock, value: Tensor, gradients: [String: Tensor]) {
      var block = twin
      let (value, gradients) = try block.valueWithGradients(in: .training(random: RandomSource(seed: 0))) {
        block, context in loss(output(block, &context))
      }
      return (block, value, gradients.values)
    }
    let found = try pass { block, context in block(Variable(images), in: &context) }
    let expected = try pass { block, context in
      var x = reshape(block.convolution(Variable(images), in: &context), to: [3, 6, 48, 2])
      if normalization == .afterActivation { x = Activation.relu(x) }
      x = block.norm?(x, in: &context) ?? x
      if normalization == .beforeActivation { x = Activation.relu(x) }
      x = reshape(x, to: [3, 6, 6, 16])
      return poolSize == 1 ? x : maxPool2D(x, size: 2, stride: 2)
    }
    #expect(found.value.relativeError(to: expected.value) < 1e-5)
    for (name, gradient) in expected.gradients {
      #expect(try #require(found.gradients[name]).relativeError(to: gradient) < 1e-4)
    }
    let (norm, other) = (try #require(found.block.norm), try #require(expected.block.norm))
    #expect(norm.runningMean.value.relativeError(to: other.runningMean.value) < 1e-5)
    #expect(norm.runningVariance.value.relativeError(to: other.runningVariance.value) < 1e-5)
  }

  @Test(arguments: [false, true]) func finiteDifferences(isInputOriented: Bool) throws {
    let channels = isInputOriented ? 8 : 3
    let layer = layer(channels, isInputOriented: isInputOriented)
    try layer.checkParts()
    let input = Variable(.random([2, 3, 3, channels]))
    #expect(try gradientMismatches(of: layer) { layer, context in layer(input, in: &context) }.isEmpty)
    let row = Sequential([("layer", layer), ("mean", OrientationMean())])
    #expect(try gradientMismatches(of: row) { row, context in row(input, in: &context) }.isEmpty)
  }

  @Test func describesWhatItComputes() {
    let network = network()
    let graph = network.graph(input: [1, 8, 8, 3])
    #expect(graph.parameterCount == network.parameterCount)
    // 5·5·3·2, 3·3·16·2 twice, and the head; two numbers and two statistics of each norm's two fields; the last bias.
    #expect(network.parameterCount == 150 + 288 * 2 + 9 + 16 + 2 + 2)
    #expect(graph.multiplyAdds == 64 * 75 * 16 + 16 * 144 * 16 * 2 + 6)
    #expect(graph.outputs.map(\.shape) == [[1, 3]])
    #expect(graph.summary.map(\.kind).first == "OrientedConv2D 5×5")
  }
}
