// Distances between features: those of all pairs, one by one.
import Experiments
import Foundation
import Tensors
import Testing

@Suite struct FeatureDistancesTests {
  /// The distance by its definition, in 64 bits.
  private func distances(_ rows: [[Double]], from row: Int) -> [Double] {
    let count = Double(rows.count)
    let means = rows[0].indices.map { feature in rows.reduce(0) { $0 + $1[feature] } / count }
    let variances = rows[0].indices.map { feature in
      rows.reduce(0) { $0 + pow($1[feature] - means[feature], 2) } / count
    }
    let active = rows[0].indices.filter { variances[$0] > 0 }
    return rows.map { other in
      (active.reduce(0) { $0 + pow(other[$1] - rows[row][$1], 2) / variances[$1] } / Double(active.count)).squareRoot()
    }
  }

  /// Rows of several blocks; the second feature never varies.
  @Test func neighboursAreThoseOfAllPairs() {
    var random = RandomSource(seed: 3)
    let rows = (0..<2600).map { _ in [Float(40 * random.uniform()), 7, random.normal(), -100 + random.normal()] }
    let found = FeatureDistances(Tensor([2600, 2, 2], scalars: rows.flatMap { $0 }))
    let chosen = [0, 1999, 2048, 2599]
    let near = found.nearest(to: chosen, count: 6)
    for (row, neighbours) in zip(chosen, near) {
      let expected = distances(rows.map { $0.map(Double.init) }, from: row)
      let order = expected.indices.filter { $0 != row }.sorted { expected[$0] < expected[$1] }.prefix(6)
      #expect(neighbours.count == 6 && !neighbours.contains { $0.row == row })
      for (neighbour, place) in zip(neighbours, order) {
        #expect(abs(Double(neighbour.distance) - expected[place]) < 2e-3)
        #expect(abs(expected[neighbour.row] - Double(neighbour.distance)) < 2e-3)
      }
    }
    #expect(found.nearest(to: [2048], count: 6)[0].map(\.row) == near[2].map(\.row))
  }

  @Test func unrelatedRowsLieARootOfTwoApart() {
    var random = RandomSource(seed: 4)
    let found = FeatureDistances(Tensor.normal([60, 4000], using: &random))
    for neighbour in found.nearest(to: [5], count: 59)[0] {
      #expect(abs(neighbour.distance - Float(2).squareRoot()) < 0.06)
    }
  }

  @Test func threadsDoNotMatterAndFewRowsHaveFewNeighbours() {
    var random = RandomSource(seed: 5)
    let features = Tensor.normal([300, 5], using: &random)
    let threads = Parallel.threadCount
    defer { Parallel.setThreadCount(threads) }
    let results = [1, 3].map { count in
      Parallel.setThreadCount(count)
      return FeatureDistances(features).nearest(to: Array(0..<300), count: 5).map { $0.map(\.distance.bitPattern) }
    }
    #expect(results[0] == results[1])
    #expect(
      FeatureDistances(Tensor([2, 1], scalars: [1, 3])).nearest(to: [0, 1], count: 5).map { $0.map(\.row) } == [
        [1], [0],
      ])
    // Equal rows are no distance apart; the first of equally near ones comes first.
    let equal = FeatureDistances(Tensor([4, 1], scalars: [1, 1, 1, 9])).nearest(to: [1], count: 2)[0]
    #expect(equal.map(\.row) == [0, 2] && equal.allSatisfy { $0.distance < 1e-3 })
  }
}
