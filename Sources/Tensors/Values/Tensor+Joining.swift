// Several tensors made one.
internal import Preconditions

extension Tensor {
  /// Tensors one after another along an axis that they have.
  ///
  /// - Shape: [..., R₁, ...], [..., R₂, ...], ... → [..., R₁ + R₂ + ..., ...].
  public static func concatenated(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
    let joint = Joint(tensors.map(\.shape), axis: axis, operation: "Tensor.concatenated")
    return joint.joined(tensors)
  }

  /// Tensors of one shape side by side along a new axis.
  ///
  /// - Shape: N tensors [...] → [N, ...], the new axis at index `axis` of the result.
  public static func stacked(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
    let shape = stackedPartShape(tensors.map(\.shape), axis: axis, operation: "Tensor.stacked")
    return concatenated(tensors.map { $0.reshaped(to: shape) }, axis: axis < 0 ? axis + shape.rank : axis)
  }
}

/// The shape of one part of a stack: that of the tensors, with the new axis of extent 1.
func stackedPartShape(_ shapes: [Shape], axis: Int, operation: String) -> Shape {
  guard let first = shapes.first else { fatalError("\(operation): expected at least one tensor, found none") }
  require(shapes.allSatisfy { $0 == first }, "\(operation): shapes \(shapes) differ")
  let index = axis < 0 ? axis + first.rank + 1 : axis
  require(index >= 0 && index <= first.rank, "\(operation): axis \(axis) is outside a stack of shape \(first)")
  return Shape(first.dimensions[..<index] + [1] + first.dimensions[index...])
}

/// Shapes joined along an axis.
struct Joint: Sendable {
  /// The shape of the whole.
  let shape: Shape
  /// Where each part lies on the axis.
  let ranges: [Range<Int>]
  let axis: Int

  init(_ shapes: [Shape], axis: Int, operation: String) {
    guard let first = shapes.first, first.rank >= 1 else {
      fatalError("\(operation): expected tensors with at least one axis, found shapes \(shapes)")
    }
    let index = first.normalized(axis: axis)
    var ranges: [Range<Int>] = []
    var total = 0
    for shape in shapes {
      var extents = shape.dimensions
      if extents.indices.contains(index) { extents[index] = first.dimensions[index] }
      require(extents == first.dimensions, "\(operation): shapes \(shapes) differ in more than axis \(index)")
      ranges.append(total..<total + shape.dimensions[index])
      total += shape.dimensions[index]
    }
    var extents = first.dimensions
    extents[index] = total
    shape = Shape(extents)
    self.ranges = ranges
    self.axis = index
  }

  /// The part of the whole at some range of the axis.
  func part(_ range: Range<Int>) -> Slice {
    Slice(of: shape, [AxisRange](repeating: .all, count: axis) + [.range(range)])
  }

  /// The whole.
  func joined(_ parts: [Tensor]) -> Tensor {
    Tensor(shape) { target in
      guard let target = target.baseAddress else { return }
      for (part, range) in zip(parts, ranges) {
        self.part(range).writing.run(from: part.pointer, to: target)
        withExtendedLifetime(part) {}
      }
    }
  }
}
