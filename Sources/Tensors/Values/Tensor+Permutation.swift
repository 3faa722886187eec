// The axes of a tensor in another order or direction, and repeated.
internal import Preconditions

extension Tensor {
  /// The axes in another order: axis `i` of the result is axis `order[i]` of this tensor.
  ///
  /// - Shape: `permuted(0, 3, 1, 2)`: [N, H, W, C] → [N, C, H, W].
  public func permuted(_ order: Int...) -> Tensor { permuted(order) }

  /// The axes in another order: axis `i` of the result is axis `order[i]` of this tensor.
  ///
  /// - Shape: `permuted([0, 3, 1, 2])`: [N, H, W, C] → [N, C, H, W].
  public func permuted(_ order: [Int]) -> Tensor {
    let order = order.map(shape.normalized(axis:))
    require(
      order.sorted() == Array(0..<shape.rank), "Tensor.permuted: \(order) is no order of the axes of shape \(shape)")
    let result = Shape(order.map { shape.dimensions[$0] })
    let strides = shape.strides
    return copied(
      result,
      by: StridedCopy(
        zip(order, zip(result.dimensions, result.strides)).map { axis, target in
          StridedCopy.Axis(extent: target.0, source: strides[axis], target: target.1)
        }))
  }

  /// The last two axes exchanged.
  ///
  /// - Shape: [..., M, N] → [..., N, M].
  public func transposed() -> Tensor {
    require(shape.rank >= 2, "Tensor.transposed: expected at least two axes, found shape \(shape)")
    return permuted(Array(0..<shape.rank - 2) + [shape.rank - 1, shape.rank - 2])
  }

  /// The elements in reverse along some axes.
  ///
  /// - Shape: any → the same.
  public func flipped(_ axes: [Int]) -> Tensor {
    let flipped = Set(axes.map(shape.normalized(axis:)))
    guard shape.count > 0 else { return self }
    let strides = shape.strides
    var start = 0
    let copied = shape.dimensions.indices.map { axis -> StridedCopy.Axis in
      let extent = shape.dimensions[axis]
      guard flipped.contains(axis) else {
        return StridedCopy.Axis(extent: extent, source: strides[axis], target: strides[axis])
      }
      start += (extent - 1) * strides[axis]
      return StridedCopy.Axis(extent: extent, source: -strides[axis], target: strides[axis])
    }
    return self.copied(shape, by: StridedCopy(copied, sourceStart: start))
  }

  /// The elements repeated along axes of extent 1, and along new axes in front, to fill `shape` (NumPy's rule).
  ///
  /// - Shape: any that broadcasts → `shape`.
  public func broadcast(to shape: Shape) -> Tensor {
    let added = shape.rank - self.shape.rank
    require(
      added >= 0 && self.shape.dimensions.enumerated().allSatisfy { [1, shape.dimensions[$0 + added]].contains($1) },
      "Tensor.broadcast: shape \(self.shape) does not broadcast to \(shape)")
    let strides = shape.strides
    let own = self.shape.strides
    return copied(
      shape,
      by: StridedCopy(
        shape.dimensions.indices.map { axis in
          let isRepeated = axis < added || self.shape.dimensions[axis - added] == 1
          return StridedCopy.Axis(
            extent: shape.dimensions[axis], source: isRepeated ? 0 : own[axis - added], target: strides[axis])
        }))
  }
}
