// Arithmetic of shapes that broadcast, element by element.
import TestSupport
import Tensors
import Testing

@Suite struct BroadcastTests {
  private static let shapes: [Shape] = [
    [], [5], [3, 1, 5], [7, 1], [2, 7, 5], [1], [2, 1, 1], [1, 700, 33], [2, 700, 33], [0, 5], [2, 700, 1], [1, 1, 33],
    [33], [4097, 1], [4097, 9], [9], [40_000, 3], [3], [40_000, 1], [2, 3, 1, 5], [2, 1, 4, 1, 5],
  ]

  private static func extents(_ shape: Shape, rank: Int) -> [Int] {
    [Int](repeating: 1, count: rank - shape.rank) + shape.dimensions
  }

  /// The common shape, and for each of its elements the index into a tensor of `shape`.
  private static func indices(_ shape: Shape, into common: [Int]) -> [Int] {
    let own = extents(shape, rank: common.count)
    var indices = [0]
    for (extent, ownExtent) in zip(common, own) {
      indices = indices.flatMap { start in (0..<extent).map { start * ownExtent + (ownExtent == 1 ? 0 : $0) } }
    }
    return indices
  }

  private static func common(_ a: Shape, _ b: Shape) -> [Int]? {
    let rank = max(a.rank, b.rank)
    let pairs = zip(extents(a, rank: rank), extents(b, rank: rank))
    guard pairs.allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 }) else { return nil }
    return pairs.map { $0 == 1 ? $1 : $0 }
  }

  @Test(arguments: shapes) func everyElementMeetsItsOwn(left: Shape) {
    let a = Tensor.random(left, in: 0.5...2, seed: 1)
    for right in Self.shapes {
      guard let common = Self.common(left, right) else { continue }
      let b = Tensor.random(right, in: 0.5...2, seed: 2)
      let x = a.scalars
      let y = b.scalars
      let pairs = zip(Self.indices(left, into: common), Self.indices(right, into: common)).map { (x[$0], y[$1]) }
      let shape = Shape(common)
      #expect(a + b == Tensor(shape, scalars: pairs.map { $0 + $1 }), "\(left) + \(right)")
      #expect(a - b == Tensor(shape, scalars: pairs.map { $0 - $1 }), "\(left) - \(right)")
      #expect(a * b == Tensor(shape, scalars: pairs.map { $0 * $1 }), "\(left) * \(right)")
      #expect(a / b == Tensor(shape, scalars: pairs.map { $0 / $1 }), "\(left) / \(right)")
      #expect(
        maximum(Variable(a), Variable(b)).value == Tensor(shape, scalars: pairs.map { max($0, $1) }),
        "maximum of \(left) and \(right)")
    }
  }

  @Test(arguments: [
    ([4, 6, 6, 9], [9]), ([4, 6, 6, 9], [4, 6, 6, 1]), ([70, 12], [70, 1]), ([2, 3, 1, 5], [4, 1]),
  ])
  func gradientsAreSumsOverWhatWasRepeated(left: [Int], right: [Int]) throws {
    let tape = Tape()
    let a = tape.track(.random(Shape(left), in: 0.5...2, seed: 1))
    let b = tape.track(.random(Shape(right), in: 0.5...2, seed: 2))
    let product = a * b
    let dProduct = Tensor.random(product.shape, seed: 3)
    let gradients = tape.gradients(of: product, dOutput: dProduct)
    for (variable, other) in [(a, b), (b, a)] {
      var expected = [Float](repeating: 0, count: variable.shape.count)
      let own = Self.indices(variable.shape, into: product.shape.dimensions)
      let others = Self.indices(other.shape, into: product.shape.dimensions)
      for (index, d) in dProduct.scalars.enumerated() { expected[own[index]] += d * other.value.scalars[others[index]] }
      let found = try #require(gradients[variable])
      for (x, y) in zip(found.scalars, expected) { #expect(abs(x - y) < 1e-4) }
    }
  }
}
