// Where a network finds what speaks for an answer.
import ImageModels
import NeuralNetwork
import TestSupport
import Tensors
import Testing

@Suite struct EvidenceTests {
  /// Two channels from a 1×1 convolution, their means the logits: an output's evidence lies where its channel is.
  private struct Spotter: ImageNetwork {
    var layers = Sequential([
      ("pick", Conv2D(inputChannels: 2, outputChannels: 2, kernelSize: 1, usesBias: false)),
      ("mean", GlobalAveragePool2D()), ("classifier", Dense(inputs: 2, outputs: 2)),
    ])
    var output = OutputFunction.softmax
  }

  private let network: Spotter

  init() throws {
    var network = Spotter()
    network.initializeParameters(seed: 1)
    try network.load([
      "pick.weight": Tensor([1, 1, 2, 2], scalars: [1, 0, 0, 1]),
      "classifier.weight": Tensor([2, 2], scalars: [2, -1, -1, 2]), "classifier.bias": .zeros([2]),
    ])
    self.network = network
  }

  /// A 4×4 image whose first channel is 4 at one place and whose second is 2 at another.
  private var image: Tensor {
    var image = Tensor.zeros([1, 4, 4, 2])
    image.replaceSlice(.all, .range(1..<2), .range(2..<3), .range(0..<1), with: Tensor([1, 1, 1, 1], scalars: [4]))
    image.replaceSlice(.all, .range(3..<4), .range(0..<1), .range(1..<2), with: Tensor([1, 1, 1, 1], scalars: [2]))
    return image
  }

  @Test func evidenceLiesWhereTheAnswerComesFrom() {
    let images = Tensor.concatenated([image, image], axis: 0)
    let evidence = network.evidence(in: images, for: [0, 1])
    #expect(evidence.shape == [2, 4, 4])
    var (first, second) = ([Float](repeating: 0, count: 16), [Float](repeating: 0, count: 16))
    first[6] = 1
    second[12] = 1
    #expect(evidence.scalars == first + second)
  }

  @Test func whereNothingSpeaksForAnAnswerThereIsNoEvidence() {
    #expect(network.evidence(in: .zeros([1, 4, 4, 2]), for: [0]).scalars == [Float](repeating: 0, count: 16))
  }

  /// Of the package's networks, each in the shape of its last layer with places.
  @Test func networksHaveEvidence() {
    var network = Hildebrandt()
    network.initializeParameters(seed: 1)
    let images = Tensor.random([2, 150, 150, 1], in: 0...1)
    let evidence = network.evidence(in: images, for: [0, 36])
    #expect(evidence.shape.rank == 3 && evidence.shape[1] > 1)
    #expect(evidence.scalars.allSatisfy { $0 >= 0 && $0 <= 1 })
    #expect(evidence.scalars.max() == 1)
  }
}
