// Means, extrema and their indices.
internal import Preconditions

extension Tensor {
  /// The mean over `axes` (all of them if nil), which vanish from the shape unless kept with extent 1.
  ///
  /// - Shape: [..., R, ...] → [..., ...] or [..., 1, ...].
  public func mean(over axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    let total = sum(over: axes, keepingAxes: keepingAxes)
    require(shape.count > 0 || total.shape.count == 0, "Tensor.mean: no elements in shape \(shape)")
    return total * (Float(total.shape.count) / Float(shape.count))
  }

  /// The largest element; not a number if one of them is not.
  public func maximum() -> Float { extremum(operation: "Tensor.maximum") { $0 < $1 } }

  /// The smallest element; not a number if one of them is not.
  public func minimum() -> Float { extremum(operation: "Tensor.minimum") { $0 > $1 } }

  /// The largest element along an axis, which vanishes from the shape unless kept with extent 1.
  ///
  /// - Shape: [..., R, ...] → [..., ...] or [..., 1, ...].
  public func maximum(over axis: Int, keepingAxis: Bool = false) -> Tensor {
    extremum(over: axis, keepingAxis: keepingAxis, operation: "Tensor.maximum") { $0 < $1 }
  }

  /// The smallest element along an axis, which vanishes from the shape unless kept with extent 1.
  ///
  /// - Shape: [..., R, ...] → [..., ...] or [..., 1, ...].
  public func minimum(over axis: Int, keepingAxis: Bool = false) -> Tensor {
    extremum(over: axis, keepingAxis: keepingAxis, operation: "Tensor.minimum") { $0 > $1 }
  }

  /// The index of the largest element along an axis, the first of several; for logits [N, C], each row's class.
  ///
  /// - Returns: an index for each element of the other axes, in their order.
  /// - Shape: [..., R, ...] → [...].
  public func argmax(over axis: Int = -1) -> [Int] { indices(over: axis, operation: "Tensor.argmax") { $0 < $1 } }

  /// The index of the smallest element along an axis, the first of several.
  ///
  /// - Returns: an index for each element of the other axes, in their order.
  /// - Shape: [..., R, ...] → [...].
  public func argmin(over axis: Int = -1) -> [Int] { indices(over: axis, operation: "Tensor.argmin") { $0 > $1 } }

  private func extremum(operation: String, _ isWorse: (Float, Float) -> Bool) -> Float {
    require(shape.count > 0, "\(operation): no elements in shape \(shape)")
    return withUnsafeBuffer { x in
      var best = x[0]
      for value in x where isWorse(best, value) || value.isNaN { best = value }
      return best
    }
  }

  private func extremum(
    over axis: Int, keepingAxis: Bool, operation: String, _ isWorse: (Float, Float) -> Bool
  ) -> Tensor {
    let lines = AxisLines(shape, axis: axis)
    let best = indices(over: axis, operation: operation, isWorse)
    let kept = keepingAxis ? [1] : []
    let index = shape.normalized(axis: axis)
    return Tensor(Shape(shape.dimensions[..<index] + kept + shape.dimensions[(index + 1)...])) { output in
      withUnsafeBuffer { x in
        for (line, position) in best.enumerated() { output[line] = x[lines.offset(of: line) + position * lines.inner] }
      }
    }
  }

  private func indices(over axis: Int, operation: String, _ isWorse: (Float, Float) -> Bool) -> [Int] {
    let lines = AxisLines(shape, axis: axis)
    require(
      lines.extent > 0 || lines.count == 0,
      "\(operation): no elements along axis \(axis) of shape \(shape)")
    return [Int](unsafeUninitializedCapacity: lines.count) { result, initialized in
      withUnsafeBuffer { x in
        Parallel.forEachRange(lines.count, grain: max(1, Parallel.elementGrain / max(1, lines.extent))) {
          range in
          for line in range {
            let start = lines.offset(of: line)
            var best = 0
            for position in 0..<lines.extent {
              let (value, last) = (x[start + position * lines.inner], x[start + best * lines.inner])
              if isWorse(last, value) || (value.isNaN && !last.isNaN) { best = position }
            }
            result[line] = best
          }
        }
      }
      initialized = lines.count
    }
  }
}

/// The lines of elements along one axis.
struct AxisLines {
  /// Extents of the axes before it, of it, and of those behind it.
  let outer, extent, inner: Int

  init(_ shape: Shape, axis: Int) {
    let index = shape.normalized(axis: axis)
    outer = shape.dimensions[..<index].reduce(1, *)
    extent = shape.dimensions[index]
    inner = shape.dimensions[(index + 1)...].reduce(1, *)
  }

  /// Number of lines.
  var count: Int { outer * inner }

  /// Where a line begins; its elements are ``inner`` apart.
  func offset(of line: Int) -> Int { line / inner * extent * inner + line % inner }
}
