// Sums against the order in which they are defined.
import CKernels
import TestSupport
import Tensors
import Testing

@Suite struct SumTests {
  /// Blocks of 64, summed one after the other.
  private static func blocks(_ x: [Float]) -> Float {
    stride(from: 0, to: x.count, by: 64).reduce(0) { total, first in
      total + x[first..<min(x.count, first + 64)].reduce(0, +)
    }
  }

  /// A row: 16 columns of a matrix and their sums where it is long, then what is left over.
  private static func row(_ x: [Float]) -> Float {
    guard x.count >= 64 else { return blocks(x) }
    let whole = x.count / 16 * 16
    let sums = (0..<16).map { column in blocks(stride(from: column, to: whole, by: 16).map { x[$0] }) }
    return x[whole...].reduce(sums.reduce(0, +), +)
  }

  @Test(arguments: [0, 1, 2, 63, 64, 65, 130, 513, 700]) func columnsAreSummedInBlocks(rows: Int) {
    for columns in [1, 2, 3, 5, 8, 9, 16, 21, 33, 70, 131] {
      // A part of wider rows, which are no numbers beyond it.
      for stride in [columns, columns + 7] {
        var x = [Float](repeating: .nan, count: rows * stride)
        let values = Tensor.random([rows, columns], seed: UInt64(rows + columns)).scalars
        for row in 0..<rows {
          for column in 0..<columns { x[row * stride + column] = values[row * columns + column] }
        }
        var sums = [Float](repeating: -7, count: columns + 1)
        gk_column_sums(x, stride, rows, columns, &sums)
        let expected = (0..<columns).map { column in Self.blocks((0..<rows).map { x[$0 * stride + column] }) }
        #expect(Array(sums.dropLast()) == expected && sums.last == -7, "[\(rows), \(columns)] of \(stride)")
      }
    }
  }

  @Test(arguments: [0, 1, 3, 16, 63, 64, 65, 197, 2048, 2050]) func rowsAreSummedInTheirOrder(columns: Int) {
    for rows in [0, 1, 7, 8, 9, 21] {
      let x = Tensor.random([rows, columns], seed: 5).scalars
      var sums = [Float](repeating: -7, count: rows + 1)
      gk_row_sums(x, rows, columns, &sums)
      let expected = (0..<rows).map { Self.row(Array(x[$0 * columns..<($0 + 1) * columns])) }
      #expect(Array(sums.dropLast()) == expected && sums.last == -7, "[\(rows), \(columns)]")
    }
  }

  /// Every axis, of tensors whose sums are cut into tasks in all ways.
  @Test(arguments: [
    [3, 5, 7], [2, 1, 40_000], [70_000, 3], [1, 100_000], [9, 70_000], [40, 1000, 2], [0, 4], [4, 0],
  ])
  func sumsOverAxes(extents: [Int]) {
    let x = Tensor.random(Shape(extents), in: 0...1, seed: 6)
    let values = x.scalars
    for axis in extents.indices {
      let inner = extents[(axis + 1)...].reduce(1, *)
      let outer = extents[..<axis].reduce(1, *)
      let sums = x.sum(over: [axis])
      #expect(sums.shape.dimensions == extents.enumerated().filter { $0.offset != axis }.map(\.element))
      for (index, sum) in sums.scalars.enumerated() where index % 97 == 0 || index > outer * inner - 5 {
        let start = index / inner * extents[axis] * inner + index % inner
        let expected = (0..<extents[axis]).reduce(0.0) { $0 + Double(values[start + $1 * inner]) }
        #expect(abs(Double(sum) - expected) <= 1e-5 * expected)
      }
    }
  }

  @Test func sumsAreTheSameForAnyNumberOfThreads() {
    let x = Tensor.random([9, 70_001], seed: 7)
    let threads = Parallel.threadCount
    defer { Parallel.setThreadCount(threads) }
    Parallel.setThreadCount(1)
    let (rows, columns, all) = (x.sum(over: [1]), x.sum(over: [0]), x.sum())
    Parallel.setThreadCount(3)
    #expect(x.sum(over: [1]) == rows && x.sum(over: [0]) == columns && x.sum() == all)
  }
}
