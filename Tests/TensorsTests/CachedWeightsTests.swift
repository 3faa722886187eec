// Packed, transformed and folded weights are cached with the weights, and follow every change of them.
import TestSupport
import Tensors
import Testing

@Suite struct CachedWeightsTests {
  private let input = Tensor.random([2, 18, 18, 32])
  private static let precisions = ConvolutionPrecision.allCases

  private func convolution(_ weight: Tensor, _ precision: ConvolutionPrecision) -> Tensor {
    conv2D(Variable(input), Variable(weight), padding: .same, precision: precision).value
  }

  /// The same numbers in memory of their own, with which nothing is cached.
  private func copy(_ tensor: Tensor) -> Tensor { Tensor(tensor.shape, scalars: tensor.scalars) }

  @Test(arguments: precisions) func weightsChangedInPlaceAreSeen(_ precision: ConvolutionPrecision) {
    var weight = Tensor.random([5, 5, 32, 32], seed: 2)
    let before = convolution(weight, precision)
    #expect(convolution(weight, precision) == before)
    weight.withUnsafeMutableBuffer { $0[7] += 1 }
    let after = convolution(weight, precision)
    #expect(after != before)
    #expect(after == convolution(copy(weight), precision))
  }

  @Test(arguments: precisions) func copiesChangedApartDoNotMix(_ precision: ConvolutionPrecision) {
    let weight = Tensor.random([5, 5, 32, 32], seed: 2)
    let before = convolution(weight, precision)
    var changed = weight
    changed.withUnsafeMutableBuffer { $0[7] += 1 }
    #expect(convolution(changed, precision) == convolution(copy(changed), precision))
    #expect(convolution(weight, precision) == before)
  }

  /// Two shapes of the same elements are packed differently.
  @Test func shapesDoNotMix() {
    let weight = Tensor.random([1, 1, 8, 6], seed: 2)
    let other = weight.reshaped(to: [1, 1, 6, 8])
    func products(_ weight: Tensor) -> Tensor {
      conv2D(Variable(Tensor.random([1, 3, 3, weight.shape[2]])), Variable(weight)).value
    }
    let (first, second) = (products(weight), products(other))
    #expect(first == products(copy(weight)))
    #expect(second == products(copy(other)))
  }

  /// A norm that is folded into weights is folded anew when any of its numbers changes.
  @Test(arguments: ["weight", "bias", "scale", "offset", "mean", "variance"])
  func everyPartOfAFoldedNormIsSeen(_ part: String) {
    var parts = [
      "weight": Tensor.random([3, 3, 32, 8], seed: 2), "bias": .random([8], seed: 3), "scale": .random([8], seed: 4),
      "offset": .random([8], seed: 5), "mean": .random([8], seed: 6), "variance": .random([8], in: 0.5...2, seed: 7),
    ]
    func block(_ parts: [String: Tensor]) -> Tensor {
      func part(_ name: String) -> Tensor { parts[name] ?? Tensor([], repeating: .nan) }
      return convolutionBlock(
        Variable(input), Variable(part("weight")), bias: Variable(part("bias")), stride: 1, padding: .same,
        order: .normThenActivation(.relu6), scale: Variable(part("scale")), offset: Variable(part("offset")),
        mean: part("mean"), variance: part("variance"), epsilon: 1e-3
      ).value
    }
    let before = block(parts)
    parts[part]?.withUnsafeMutableBuffer { $0[3] += 0.25 }
    let after = block(parts)
    #expect(after != before)
    #expect(after == block(parts.mapValues(copy)))
  }
}
