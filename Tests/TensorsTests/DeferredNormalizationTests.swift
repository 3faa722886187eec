// Blocks that normalise their input while they read it, against the operations that they stand for.
import TestSupport
import Tensors
import Testing

@Suite struct DeferredNormalizationTests {
  /// A block as the networks of mobile phones have it: depthwise or pointwise, norm, and perhaps a clamp.
  private struct Block {
    let weight: Shape
    var stride: HeightWidth = 1
    let clamp: Clamp
  }

  /// A chain of blocks on images that are large enough for norms to be passes over memory.
  private static let chain = [
    Block(weight: [1, 1, 16, 24], clamp: .relu6),  // Twenty-four channels leave lanes of the last vector empty.
    Block(weight: [3, 3, 24], clamp: .relu),
    Block(weight: [1, 1, 24, 40], clamp: .none),
    Block(weight: [3, 3, 40], stride: 2, clamp: .relu6),
    Block(weight: [1, 1, 40, 37], clamp: .relu),
    Block(weight: [3, 3, 37, 8], clamp: .relu),  // Larger windows need the normalised images written.
  ]
  private static let input = Tensor.random([4, 121, 121, 16], seed: 1)

  /// Weight, scale and offset of every block; among the scales are negative ones.
  private static let parameters = chain.enumerated().flatMap { index, block -> [Tensor] in
    let seed = UInt64(10 * index)
    let channels: Shape = [block.weight[-1]]
    let weight = Tensor.random(block.weight, in: -0.5...0.5, seed: seed + 2)
    let scale = Tensor.random(channels, in: -1.5...1.5, seed: seed + 3)
    return [weight, scale, Tensor.random(channels, seed: seed + 4)]
  }

  /// Output and gradients of input and parameters.
  private func run(
    _ layer: (_ block: Block, _ x: Variable, _ parameters: ArraySlice<Variable>) -> Variable
  ) throws -> (output: Tensor, gradients: [Tensor]) {
    let tape = Tape()
    let variables = ([Self.input] + Self.parameters).map { tape.track($0) }
    var x = variables[0]
    for (index, block) in Self.chain.enumerated() { x = layer(block, x, variables[(3 * index + 1)..<(3 * index + 4)]) }
    let gradients = tape.gradients(of: x, dOutput: .random(x.shape, seed: 9))
    return (x.value, try variables.map { try #require(gradients[$0]) })
  }

  private func fused(_ block: Block, _ x: Variable, _ p: ArraySlice<Variable>) -> Variable {
    let (weight, scale, offset) = (p[p.startIndex], p[p.startIndex + 1], p[p.startIndex + 2])
    return convolutionBlock(
      x, weight, bias: nil, stride: block.stride, padding: .same, order: .normThenActivation(block.clamp),
      scale: scale, offset: offset, shift: Tensor(scale.shape, repeating: 0), epsilon: 1e-3
    ).output
  }

  private func plain(_ block: Block, _ x: Variable, _ p: ArraySlice<Variable>) -> Variable {
    let (weight, scale, offset) = (p[p.startIndex], p[p.startIndex + 1], p[p.startIndex + 2])
    let sums =
      weight.shape.rank == 3
      ? depthwiseConv2D(x, weight, stride: block.stride, padding: .same)
      : conv2D(x, weight, stride: block.stride, padding: .same)
    // Computed at once, so that nothing is deferred.
    let norm = Variable.computed(batchNorm(sums, scale: scale, offset: offset, epsilon: 1e-3).output)
    return clamp(norm, to: block.clamp)
  }

  @Test func equalsTheOperationsOneByOne() throws {
    let (found, expected) = (try run(fused), try run(plain))
    #expect(found.output.relativeError(to: expected.output) < 2e-5)
    for (index, (gradient, wanted)) in zip(found.gradients, expected.gradients).enumerated() {
      #expect(gradient.relativeError(to: wanted) < 2e-3, "gradient \(index)")
    }
  }

  /// The sums that a norm's gradient needs are gathered by all of its readers, or by a pass of its own.
  @Test(arguments: [false, true]) func severalReaders(oneNeedsTheTensor: Bool) throws {
    func run(_ layer: (Block, Variable, ArraySlice<Variable>) -> Variable) throws -> [Tensor] {
      let tape = Tape()
      let variables = ([Self.input] + Self.parameters).map { tape.track($0) }
      let first = layer(Self.chain[0], variables[0], variables[1...3])
      let depthwise = layer(Self.chain[1], first, variables[4...6])
      let pointwise = layer(Block(weight: [1, 1, 24, 40], clamp: .relu), first, variables[7...9])
      var sum = mean(depthwise * depthwise) + mean(pointwise * pointwise)
      if oneNeedsTheTensor { sum = sum + mean(first * first) }
      let gradients = tape.gradients(of: sum)
      return try variables[0...9].map { try #require(gradients[$0]) }
    }
    let (found, expected) = (try run(fused), try run(plain))
    for (index, (gradient, wanted)) in zip(found, expected).enumerated() {
      #expect(gradient.relativeError(to: wanted) < 1e-3, "gradient \(index)")
    }
  }

  @Test func equalBitsForAnyNumberOfThreads() throws {
    let threads = Parallel.threadCount
    defer { Parallel.setThreadCount(threads) }
    let results = try [1, 2, 3].map { count in
      Parallel.setThreadCount(count)
      return try run(fused)
    }
    for result in results.dropFirst() {
      #expect(result.output == results[0].output)
      #expect(result.gradients == results[0].gradients)
    }
  }
}

extension Variable {
  /// The same variable, whose value has been computed.
  fileprivate static func computed(_ x: Variable) -> Variable {
    _ = x.value
    return x
  }
}
