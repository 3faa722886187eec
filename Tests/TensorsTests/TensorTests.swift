// Tensors as values that share memory.
import TestSupport
import Tensors
import Testing

@Suite struct TensorTests {
  private func doubled(_ tensor: consuming Tensor) -> Tensor {
    let count = tensor.shape.count
    return (consume tensor).overwritten { source, target in
      for index in 0..<count { target[index] = 2 * source[index] }
    }
  }

  @Test func aTensorOfOneHolderIsOverwritten() {
    let tensor = Tensor([3], scalars: [1, 2, 3])
    let pointer = tensor.pointer
    let result = doubled(consume tensor)
    #expect(result.scalars == [2, 4, 6] && result.pointer == pointer)
  }

  @Test func aSharedTensorIsNotOverwritten() {
    let tensor = Tensor([3], scalars: [1, 2, 3])
    let result = doubled(tensor)
    #expect(result.scalars == [2, 4, 6] && tensor.scalars == [1, 2, 3])
  }

  @Test func cachedValuesOfOldElementsAreDropped() {
    let weight = Tensor([1, 1, 2, 2], scalars: [1, 2, 3, 4])
    #expect(product(weight) == [4, 6])
    #expect(product(doubled(consume weight)) == [8, 12])
  }

  /// A convolution, whose packed weights are cached with their tensor.
  private func product(_ weight: Tensor) -> [Float] {
    conv2D(Variable(Tensor([1, 1, 1, 2], scalars: [1, 1])), Variable(weight)).value.scalars
  }
}
