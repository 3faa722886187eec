// The eight flips and quarter turns of a square.

/// One of the eight ways to lay a square on itself, the group D4.
package struct SquareSymmetry: Sendable, Hashable, CaseIterable {
  // Where a step down and a step to the right lead: a matrix whose entries are 0, 1 and -1.
  private let down: Step
  private let right: Step

  private struct Step: Hashable {
    var rows: Int
    var columns: Int
  }

  /// The square as it is, its quarter turns, and the same of its mirror image.
  package static let allCases: [SquareSymmetry] = {
    let quarterTurn = SquareSymmetry(down: Step(rows: 0, columns: -1), right: Step(rows: 1, columns: 0))
    let none = SquareSymmetry(down: Step(rows: 1, columns: 0), right: Step(rows: 0, columns: 1))
    let flip = SquareSymmetry(down: Step(rows: 1, columns: 0), right: Step(rows: 0, columns: -1))
    return [none, flip].flatMap { start in
      (0..<3).reduce(into: [start]) { turns, _ in turns.append(quarterTurn.after(turns[turns.count - 1])) }
    }
  }()

  /// How many there are.
  package static let count = allCases.count

  /// First the other, then this.
  package func after(_ other: SquareSymmetry) -> SquareSymmetry {
    SquareSymmetry(down: moved(other.down), right: moved(other.right))
  }

  /// What takes this back.
  package var inverse: SquareSymmetry {
    // The inverse of such a matrix is its transpose.
    SquareSymmetry(
      down: Step(rows: down.rows, columns: right.rows), right: Step(rows: down.columns, columns: right.columns))
  }

  /// Where a pixel of a square of `side` pixels goes.
  package func moved(row: Int, column: Int, side: Int) -> (row: Int, column: Int) {
    // Half pixels from the centre.
    let place = moved(Step(rows: 2 * row - (side - 1), columns: 2 * column - (side - 1)))
    return ((place.rows + side - 1) / 2, (place.columns + side - 1) / 2)
  }

  private func moved(_ step: Step) -> Step {
    Step(
      rows: step.rows * down.rows + step.columns * right.rows,
      columns: step.rows * down.columns + step.columns * right.columns)
  }
}
