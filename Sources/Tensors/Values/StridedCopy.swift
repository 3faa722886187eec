// Copies between regularly spaced elements: slices, permutations, repetitions and their reverses.
internal import CKernels

/// A walk over a box of elements that reads from one tensor and writes to another, each with its own distance along
/// every axis: 0 repeats, a negative one goes backwards.
struct StridedCopy: Sendable {
  /// One axis of the box, and the distance between its elements in the source and in the target.
  struct Axis: Sendable, Equatable {
    var extent: Int
    var source: Int
    var target: Int
  }

  // The slowest in the target first, neighbours merged where source and target walk through both at equal distances.
  private let axes: [Axis]
  private let sourceStart, targetStart: Int

  init(_ axes: [Axis], sourceStart: Int = 0, targetStart: Int = 0) {
    var merged: [Axis] = []
    for axis in axes where axis.extent != 1 {
      if let last = merged.last, last.source == axis.source * axis.extent, last.target == axis.target * axis.extent {
        merged[merged.count - 1] = Axis(
          extent: last.extent * axis.extent, source: axis.source, target: axis.target)
      } else {
        merged.append(axis)
      }
    }
    self.axes = merged.isEmpty ? [Axis(extent: 1, source: 1, target: 1)] : merged
    self.sourceStart = sourceStart
    self.targetStart = targetStart
  }

  private var count: Int { axes.reduce(1) { $0 * $1.extent } }

  /// Copies all elements.
  func run(from source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>) {
    guard count > 0 else { return }
    let last = axes[axes.count - 1]
    // A transposition: what lies side by side in the source is another axis than in the target.
    if last.target == 1, last.source != 1, last.source != 0,
      let other = axes.dropLast().lastIndex(where: { $0.source == 1 })
    {
      runInTiles(over: other, from: source, to: target)
    } else {
      runInLines(from: source, to: target)
    }
  }

  private func runInLines(from source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>) {
    let line = axes[axes.count - 1]
    guard axes.count > 1 else {
      Parallel.forEachRange(line.extent) { range in
        copyLine(
          source + sourceStart + range.lowerBound * line.source, target + targetStart + range.lowerBound * line.target,
          line, count: range.count)
      }
      return
    }
    let rows = axes[axes.count - 2]
    let outer = axes.indices.dropLast(2)
    Parallel.forEachRange(count / line.extent, grain: max(1, Parallel.elementGrain / line.extent)) { range in
      var index = range.lowerBound
      while index < range.upperBound {
        let (box, first) = index.quotientAndRemainder(dividingBy: rows.extent)
        let (from, to) = offsets(of: box, over: outer)
        let count = min(rows.extent - first, range.upperBound - index)
        let (x, y) = (source + from + first * rows.source, target + to + first * rows.target)
        if line.source == 1 && line.target == 1 {
          // Many lines a call: one for each would cost more than a short line.
          gk_copy_rows(x, rows.source, y, rows.target, count, line.extent)
        } else {
          for row in 0..<count {
            copyLine(x + row * rows.source, y + row * rows.target, line, count: line.extent)
          }
        }
        index += count
      }
    }
  }

  @inline(__always)
  private func copyLine(
    _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, _ line: Axis, count: Int
  ) {
    if line.source == 0 && line.target == 1 {
      target.update(repeating: source.pointee, count: count)
    } else {
      for index in 0..<count { target[index * line.target] = source[index * line.source] }
    }
  }

  /// Bands whose lines in the source and in the target both stay in the cache.
  private func runInTiles(
    over other: Int, from source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>
  ) {
    let (columns, rows) = (axes[axes.count - 1], axes[other])
    let outer = axes.indices.filter { $0 != other && $0 != axes.count - 1 }
    let bands = Chunks(extent: rows.extent, grain: 64)
    let grain = max(1, Parallel.elementGrain / (min(rows.extent, bands.grain) * columns.extent))
    Parallel.forEachRange(outer.reduce(1) { $0 * axes[$1].extent } * bands.count, grain: grain) { range in
      for index in range {
        let (from, to) = offsets(of: index / bands.count, over: outer)
        let band = bands[index % bands.count]
        gk_transpose(
          source + from + band.lowerBound, columns.source, target + to + band.lowerBound * rows.target, rows.target,
          columns.extent, band.count)
      }
    }
  }

  /// Where the element `index` of the box of some axes begins in source and target.
  private func offsets(of index: Int, over chosen: some BidirectionalCollection<Int>) -> (source: Int, target: Int) {
    var (rest, source, target) = (index, sourceStart, targetStart)
    for axis in chosen.reversed() {
      let (quotient, position) = rest.quotientAndRemainder(dividingBy: axes[axis].extent)
      source += position * axes[axis].source
      target += position * axes[axis].target
      rest = quotient
    }
    return (source, target)
  }
}

extension Shape {
  /// The distance between neighbours along each axis.
  var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for axis in dimensions.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * dimensions[axis + 1] }
    return strides
  }
}

extension Tensor {
  /// A tensor of the elements that `copy` takes from this one, all of the shape.
  func copied(_ shape: Shape, by copy: StridedCopy) -> Tensor {
    Tensor(shape) { target in
      guard let target = target.baseAddress else { return }
      copy.run(from: pointer, to: target)
      withExtendedLifetime(self) {}
    }
  }

  /// Writes the elements that `copy` takes from `source` over some of this tensor's.
  mutating func write(_ source: Tensor, by copy: StridedCopy) {
    copy.run(from: source.pointer, to: mutablePointer())
    withExtendedLifetime(source) {}
  }
}
