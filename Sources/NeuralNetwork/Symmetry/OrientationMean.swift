// From oriented channels to numbers that do not depend on orientation.
internal import Preconditions
public import Tensors

/// The mean of each field over the eight orientations that ``OrientedConv2D`` gives it.
///
/// Behind a mean over the image it makes features that are the same, up to rounding, for an image in all its flips and quarter
/// turns.
///
/// - Shape: [..., 8 · fields] → [..., fields].
public struct OrientationMean: Layer {
  /// A layer that has nothing to choose.
  public init() {}

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    let output = output(of: input.shape)
    let axis = input.shape.rank - 1
    return mean(
      reshape(input, to: Shape(output.dimensions[..<axis] + [SquareSymmetry.count, output[axis]])), over: [axis])
  }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    graph.add(.opaque("OrientationMean"), to: [input], output: output(of: input.shape))
  }

  private func output(of input: Shape) -> Shape {
    let orientations = SquareSymmetry.count
    require(
      input[-1] % orientations == 0,
      "OrientationMean: \(input[-1]) channels do not fall into \(orientations) orientations")
    return Shape(input.dimensions.dropLast() + [input[-1] / orientations])
  }
}
