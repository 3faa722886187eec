// Rows taken by their indices along an axis, and rows added up by their indices.
internal import CKernels
internal import Preconditions

/// Which index along one axis of a tensor each index of the result reads.
struct Gathering: Sendable {
  /// The shape that is read from.
  let source: Shape
  /// The shape of the result.
  let shape: Shape
  private let indices: [Int]
  private let lines: AxisLines

  init(of source: Shape, _ indices: [Int], axis: Int, operation: String) {
    let index = source.normalized(axis: axis)
    let extent = source.dimensions[index]
    for (position, index) in indices.enumerated() {
      require(
        index >= 0 && index < extent,
        "\(operation): index \(index) at \(position) is outside axis \(axis) of shape \(source)")
    }
    self.source = source
    self.indices = indices
    lines = AxisLines(source, axis: axis)
    var extents = source.dimensions
    extents[index] = indices.count
    shape = Shape(extents)
  }

  /// - Shape: source → shape.
  func gathered(_ input: Tensor) -> Tensor { gathered(input, Array(0..<lines.outer), shape) }

  /// As ``gathered(_:)``, of chosen indices of all axes ahead together.
  fileprivate func gathered(_ input: Tensor, _ outerIndices: [Int], _ shape: Shape) -> Tensor {
    let width = lines.inner
    return Tensor(shape) { output in
      guard let target = output.baseAddress else { return }
      Parallel.forEachRange(outerIndices.count * indices.count, grain: grain) { range in
        var row = range.lowerBound
        while row < range.upperBound {
          let (outer, position) = row.quotientAndRemainder(dividingBy: indices.count)
          // Neighbours that stay neighbours are copied together.
          let end = min(indices.count, position + range.upperBound - row)
          var next = position + 1
          while next < end, indices[next] == indices[next - 1] + 1 { next += 1 }
          (target + row * width).update(
            from: input.pointer + (outerIndices[outer] * lines.extent + indices[position]) * width,
            count: (next - position) * width)
          row += next - position
        }
      }
      withExtendedLifetime(input) {}
    }
  }

  /// The reverse: every row of `input` added to the row of its index, in the order of the rows; zeros where there is none.
  ///
  /// - Shape: shape → source.
  func scattered(_ input: Tensor) -> Tensor {
    // The rows of the result are what is cut into tasks, so that each has one thread alone.
    var starts = [Int](repeating: 0, count: lines.extent + 1)
    for index in indices { starts[index + 1] += 1 }
    for index in 0..<lines.extent { starts[index + 1] += starts[index] }
    var next = starts
    var positions = [Int](repeating: 0, count: indices.count)
    for (position, index) in indices.enumerated() {
      positions[next[index]] = position
      next[index] += 1
    }
    let width = lines.inner
    return Tensor(source) { output in
      guard let target = output.baseAddress else { return }
      Parallel.forEachRange(lines.outer * lines.extent, grain: grain) { range in
        var row = range.lowerBound
        while row < range.upperBound {
          let (outer, index) = row.quotientAndRemainder(dividingBy: lines.extent)
          let terms = positions[starts[index]..<starts[index + 1]]
          let sums = target + row * width
          // Neighbours with one term each that stay neighbours are done together, so long as they fit into the cache.
          let end = min(lines.extent, index + range.upperBound - row)
          var next = index + 1
          if terms.count == 1 {
            while next < end, starts[next + 1] == starts[next] + 1,
              positions[starts[next]] == positions[starts[next - 1]] + 1
            { next += 1 }
          }
          let count = (next - index) * width
          var first = terms.startIndex
          if first == terms.endIndex {
            sums.update(repeating: 0, count: count)
          } else {
            // A sum that begins with zero: a negative zero does not stay one.
            withUnsafePointer(to: 0) { zero in
              gk_add(
                gk_operand(input.pointer + (outer * indices.count + terms[first]) * width),
                gk_operand(zero, step: 0), sums, 1, count)
            }
            first += 1
          }
          for position in terms[first...] {
            gk_accumulate(sums, input.pointer + (outer * indices.count + position) * width, width)
          }
          row += next - index
        }
      }
      withExtendedLifetime(input) {}
    }
  }

  private var grain: Int { max(1, Parallel.elementGrain / max(1, lines.inner)) }
}

extension Tensor {
  /// The parts at some indices of an axis, in their order; an index may come several times.
  ///
  /// - Shape: [..., R, ...] → [..., indices.count, ...].
  public func gathered(_ indices: [Int], axis: Int = 0) -> Tensor {
    Gathering(of: shape, indices, axis: axis, operation: "Tensor.gathered").gathered(self)
  }

  /// The parts at some indices of each of the first axes, in one pass.
  ///
  /// - Shape: [A, B, ...] → [indices[0].count, indices[1].count, ...].
  func gathered(_ indices: [[Int]], operation: String) -> Tensor {
    guard let last = indices.last else { return self }
    let gathering = Gathering(of: shape, last, axis: indices.count - 1, operation: operation)
    var outer = [0]
    for (extent, indices) in zip(shape.dimensions, indices.dropLast()) {
      outer = outer.flatMap { start in indices.map { start * extent + $0 } }
    }
    return gathering.gathered(self, outer, Shape(indices.map(\.count) + shape.dimensions[indices.count...]))
  }
}
