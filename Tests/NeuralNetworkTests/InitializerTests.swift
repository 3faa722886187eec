// Distributions of first values.
import NeuralNetwork
import TestSupport
import Tensors
import Testing

@Suite struct InitializerTests {
  private func values(_ initializer: Initializer, _ shape: Shape = [200, 100]) -> [Double] {
    var random = RandomSource(seed: 3)
    return initializer.makeTensor(shape, using: &random).scalars.map(Double.init)
  }

  private func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    return (mean, (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot())
  }

  /// Deviations by the papers; that of a uniform distribution is its width by √12. Two per cent are six standard errors.
  @Test(arguments: [
    (Initializer.glorotUniform(fanIn: 20, fanOut: 30), 0.2, 0.34642),
    (.glorotNormal(fanIn: 20, fanOut: 30), 0.2, 2 * 0.2 / 0.87962),
    (.heUniform(fanIn: 8), 0.5, 0.86603), (.heNormal(fanIn: 8), 0.5, 2 * 0.5 / 0.87962),
    (.leCunUniform(fanIn: 8), 0.35355, 0.61238), (.leCunNormal(fanIn: 8), 0.35355, 2 * 0.35355 / 0.87962),
    (.truncatedNormal(deviation: 0.02), 0.02 * 0.87962, 0.04), (.normal(deviation: 0.02), 0.02, 0.02 * 6),
    (.uniform(in: -3...3), 1.73205, 3),
  ]) func deviationsAndLimits(initializer: Initializer, deviation: Double, limit: Double) {
    let values = values(initializer)
    let found = moments(values)
    #expect(abs(found.mean) < 0.04 * deviation)
    #expect(abs(found.deviation / deviation - 1) < 0.02, "\(initializer)")
    #expect(values.allSatisfy { abs($0) <= limit * 1.0001 } && values.contains { abs($0) > 0.6 * limit })
  }

  @Test func constants() {
    #expect(values(.zeros, [3]) == [0, 0, 0] && values(.ones, [2]) == [1, 1] && values(.constant(2.5), [1]) == [2.5])
    #expect(abs(moments(values(.normal(mean: 4, deviation: 1))).mean - 4) < 0.05)
    #expect(abs(moments(values(.truncatedNormal(mean: -3, deviation: 1))).mean + 3) < 0.05)
  }

  @Test(arguments: [[6, 4], [4, 6], [5, 5], [3, 3, 2, 7], [3]]) func orthogonalRowsOrColumns(extents: [Int]) {
    let columns = extents[extents.count - 1]
    let rows = extents.dropLast().reduce(1, *)
    let matrix = values(.orthogonal(gain: 2), Shape(extents))
    let count = min(rows, columns)
    for first in 0..<count {
      for second in 0..<count {
        let product = (0..<max(rows, columns)).reduce(0.0) { sum, index in
          rows >= columns
            ? sum + matrix[index * columns + first] * matrix[index * columns + second]
            : sum + matrix[first * columns + index] * matrix[second * columns + index]
        }
        #expect(abs(product - (first == second ? 4 : 0)) < 1e-5)
      }
    }
  }

  @Test func rulesOfOnesOwnServeLayers() {
    let signs = Initializer("signs") { shape, random in
      Tensor(shape, scalars: (0..<shape.count).map { _ in random.bernoulli(0.5) ? 1 : -1 })
    }
    let layers = Sequential([
      ("a", Conv2D(inputChannels: 2, outputChannels: 8, kernelSize: 3, initializer: signs)),
      ("b", DepthwiseConv2D(channels: 8, kernelSize: 3, initializer: signs)),
      ("c", Dense(inputs: 8, outputs: 3, initializer: signs)),
    ])
    var initialized = layers
    initialized.initializeParameters(seed: 1)
    for (name, tensor) in initialized.tensors {
      #expect(Set(tensor.scalars) == (name.hasSuffix("bias") ? [0] : [1, -1]), "\(name)")
    }
    initialized.visitParameters { _, parameter in parameter.initializer = .constant(7) }
    initialized.initializeParameters(seed: 1, onlyMissing: true)
    #expect(initialized.tensors["b.weight"].map { Set($0.scalars) } == [1, -1])
    initialized.initializeParameters(seed: 1)
    #expect(initialized.tensors["b.weight"].map { Set($0.scalars) } == [7])
  }
}
