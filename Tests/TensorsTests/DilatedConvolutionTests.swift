// Convolution with gaps between the taps, against one whose window holds zeros there, and in groups, against one each.
import TestSupport
import Tensors
import Testing

@Suite struct DilatedConvolutionTests {
  struct Windows: Sendable, CustomStringConvertible {
    var kernel: HeightWidth = 3
    var stride: HeightWidth = 1
    var dilation: HeightWidth = 2
    var padding = Padding.same

    var description: String { "kernel \(kernel), stride \(stride), dilation \(dilation), \(padding)" }

    static let all = [
      Windows(), Windows(dilation: 3, padding: .valid), Windows(dilation: HeightWidth(1, 4)),
      Windows(dilation: HeightWidth(3, 1)), Windows(stride: 2), Windows(stride: 2, dilation: 3),
      Windows(stride: 2, dilation: 4, padding: .all(3)), Windows(stride: 3, dilation: 2, padding: .valid),
      Windows(stride: HeightWidth(1, 6), dilation: HeightWidth(2, 4)),
      Windows(
        kernel: HeightWidth(2, 3), dilation: HeightWidth(5, 2), padding: .explicit(top: 3, bottom: 1, left: 0, right: 5)
      ),
      Windows(kernel: 1, stride: 2, dilation: 5, padding: .valid),
    ]
  }

  /// Zeros between the taps of a weight; differentiable.
  private func spread(_ weight: Variable, _ dilation: HeightWidth) -> Variable {
    let shape = weight.shape
    func rows(_ x: Variable, axis: Int, step: Int) -> Variable {
      let taps = split(x, into: [Int](repeating: 1, count: shape[axis]), axis: axis)
      var gap = x.shape.dimensions
      gap[axis] = step - 1
      let zeros = Variable(.zeros(Shape(gap)))
      return concatenate(Array(taps.map { [$0] }.joined(separator: [zeros])), axis: axis)
    }
    return rows(rows(weight, axis: 0, step: dilation.height), axis: 1, step: dilation.width)
  }

  private func expectEqual(
    at operands: [Tensor], _ left: @escaping @Sendable ([Variable]) -> Variable,
    _ right: @escaping @Sendable ([Variable]) -> Variable
  ) throws {
    func run(_ body: ([Variable]) -> Variable) throws -> [Tensor] {
      let tape = Tape()
      let variables = operands.map { tape.track($0) }
      let output = body(variables)
      let weights = Variable(Tensor.random(output.shape, seed: 9))
      let gradients = tape.gradients(of: sum(output * weights))
      return try [output.value] + variables.map { try #require(gradients[$0]) }
    }
    for (one, other) in zip(try run(left), try run(right)) {
      #expect(one.shape == other.shape)
      let distance = zip(one.scalars, other.scalars).reduce(0) { max($0, abs($1.0 - $1.1)) }
      #expect(distance < 2e-5, "\(one.shape)")
    }
  }

  @Test(arguments: Windows.all) func standard(_ w: Windows) throws {
    let weight = Tensor.random([w.kernel.height, w.kernel.width, 5, 6], seed: 2)
    let input = Tensor.random([2, 13, 15, 5])
    #expect(
      conv2D(Variable(input), Variable(weight), stride: w.stride, padding: w.padding, dilation: w.dilation).shape
        == conv2DShape(input.shape, weight.shape, stride: w.stride, padding: w.padding, dilation: w.dilation))
    try expectEqual(at: [input, weight, .random([6], seed: 3)]) {
      conv2D(
        $0[0], $0[1], bias: $0[2], stride: w.stride, padding: w.padding, dilation: w.dilation, clamp: .relu)
    } _: {
      conv2D($0[0], spread($0[1], w.dilation), bias: $0[2], stride: w.stride, padding: w.padding, clamp: .relu)
    }
  }

  @Test(arguments: Windows.all) func depthwise(_ w: Windows) throws {
    let weight = Tensor.random([w.kernel.height, w.kernel.width, 9], seed: 2)
    try expectEqual(at: [.random([2, 13, 15, 9]), weight, .random([9], seed: 3)]) {
      depthwiseConv2D($0[0], $0[1], bias: $0[2], stride: w.stride, padding: w.padding, dilation: w.dilation)
    } _: {
      depthwiseConv2D($0[0], spread($0[1], w.dilation), bias: $0[2], stride: w.stride, padding: w.padding)
    }
  }

  @Test(arguments: [HeightWidth(1, 2), HeightWidth(3, 1), HeightWidth(2, 3)]) func unequalStrides(_ stride: HeightWidth)
    throws
  {
    // Every output of the larger stride is one of stride 1.
    try expectEqual(at: [.random([2, 11, 12, 5]), .random([3, 3, 5, 6], seed: 2)]) {
      conv2D($0[0], $0[1], stride: stride)
    } _: {
      slice(conv2D($0[0], $0[1]), .all, .all(step: stride.height), .all(step: stride.width))
    }
    try expectEqual(at: [.random([2, 11, 12, 5]), .random([3, 3, 5], seed: 2)]) {
      depthwiseConv2D($0[0], $0[1], stride: stride)
    } _: {
      slice(depthwiseConv2D($0[0], $0[1]), .all, .all(step: stride.height), .all(step: stride.width))
    }
    try expectEqual(at: [.random([2, 11, 12, 5])]) {
      averagePool2D($0[0], size: HeightWidth(2, 3), stride: stride)
    } _: {
      slice(
        averagePool2D($0[0], size: HeightWidth(2, 3), stride: 1), .all, .all(step: stride.height),
        .all(step: stride.width)
      )
    }
    try expectEqual(at: [.random([2, 11, 12, 5])]) {
      maxPool2D($0[0], size: HeightWidth(2, 3), stride: stride)
    } _: {
      slice(
        maxPool2D($0[0], size: HeightWidth(2, 3), stride: 1), .all, .all(step: stride.height), .all(step: stride.width))
    }
  }

  /// Narrow groups are put together, wide ones are not.
  @Test(arguments: [(1, 1, 4), (2, 3, 6), (20, 20, 2), (3, 40, 3), (5, 2, 1)])
  func groups(inputs: Int, outputs: Int, count: Int) throws {
    let weight = Tensor.random([3, 3, inputs, outputs * count], seed: 2)
    try expectEqual(at: [.random([2, 6, 7, inputs * count]), weight, .random([outputs * count], seed: 3)]) {
      conv2D($0[0], $0[1], bias: $0[2], stride: 2, padding: .same, groups: count)
    } _: {
      let x = split($0[0], into: [Int](repeating: inputs, count: count))
      let w = split($0[1], into: [Int](repeating: outputs, count: count))
      return concatenate(zip(x, w).map { conv2D($0, $1, stride: 2, padding: .same) }) + $0[2]
    }
  }

  @Test func bothTogether() throws {
    try expectEqual(at: [.random([1, 9, 9, 8]), .random([3, 3, 4, 6], seed: 2)]) {
      conv2D($0[0], $0[1], padding: .same, dilation: 2, groups: 2)
    } _: {
      conv2D($0[0], spread($0[1], 2), padding: .same, groups: 2)
    }
  }
}
