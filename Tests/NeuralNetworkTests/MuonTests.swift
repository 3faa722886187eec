// Muon against Keras's, what it does to singular values, and its memory across an interruption.
import NeuralNetwork
import TestSupport
import Tensors
import Testing

/// Filter banks that are a tall and a wide matrix.
private struct Filters: Module {
  var tall = Conv2D(inputChannels: 2, outputChannels: 7, kernelSize: 3)
  var wide = Conv2D(inputChannels: 3, outputChannels: 10, kernelSize: 1)

  mutating func visitParts(_ visitor: inout PartVisitor) {
    visitor("tall", &tall)
    visitor("wide", &wide)
  }
}

@Suite struct MuonTests {
  private static let steps = 6
  private let fixture: Fixture
  private let start: Filters

  init() throws {
    fixture = try Fixture("muon", in: .module)
    var filters = Filters()
    try filters.load(fixture.contents[prefix: "start"])
    start = filters
  }

  private func optimizer(momentum: Float = 0.875) -> Muon {
    Muon(
      learningRate: 0.03125, weightDecay: 0.25, momentum: momentum, beta1: 0.75, beta2: 0.9375, epsilon: 0x1p-20)
  }

  private func rows(_ group: String, _ step: Int) -> [String: Tensor] {
    fixture.contents[prefix: group].mapValues { $0.row(step) }
  }

  private func advance(_ filters: inout Filters, _ optimizer: inout Muon, _ step: Int) {
    optimizer.update(&filters, along: ParameterGradients(values: rows("gradients", step)))
  }

  /// The largest relative error over all steps.
  private func error(of optimizer: Muon) throws -> Double {
    var (filters, optimizer, worst) = (start, optimizer, 0.0)
    for step in 0..<Self.steps {
      advance(&filters, &optimizer, step)
      let expected = rows("path", step)
      for (name, tensor) in filters.tensors {
        worst = max(worst, tensor.relativeError(to: try #require(expected[name])))
      }
    }
    return worst
  }

  @Test func movesAsInKeras() throws {
    #expect(try error(of: optimizer()) < 1e-6)
    #expect(try error(of: optimizer(momentum: 0.88)) > 1e-5)
  }

  @Test func goesOnAfterAnInterruption() throws {
    var (whole, uninterrupted) = (start, optimizer())
    for step in 0..<Self.steps { advance(&whole, &uninterrupted, step) }
    var (filters, first) = (start, optimizer())
    for step in 0..<3 { advance(&filters, &first, step) }
    var second = optimizer()
    try second.restore(first.state, for: filters)
    for step in 3..<Self.steps { advance(&filters, &second, step) }
    #expect(filters.tensors == whole.tensors)
    #expect(second.state == uninterrupted.state)
  }

  /// A matrix of known singular values, 1 to 0.01: turned vectors times these.
  @Test(arguments: [[12, 5], [5, 12], [5, 5]]) func singularValuesBecomeNearlyOne(extents: [Int]) {
    var random = RandomSource(seed: 3)
    let (rows, columns) = (extents[0], extents[1])
    let left = Initializer.orthogonal().makeTensor([rows, 5], using: &random)
    let right = Initializer.orthogonal().makeTensor([5, columns], using: &random)
    let values: [Float] = [1, 0.5, 0.2, 0.05, 0.01]
    let matrix = (left * Tensor([1, 5], scalars: values)).matrixProduct(right)
    // Uᵀ·X·V has the singular values of X on its diagonal.
    let turned = left.matrixProduct(matrix.nearlyOrthogonal, transposed: true).matrixProduct(
      right, otherTransposed: true)
    for row in 0..<5 {
      for column in 0..<5 {
        let value = turned.scalars[row * 5 + column]
        if row == column { #expect(value > 0.65 && value < 1.25) } else { #expect(abs(value) < 1e-4) }
      }
    }
  }

  @Test func aMatrixOfZerosStaysZero() {
    #expect(Tensor.zeros([3, 4]).nearlyOrthogonal == .zeros([3, 4]))
  }
}
