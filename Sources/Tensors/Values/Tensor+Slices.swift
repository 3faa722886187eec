// Parts of a tensor.
internal import Preconditions

/// Where a slice of a tensor lies.
struct Slice: Sendable {
  /// Extents of the slice.
  let shape: Shape
  private let axes: [(start: Int, count: Int, step: Int)]
  private let whole: Shape

  init(of whole: Shape, _ ranges: [AxisRange], operation: String = "slice") {
    require(ranges.count <= whole.rank, "\(operation): \(ranges.count) ranges for shape \(whole)")
    axes = whole.dimensions.enumerated().map { axis, extent in
      (axis < ranges.count ? ranges[axis] : .all).resolved(extent: extent, operation: "\(operation) of \(whole)")
    }
    shape = Shape(axes.map(\.count))
    self.whole = whole
  }

  private var start: Int { zip(axes, whole.strides).reduce(0) { $0 + $1.0.start * $1.1 } }

  /// The copy from the whole to the slice.
  var reading: StridedCopy {
    StridedCopy(
      zip(axes, zip(whole.strides, shape.strides)).map { axis, strides in
        StridedCopy.Axis(extent: axis.count, source: strides.0 * axis.step, target: strides.1)
      }, sourceStart: start)
  }

  /// The copy from the slice to the whole.
  var writing: StridedCopy {
    StridedCopy(
      zip(axes, zip(whole.strides, shape.strides)).map { axis, strides in
        StridedCopy.Axis(extent: axis.count, source: strides.1, target: strides.0 * axis.step)
      }, targetStart: start)
  }
}

extension Tensor {
  /// The elements whose indices lie in `ranges`, one range an axis; axes without a range are taken whole.
  ///
  /// ```swift
  /// let corners = images.sliced(.all, .first(8), .first(8))
  /// let everySecondRow = images.sliced(.all, .all(step: 2))
  /// ```
  ///
  /// - Shape: any → the number of indices in each range.
  public func sliced(_ ranges: AxisRange...) -> Tensor { sliced(ranges) }

  /// The elements whose indices lie in `ranges`, one range an axis; axes without a range are taken whole.
  ///
  /// - Shape: any → the number of indices in each range.
  public func sliced(_ ranges: [AxisRange]) -> Tensor {
    let part = Slice(of: shape, ranges, operation: "Tensor.sliced")
    return copied(part.shape, by: part.reading)
  }

  /// Writes `elements` over the elements whose indices lie in `ranges`.
  ///
  /// - Shape: elements: the number of indices in each range.
  public mutating func replaceSlice(_ ranges: AxisRange..., with elements: Tensor) {
    let part = Slice(of: shape, ranges, operation: "Tensor.replaceSlice")
    require(
      elements.shape == part.shape,
      "Tensor.replaceSlice: expected elements of shape \(part.shape), found \(elements.shape)")
    write(elements, by: part.writing)
  }

  /// The part at an index of the first axis: an image of a batch, a row of a matrix.
  ///
  /// - Shape: [N, ...] → [...].
  public func row(_ index: Int) -> Tensor {
    rows(index..<index + 1).reshaped(to: Shape(Array(shape.dimensions.dropFirst())))
  }

  /// The parts at some neighbouring indices of the first axis: images of a batch, rows of a matrix.
  ///
  /// - Shape: [N, ...] → [rows.count, ...].
  public func rows(_ range: Range<Int>) -> Tensor {
    require(shape.rank >= 1, "Tensor.rows: expected at least one axis, found a scalar")
    let part = Slice(of: shape, [.range(range)], operation: "Tensor.rows")
    return copied(part.shape, by: part.reading)
  }
}
