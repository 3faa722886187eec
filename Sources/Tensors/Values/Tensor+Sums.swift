// Sums over axes.
internal import CKernels

extension Shape {
  /// The shape with `axes` reduced to extent 1.
  func keeping(_ axes: [Int]) -> Shape {
    let reduced = Set(axes.map(normalized(axis:)))
    return Shape(dimensions.enumerated().map { reduced.contains($0.offset) ? 1 : $0.element })
  }

  /// The shape without `axes`.
  func dropping(_ axes: [Int]) -> Shape {
    let reduced = Set(axes.map(normalized(axis:)))
    return Shape(dimensions.enumerated().filter { !reduced.contains($0.offset) }.map(\.element))
  }
}

extension Tensor {
  /// The sum over `axes` (all of them if nil), which vanish from the shape unless kept with extent 1.
  ///
  /// - Shape: [..., R, ...] → [..., ...] or [..., 1, ...].
  public func sum(over axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    let axes = axes ?? Array(0..<shape.rank)
    let target = shape.keeping(axes)
    var result = self
    var axis = 0
    while axis < shape.rank {
      guard target[axis] != shape[axis] else {
        axis += 1
        continue
      }
      // Neighbouring axes that vanish together are one.
      var end = axis + 1
      while end < shape.rank, target[end] == 1 { end += 1 }
      let dimensions = result.shape.dimensions
      result = result.sumMiddle(
        outer: dimensions[..<axis].reduce(1, *), reduced: dimensions[axis..<end].reduce(1, *),
        inner: dimensions[end...].reduce(1, *)
      ).reshaped(to: Shape(dimensions[..<axis] + [Int](repeating: 1, count: end - axis) + dimensions[end...]))
      axis = end
    }
    return result.reshaped(to: keepingAxes ? target : shape.dropping(axes))
  }

  /// [outer, reduced, inner] → [outer, inner].
  private func sumMiddle(outer: Int, reduced: Int, inner: Int) -> Tensor {
    // A few long sums are cut into chunks first, by their length alone.
    let grain = max(64, Parallel.elementGrain / max(inner, 1))
    let chunks = Parallel.chunkCount(reduced, grain: grain)
    if chunks > 1 {
      let partial = Tensor(uninitialized: [outer, chunks, inner]) { output in
        withPointers(self) { input in
          Parallel.forEach(outer * chunks) { task in
            let first = task % chunks * grain
            Self.sumRows(
              input + (task / chunks * reduced + first) * inner, rows: min(grain, reduced - first), columns: inner,
              into: output + task * inner)
          }
        }
      }
      return partial.sumMiddle(outer: outer, reduced: chunks, inner: inner)
    }
    return Tensor(uninitialized: [outer, inner]) { output in
      withPointers(self) { input in
        Parallel.forEachRange(outer, grain: max(1, Parallel.elementGrain / max(reduced * inner, 1))) { range in
          for index in range {
            Self.sumRows(input + index * reduced * inner, rows: reduced, columns: inner, into: output + index * inner)
          }
        }
      }
    }
  }

  private static func sumRows(
    _ input: UnsafePointer<Float>, rows: Int, columns: Int, into output: UnsafeMutablePointer<Float>
  ) {
    guard columns == 1, rows >= 64 else {
      gk_column_sums(input, rows, columns, output)
      return
    }
    // One long run: read as rows of 16 so that the processor's vectors are full, then the 16 sums are summed.
    withTemporaryPointer(to: Float.self, count: 16) { sums in
      gk_column_sums(input, rows / 16, 16, sums)
      var total: Float = 0
      for index in 0..<16 { total += sums[index] }
      for index in rows / 16 * 16..<rows { total += input[index] }
      output.pointee = total
    }
  }
}
