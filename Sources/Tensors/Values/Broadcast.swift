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
    UnsafePointer<Float>?, Int, UnsafePointer<Float>?, Int, UnsafeMutablePointer<Float>?, Int
  ) -> Void

  /// `kernel` applied to every pair of elements.
  func apply(_ kernel: Kernel, _ left: Tensor, _ right: Tensor) -> Tensor {
    let inner = axes[axes.count - 1]
    let outer = axes.dropLast()
    let rows = outer.reduce(1) { $0 * $1.extent }
    let rowGrain = max(1, Parallel.elementGrain / max(inner.extent, 1))
    return Tensor(uninitialized: shape) { output in
      guard shape.count > 0 else { return }
      Parallel.forEachRange(rows, grain: rowGrain) { rowRange in
        for row in rowRange {
          var rest = row
          var leftOffset = 0
          var rightOffset = 0
          for axis in outer.reversed() {
            let index = rest % axis.extent
            rest /= axis.extent
            leftOffset += index * axis.left
            rightOffset += index * axis.right
          }
          func run(_ range: Range<Int>) {
            let start = range.lowerBound
            kernel(
              left.pointer + leftOffset + start * inner.left, inner.left,
              right.pointer + rightOffset + start * inner.right, inner.right,
              output + row * inner.extent + start, range.count)
          }
          // A row among others is one call: a loop of its own would cost more than a short row.
          if rows > 1 { run(0..<inner.extent) } else { Parallel.forEachRange(inner.extent, run) }
        }
      }
      withExtendedLifetime((left, right)) {}
    }
  }
}

/// A function of two numbers.
protocol PairFunction: Sendable {
  func value(_ x: Float, _ y: Float) -> Float
}

extension Broadcast {
  /// `function` of every pair of elements.
  func map(_ left: Tensor, _ right: Tensor, _ function: some PairFunction) -> Tensor {
    apply(
      { x, xStride, y, yStride, output, count in
        guard let x, let y, let output else { return }
        // With neighbouring elements the compiler uses vectors.
        if xStride == 1, yStride == 1 {
          for index in 0..<count { output[index] = function.value(x[index], y[index]) }
        } else {
          for index in 0..<count { output[index] = function.value(x[index * xStride], y[index * yStride]) }
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
