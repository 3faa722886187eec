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
    let chunks = Chunks(extent: reduced, grain: max(64, Parallel.elementGrain / max(inner, 1)))
    if chunks.count > 1 {
      let partial = Tensor(uninitialized: [outer, chunks.count, inner]) { output in
        withPointers(self) { input in
          Parallel.forEach(outer * chunks.count) { task in
            let (index, chunk) = task.quotientAndRemainder(dividingBy: chunks.count)
            let rows = chunks[chunk]
            let (start, sums) = (input + (index * reduced + rows.lowerBound) * inner, output + task * inner)
            if inner == 1 {
              gk_row_sums(start, 1, rows.count, sums)
            } else {
              gk_column_sums(start, inner, rows.count, inner, sums)
            }
          }
        }
      }
      return partial.sumMiddle(outer: outer, reduced: chunks.count, inner: inner)
    }
    let work = max(reduced, 1)
    return Tensor(uninitialized: [outer, inner]) { output in
      withPointers(self) { input in
        if inner == 1 {
          Parallel.forEachRange(outer, grain: max(1, Parallel.elementGrain / work)) { rows in
            gk_row_sums(input + rows.lowerBound * reduced, rows.count, reduced, output + rows.lowerBound)
          }
          return
        }
        // Few rows may be long: their columns are cut.
        let parts = Chunks(extent: inner, grain: max(256, Parallel.elementGrain / work))
        let grain = max(1, Parallel.elementGrain / (work * max(1, min(inner, parts.grain))))
        Parallel.forEachRange(outer * parts.count, grain: grain) { range in
          for task in range {
            let (index, part) = task.quotientAndRemainder(dividingBy: parts.count)
            let columns = parts[part]
            gk_column_sums(
              input + index * reduced * inner + columns.lowerBound, inner, reduced, columns.count,
              output + index * inner + columns.lowerBound)
          }
        }
      }
    }
  }
}
