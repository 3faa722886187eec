// Loops over the rows of a tensor.

extension Parallel {
  /// Runs `body` for every row of a tensor along its last axis.
  static func forEachRow(of tensor: Tensor, _ body: (_ row: Int) -> Void) {
    let columns = max(tensor.shape[-1], 1)
    forEachRange(tensor.shape.count / columns, grain: max(1, elementGrain / 8 / columns)) { rows in
      for row in rows { body(row) }
    }
  }
}
