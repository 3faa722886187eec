// Elementwise arithmetic on two tensors of which one may be repeated along some axes.
internal import CKernels
internal import Preconditions

/// How two shapes meet: axes are aligned at the end, and an extent of 1 is repeated (NumPy's rule).
struct Broadcast {
  let shape: Shape
  // Merged axes, the slowest first: extent, and the stride of each operand along it (0 where it is repeated).
  private var axes: [(extent: Int, left: Int, right: Int)] = []

  init(_ left: Shape, _ right: Shape, operation: StaticString) {
    let rank = max(left.rank, right.rank)
    let leftExtents = [Int](repeating: 1, count: rank - left.rank) + left.dimensions
    let rightExtents = [Int](repeating: 1, count: rank - right.rank) + right.dimensions
    var extents: [Int] = []
    for (a, b) in zip(leftExtents, rightExtents) {
      require(a == b || a == 1 || b == 1, "\(operation): shapes \(left) and \(right) do not broadcast")
      extents.append(a == 1 ? b : a)
    }
    shape = Shape(extents)
    var leftStride = 1
    var rightStride = 1
    // From the fastest axis on; an axis that both operands walk through as they did the one before it is merged.
    for axis in stride(from: rank - 1, through: 0, by: -1) where extents[axis] != 1 {
      let next = (
        extent: extents[axis], left: leftExtents[axis] == 1 ? 0 : leftStride,
        right: rightExtents[axis] == 1 ? 0 : rightStride
      )
      leftStride *= leftExtents[axis]
      rightStride *= rightExtents[axis]
      if let last = axes.first, next.left == last.left * last.extent, next.right == last.right * last.extent {
        axes[0].extent *= next.extent
      } else {
        axes.insert(next, at: 0)
      }
    }
    if axes.isEmpty { axes = [(extent: 1, left: 0, right: 0)] }
  }

  typealias Kernel = (
    _ left: gk_operand, _ right: gk_operand, _ output: UnsafeMutablePointer<Float>?, _ rows: Int, _ columns: Int
  ) -> Void

  /// `kernel` applied to every pair of elements.
  func apply(_ kernel: Kernel, _ left: Tensor, _ right: Tensor) -> Tensor {
    let line = axes[axes.count - 1]
    return Tensor(uninitialized: shape) { output in
      guard shape.count > 0 else { return }
      guard axes.count > 1 else {
        Parallel.forEachRange(line.extent) { range in
          let start = range.lowerBound
          kernel(
            gk_operand(left.pointer + start * line.left, step: line.left),
            gk_operand(right.pointer + start * line.right, step: line.right),
            output + start, 1, range.count)
        }
        withExtendedLifetime((left, right)) {}
        return
      }
      // Many rows a call: one for each would cost more than a short row.
      let rows = axes[axes.count - 2]
      Parallel.forEachRange(shape.count / line.extent, grain: max(1, Parallel.elementGrain / line.extent)) { range in
        var row = range.lowerBound
        while row < range.upperBound {
          let (box, first) = row.quotientAndRemainder(dividingBy: rows.extent)
          let (leftStart, rightStart) = offsets(of: box)
          let count = min(rows.extent - first, range.upperBound - row)
          kernel(
            gk_operand(start: left.pointer + leftStart + first * rows.left, row: rows.left, step: line.left),
            gk_operand(start: right.pointer + rightStart + first * rows.right, row: rows.right, step: line.right),
            output + row * line.extent, count, line.extent)
          row += count
        }
      }
      withExtendedLifetime((left, right)) {}
    }
  }

  /// Where a matrix of the two fastest axes begins in both operands.
  private func offsets(of box: Int) -> (left: Int, right: Int) {
    var (rest, left, right) = (box, 0, 0)
    for axis in axes.dropLast(2).reversed() {
      let (quotient, position) = rest.quotientAndRemainder(dividingBy: axis.extent)
      left += position * axis.left
      right += position * axis.right
      rest = quotient
    }
    return (left, right)
  }
}

extension gk_operand {
  /// One row: neighbours, or a number that is repeated where `step` is 0.
  init(_ start: UnsafePointer<Float>, step: Int = 1) { self.init(start: start, row: 0, step: step) }
}

/// A function of two numbers.
protocol PairFunction: Sendable {
  func value(_ x: Float, _ y: Float) -> Float
}

extension Broadcast {
  /// `function` of every pair of elements.
  func map(_ left: Tensor, _ right: Tensor, _ function: some PairFunction) -> Tensor {
    apply(
      { left, right, output, rows, columns in
        for row in 0..<rows {
          guard let output = output?.advanced(by: row * columns), let x = left.start?.advanced(by: row * left.row),
            let y = right.start?.advanced(by: row * right.row)
          else { return }
          // With neighbouring elements the compiler uses vectors.
          if left.step == 1, right.step == 1 {
            for index in 0..<columns { output[index] = function.value(x[index], y[index]) }
          } else {
            for index in 0..<columns { output[index] = function.value(x[index * left.step], y[index * right.step]) }
          }
        }
      }, left, right)
  }
}

extension Tensor {
  /// The elements summed over the axes along which `shape` was repeated to get this tensor's shape.
  func summed(to shape: Shape) -> Tensor {
    if self.shape == shape { return self }
    let added = self.shape.rank - shape.rank
    let axes = (0..<self.shape.rank).filter { $0 < added || (shape[$0 - added] == 1 && self.shape[$0] != 1) }
    return sum(over: axes).reshaped(to: shape)
  }

  /// Adds another tensor of the same shape, in place.
  mutating func add(_ other: Tensor) {
    require(shape == other.shape, "Tensor.add: shapes \(shape) and \(other.shape)")
    let sums = mutablePointer()
    withPointers(other) { terms in
      Parallel.forEachRange(shape.count, grain: Parallel.elementGrain) { range in
        gk_accumulate(sums + range.lowerBound, terms + range.lowerBound, range.count)
      }
    }
    withExtendedLifetime(self) {}
  }
}
