// What plain tensors can do: making, parts, arithmetic, reductions.
import TestSupport
import Tensors
import Testing

@Suite struct TensorValueTests {
  private let matrix = Tensor([2, 3], scalars: [1, 2, 3, 4, 5, 6])

  @Test func making() {
    #expect(Tensor.zeros([2]).scalars == [0, 0])
    #expect(Tensor.ones([2]).scalars == [1, 1])
    #expect(Tensor.full([2], 3).scalars == [3, 3])
    #expect(Tensor.arange(4).scalars == [0, 1, 2, 3])
    #expect(Tensor.arange(3, from: 1, by: -0.5).scalars == [1, 0.5, 0])
    #expect(Tensor.identity(2).scalars == [1, 0, 0, 1])
    #expect(Tensor.identity(0).shape == [0, 0])
  }

  @Test func randomNumbersAreDrawnOneAfterAnother() {
    var (source, other) = (RandomSource(seed: 3), RandomSource(seed: 3))
    let uniform = Tensor.uniform([2, 3], in: -1...2, using: &source)
    #expect(uniform.scalars == (0..<6).map { _ in other.uniform(in: -1...2) })
    let normal = Tensor.normal([4], mean: 1, standardDeviation: 2, using: &source)
    #expect(normal.scalars == (0..<4).map { _ in 1 + 2 * other.normal() })
    #expect(source.next() == other.next())
  }

  @Test func distributions() {
    var source = RandomSource(seed: 1)
    let uniform = Tensor.uniform([40_000], in: 2...4, using: &source)
    #expect(abs(uniform.mean().scalar - 3) < 0.02 && uniform.minimum() >= 2 && uniform.maximum() <= 4)
    let normal = Tensor.normal([40_000], mean: -1, standardDeviation: 3, using: &source)
    let deviation = normal + 1
    #expect(abs(deviation.mean().scalar) < 0.05 && abs((deviation * deviation).mean().scalar - 9) < 0.2)
  }

  @Test func parts() {
    #expect(matrix.row(1) == Tensor([3], scalars: [4, 5, 6]))
    #expect(matrix.rows(1..<2) == Tensor([1, 3], scalars: [4, 5, 6]))
    #expect(matrix.rows(2..<2).shape == [0, 3])
    #expect(matrix.sliced(.all, .range(0..<3, step: 2)) == Tensor([2, 2], scalars: [1, 3, 4, 6]))
    #expect(matrix.sliced(.last(1), .first(2)) == Tensor([1, 2], scalars: [4, 5]))
    #expect(matrix.gathered([2, 0], axis: 1) == Tensor([2, 2], scalars: [3, 1, 6, 4]))
    #expect(Tensor([2], scalars: [7, 8]).row(1) == Tensor(8))
  }

  @Test func partsAreReplaced() {
    var changed = matrix
    changed.replaceSlice(.all, .range(1..<2), with: Tensor([2, 1], scalars: [8, 9]))
    #expect(changed.scalars == [1, 8, 3, 4, 9, 6] && matrix.scalars == [1, 2, 3, 4, 5, 6])
  }

  @Test func joining() {
    let row = Tensor([1, 3], scalars: [7, 8, 9])
    #expect(Tensor.concatenated([matrix, row]) == Tensor([3, 3], scalars: [1, 2, 3, 4, 5, 6, 7, 8, 9]))
    #expect(
      Tensor.concatenated([matrix, matrix.sliced(.all, .first(1))], axis: -1).scalars == [1, 2, 3, 1, 4, 5, 6, 4])
    #expect(Tensor.stacked([row.row(0), matrix.row(0)]) == Tensor([2, 3], scalars: [7, 8, 9, 1, 2, 3]))
    #expect(Tensor.stacked([row.row(0), matrix.row(0)], axis: -1).scalars == [7, 1, 8, 2, 9, 3])
  }

  @Test func order() {
    #expect(matrix.permuted(1, 0) == Tensor([3, 2], scalars: [1, 4, 2, 5, 3, 6]))
    #expect(matrix.transposed() == matrix.permuted(1, 0))
    #expect(matrix.flipped([1]).scalars == [3, 2, 1, 6, 5, 4])
    #expect(
      Tensor([2, 1], scalars: [1, 2]).broadcast(to: [2, 2, 3]).scalars == [1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2])
    #expect(Tensor(4).broadcast(to: [2]).scalars == [4, 4])
  }

  @Test func arithmetic() {
    let row = Tensor([3], scalars: [1, 0, 2])
    #expect((matrix + row).scalars == [2, 2, 5, 5, 5, 8])
    #expect((matrix - row).scalars == [0, 2, 1, 3, 5, 4])
    #expect((row * matrix).scalars == [1, 0, 6, 4, 0, 12])
    #expect((matrix / Tensor([2, 1], scalars: [1, 2])).scalars == [1, 2, 3, 2, 2.5, 3])
    #expect((matrix + 1).scalars == (1 + matrix).scalars && (matrix * 2).scalars == (2 * matrix).scalars)
    #expect((row - 1).scalars == [0, -1, 1] && (1 - row).scalars == [0, 1, -1])
    #expect((row / 2).scalars == [0.5, 0, 1] && (2 / (row + 1)).scalars == [1, 2, 2 / 3])
    #expect((-row).scalars == [-1, 0, -2])
  }

  @Test func arithmeticInPlace() {
    var x = matrix
    x += matrix
    #expect(x.scalars == [2, 4, 6, 8, 10, 12])
    x -= Tensor([3], scalars: [1, 2, 3])
    #expect(x.scalars == [1, 2, 3, 7, 8, 9])
    x *= matrix
    x /= matrix
    #expect(x.scalars == [1, 2, 3, 7, 8, 9])
    x *= 2
    x += 1
    x -= 2
    x /= 2
    var y = Tensor([2], scalars: [1, 2])
    y += y
    y *= Tensor([2], scalars: [3, 4])
    y -= Tensor([1], scalars: [1])
    #expect(y.scalars == [5, 15])
    #expect(x.scalars == [0.5, 1.5, 2.5, 6.5, 7.5, 8.5] && matrix.scalars == [1, 2, 3, 4, 5, 6])
  }

  @Test func whatNobodySharesStaysWhereItIs() {
    var x = Tensor.ones([70_000])
    let place = x.pointer
    x += Tensor.arange(70_000)
    x *= 2
    #expect(x.pointer == place && x[69_999] == 140_000)
  }

  @Test func functions() {
    #expect(matrix.map { $0 * $0 }.scalars == [1, 4, 9, 16, 25, 36])
    #expect(matrix.map(with: matrix) { $0 - $1 } == .zeros([2, 3]))
  }

  @Test func reductions() {
    #expect(matrix.sum().scalar == 21 && matrix.mean() == Tensor(3.5))
    #expect(matrix.sum(over: [0]) == Tensor([3], scalars: [5, 7, 9]))
    #expect(matrix.sum(over: [-1], keepingAxes: true) == Tensor([2, 1], scalars: [6, 15]))
    #expect(matrix.mean(over: [0]) == Tensor([3], scalars: [2.5, 3.5, 4.5]))
    #expect(Tensor.zeros([0, 2]).sum(over: [0]) == .zeros([2]))
  }

  @Test func extrema() {
    let x = Tensor([2, 3], scalars: [3, 1, 3, -1, 0, -5])
    #expect(x.maximum() == 3 && x.minimum() == -5)
    #expect(x.maximum(over: 0) == Tensor([3], scalars: [3, 1, 3]))
    #expect(x.minimum(over: 1, keepingAxis: true) == Tensor([2, 1], scalars: [1, -5]))
    #expect(x.argmax() == [0, 1] && x.argmax(over: 0) == [0, 0, 0] && x.argmin() == [1, 2])
    #expect(Tensor([3], scalars: [1, .nan, 2]).maximum().isNaN && Tensor([3], scalars: [1, .nan, 2]).argmin() == [1])
    #expect(Tensor.zeros([0, 3]).argmax() == [])
  }
}
