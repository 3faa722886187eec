// The fused block against the operations that it stands for.
import GradientChecking
import TestSupport
import Tensors
import Testing

@Suite struct ConvolutionBlockTests {
  private struct Operands {
    let input, weight, bias, scale, offset, shift: Tensor

    init(size: Int, channels: Int, outputs: Int) {
      input = .random([3, size, size + 1, channels], seed: 1)
      weight = .random([3, 3, channels, outputs], seed: 2)
      bias = .random([outputs], seed: 3)
      // Negative scales turn the order of values around: a max-pool behind them is where fusing goes wrong first.
      scale = .random([outputs], in: -1.5...1.5, seed: 4)
      offset = .random([outputs], seed: 5)
      shift = .random([outputs], seed: 6)
    }

    var tracked: [Tensor] { [input, weight, bias, scale, offset] }
  }

  private func plain(_ v: [Variable], _ order: BlockOrder, stride: HeightWidth, padding: Padding) -> Variable {
    let sums = conv2D(v[0], v[1], bias: v[2], stride: stride, padding: padding)
    func norm(_ x: Variable) -> Variable { batchNorm(x, scale: v[3], offset: v[4], epsilon: 1e-3).output }
    switch order {
    case .reluThenNorm(let poolSize):
      let normalized = norm(relu(sums))
      return poolSize == 1
        ? normalized : maxPool2D(normalized, size: HeightWidth(poolSize), stride: HeightWidth(poolSize))
    case .normThenActivation(let range): return clamp(norm(sums), to: range)
    }
  }

  @Test(
    arguments: [
      BlockOrder.reluThenNorm(poolSize: 1), .reluThenNorm(poolSize: 2), .reluThenNorm(poolSize: 3),
      .normThenActivation(.none), .normThenActivation(.relu), .normThenActivation(.relu6),
    ], [(9, 3, 5), (12, 16, 37), (11, 5, 64)])
  func equalsItsParts(order: BlockOrder, extents: (size: Int, channels: Int, outputs: Int)) throws {
    let operands = Operands(size: extents.size, channels: extents.channels, outputs: extents.outputs)
    for (stride, padding) in [(HeightWidth(1), Padding.valid), (2, .same)] {
      func run(_ function: ([Variable]) -> Variable) throws -> (output: Tensor, gradients: [Tensor]) {
        let tape = Tape()
        let variables = operands.tracked.map { tape.track($0) }
        let output = function(variables)
        let gradients = tape.gradients(of: output, dOutput: .random(output.shape, seed: 7))
        return (output.value, try variables.map { try #require(gradients[$0]) })
      }
      let fused = try run { v in
        convolutionBlock(
          v[0], v[1], bias: v[2], stride: stride, padding: padding, order: order, scale: v[3], offset: v[4],
          shift: operands.shift, epsilon: 1e-3
        ).output
      }
      let parts = try run { plain($0, order, stride: stride, padding: padding) }
      #expect(fused.output.relativeError(to: parts.output) < 1e-5)
      for (index, (found, expected)) in zip(fused.gradients, parts.gradients).enumerated() {
        if index == 2, case .normThenActivation = order {
          // Normalisation takes any bias away again: its gradient is nothing but rounding.
          #expect(found.scalars.allSatisfy { abs($0) < 1e-3 })
          continue
        }
        #expect(found.relativeError(to: expected) < 5e-5, "gradient \(index)")
      }
    }
  }

  /// Folded into the convolution or done while pooling, against one operation after the other, which is what a tracked
  /// operand makes of it; random statistics, negative scales.
  @Test(arguments: [
    BlockOrder.reluThenNorm(poolSize: 1), .reluThenNorm(poolSize: 2), .normThenActivation(.none),
    .normThenActivation(.relu), .normThenActivation(.relu6),
  ]) func foldingForInference(order: BlockOrder) {
    let operands = Operands(size: 11, channels: 8, outputs: 37)
    let variance = Tensor.random([37], in: 0.1...2, seed: 8)
    for bias in [nil, Variable(operands.bias)] {
      func run(_ input: Variable) -> Tensor {
        convolutionBlock(
          input, Variable(operands.weight), bias: bias, stride: 1, padding: .same, order: order,
          scale: Variable(operands.scale), offset: Variable(operands.offset), mean: operands.shift,
          variance: variance, epsilon: 1e-3
        ).value
      }
      let parts = run(Tape().track(operands.input))
      #expect(run(Variable(operands.input)).relativeError(to: parts) < 1e-5)
    }
  }

  /// A way past the block, added by each kernel that serves inference: lines along rows and through images, Winograd's
  /// tiles, and depthwise rows read by a pointwise convolution.
  @Test(arguments: [(9, 3, 5, 3), (12, 16, 37, 1), (20, 32, 40, 3), (3, 40, 33, 3)])
  func shortcutsInInference(size: Int, channels: Int, outputs: Int, window: Int) {
    let operands = Operands(size: size, channels: channels, outputs: outputs)
    let weight = Variable(Tensor.random([window, window, channels, outputs], seed: 9))
    let shortcut = Variable(Tensor.random([3, size, size + 1, outputs], seed: 10))
    let ones = Tensor([channels], repeating: 1)
    let zeros = Tensor([channels], repeating: 0)
    func block(_ input: Variable, _ range: Clamp, _ shortcut: Variable?) -> Variable {
      convolutionBlock(
        input, weight, bias: Variable(operands.bias), stride: 1, padding: .same,
        order: .normThenActivation(range), scale: Variable(operands.scale),
        offset: Variable(operands.offset), mean: operands.shift, variance: Tensor([outputs], repeating: 0.5),
        epsilon: 1e-3, precision: .relaxed, shortcut: shortcut)
    }
    let rows = convolutionBlock(
      Variable(operands.input), Variable(.random([3, 3, channels], seed: 11)), bias: nil, stride: 1, padding: .same,
      order: .normThenActivation(.relu), scale: Variable(ones), offset: Variable(zeros), mean: zeros, variance: ones,
      epsilon: 1e-3)
    for input in [Variable(operands.input), rows] {
      let found = block(input, .relu6, shortcut).value
      #expect(found.relativeError(to: relu6(shortcut + block(input, .none, nil)).value) < 2e-6)
      // One operation after the other, which is what a tracked operand makes of it, rounds where Winograd's tiles do not.
      #expect(found.relativeError(to: block(Tape().track(input.value), .relu6, shortcut).value) < 1e-4)
    }
  }

  /// Bit for bit, ties of clamped pixels included; 11 × 12 pixels leave some outside of all windows.
  @Test(arguments: [Clamp.none, .relu, .relu6], [1, 2, 3])
  func clampAndPoolEqualTheirOperations(range: Clamp, poolSize: Int) throws {
    let operands = Operands(size: 11, channels: 3, outputs: 20)
    func run(_ function: ([Variable]) -> Variable) throws -> [Tensor] {
      let tape = Tape()
      let variables = operands.tracked.prefix(3).map { tape.track($0) }
      let output = function(variables)
      let gradients = tape.gradients(of: output, dOutput: .random(output.shape, seed: 7))
      return try [output.value] + variables.map { try #require(gradients[$0]) }
    }
    let fused = try run { v in
      convolutionBlock(
        v[0], v[1], bias: v[2], stride: 1, padding: .same, clamp: range, poolSize: poolSize)
    }
    let parts = try run { v in
      let clamped = clamp(conv2D(v[0], v[1], bias: v[2], padding: .same), to: range)
      return poolSize == 1 ? clamped : maxPool2D(clamped, size: HeightWidth(poolSize), stride: HeightWidth(poolSize))
    }
    #expect(fused[0] == parts[0] && fused[1] == parts[1] && fused[2] == parts[2])
    // The bias sums over fewer pixels, and so in another order.
    #expect(fused[3].relativeError(to: parts[3]) < 1e-5)
  }

  @Test(arguments: [BlockOrder.reluThenNorm(poolSize: 1), .normThenActivation(.none)])
  func finiteDifferences(order: BlockOrder) {
    // A bias far above the sums keeps the ReLU away from its kink.
    let operands = Operands(size: 5, channels: 2, outputs: 3)
    let lifted = Tensor([3], scalars: [30, 35, 40])
    let inputs = [operands.input, operands.weight, lifted, operands.scale, operands.offset]
    #expect(
      gradientMismatches(at: inputs) { v in
        convolutionBlock(
          v[0], v[1], bias: v[2], stride: 1, padding: .valid, order: order, scale: v[3], offset: v[4], shift: lifted,
          epsilon: 1e-3
        ).output
      }.isEmpty)
  }
}
