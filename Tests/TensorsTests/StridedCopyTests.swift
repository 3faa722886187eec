// Copies of short lines and transpositions against loops over single elements.
import CKernels
import TestSupport
import Tensors
import Testing

@Suite struct StridedCopyTests {
  @Test(arguments: [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 100, 300]) func rows(columns: Int) {
    for (rows, gap) in [(0, 0), (1, 0), (5, 0), (5, 3)] {
      let stride = columns + gap
      let x = Tensor.random([rows * stride], seed: 1).scalars
      var y = [Float](repeating: -7, count: rows * stride + 1)
      var expected = y
      for row in 0..<rows {
        for column in 0..<columns { expected[row * stride + column] = x[(rows - 1 - row) * stride + column] }
      }
      // From the last row to the first.
      x.withUnsafeBufferPointer { x in
        gk_copy_rows(x.baseAddress.map { $0 + max(0, rows - 1) * stride }, -stride, &y, stride, rows, columns)
      }
      #expect(y == expected, "[\(rows), \(columns)]")
    }
  }

  @Test(arguments: [0, 1, 3, 4, 5, 16, 63, 64, 70, 131]) func transposition(rows: Int) {
    for columns in [0, 1, 3, 4, 6, 16, 33, 65] {
      let (xRow, yRow) = (columns + 2, rows + 1)
      let x = Tensor.random([rows * xRow + 1], seed: 2).scalars
      var y = [Float](repeating: -7, count: columns * yRow + 1)
      var expected = y
      for row in 0..<rows {
        for column in 0..<columns { expected[column * yRow + row] = x[row * xRow + column] }
      }
      gk_transpose(x, xRow, &y, yRow, rows, columns)
      #expect(y == expected, "[\(rows), \(columns)]")
    }
  }

  /// The element at a position, of a tensor whose axes are in another order.
  @Test(arguments: [[0, 3, 1, 2], [0, 2, 3, 1], [3, 2, 1, 0], [2, 1, 0, 3], [0, 2, 1, 3], [1, 3, 0, 2]])
  func permutations(order: [Int]) {
    for extents in [[2, 5, 7, 3], [3, 40, 33, 66], [1, 2, 130, 1], [2, 0, 3, 4]] {
      let x = Tensor.random(Shape(extents), seed: 3)
      let y = x.permuted(order)
      let strides = order.map { axis in extents[(axis + 1)...].reduce(1, *) }
      let values = x.scalars
      var indices = [0]
      for (axis, stride) in zip(order, strides) {
        indices = indices.flatMap { start in (0..<extents[axis]).map { start + $0 * stride } }
      }
      #expect(y == Tensor(Shape(order.map { extents[$0] }), scalars: indices.map { values[$0] }))
    }
  }
}
