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
  func gathered(_ input: Tensor) -> Tensor {
    let width = lines.inner
    return Tensor(shape) { output in
      guard let target = output.baseAddress else { return }
      Parallel.forEachRange(lines.outer * indices.count, grain: grain) { range in
        for row in range {
          let (outer, position) = row.quotientAndRemainder(dividingBy: indices.count)
          (target + row * width).update(
            from: input.pointer + (outer * lines.extent + indices[position]) * width, count: width)
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
        for row in range {
          let (outer, index) = row.quotientAndRemainder(dividingBy: lines.extent)
          let sum = target + row * width
          sum.update(repeating: 0, count: width)
          for position in positions[starts[index]..<starts[index + 1]] {
            gk_accumulate(sum, input.pointer + (outer * indices.count + position) * width, width)
          }
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
}
