// The published networks against keras.applications, from weights and data that both sides compute from one formula.
import ImageModels
import NeuralNetwork
import TestSupport
import Tensors
import Testing

@Suite(.serialized) struct KerasNetworkTests {
  private static let names = [
    "mobilenet-v1", "mobilenet-v1-shallow", "mobilenet-v2", "mobilenet-v3-small", "mobilenet-v3-large", "vgg16",
    "inception-v3",
  ]

  private let fixture: Fixture

  init() throws {
    fixture = try Fixture("keras-networks", in: .module)
  }

  /// The network of the fixture with the formula's numbers and without dropout.
  private func network(_ name: String, _ reference: NetworkReference) throws -> any ImageNetwork {
    let options = reference.options
    let width = options.widthMultiplier
    var network: any ImageNetwork
    switch name {
    case "mobilenet-v1", "mobilenet-v1-shallow":
      network = MobileNetV1(
        outputs: 10, output: .softmax, widthMultiplier: width, isShallow: name == "mobilenet-v1-shallow",
        usesDropout: false)
    case "mobilenet-v2": network = MobileNetV2(outputs: 10, output: .softmax, widthMultiplier: width)
    case "mobilenet-v3-small":
      network = MobileNetV3(.small, outputs: 10, output: .softmax, widthMultiplier: width, usesDropout: false)
    case "mobilenet-v3-large":
      network = MobileNetV3(.large, outputs: 10, output: .softmax, widthMultiplier: width, usesDropout: false)
    case "vgg16":
      network = VGG16(outputs: 10, output: .softmax, imageSize: options.imageSize ?? 224, usesDropout: false)
    default: network = InceptionV3(outputs: 10, output: .softmax)
    }
    network.takeFormulaValues(randomStatistics: true, gain: reference.gain)
    // Statistics so old that they move as Keras's do.
    network.visitParameters { _, parameter in
      if parameter.role == .counter { parameter.value = Tensor(1e6) }
    }
    return network
  }

  private func images(_ reference: NetworkReference) throws -> Tensor {
    let size = try #require(reference.options.imageSize)
    return formulaNumbers(1000, [reference.batch, size.height, size.width, 3])
  }

  @Test(arguments: names) func outputsGradientsAndStatistics(name: String) throws {
    let reference = try NetworkReference(name, in: fixture)
    try check(try network(name, reference), reference)
  }

  private func check(_ network: some ImageNetwork, _ reference: NetworkReference) throws {
    var network = network
    let images = try images(reference)
    var inference = Context.inference
    #expect(try reference.matches("inferenceLogits", network.logits(Variable(images), in: &inference).value))
    try reference.check(&network, images: images, target: formulaNumbers(2000, [reference.batch, 10]))
    var statistics: [Float] = []
    network.forEachParameter { _, parameter in
      if parameter.role == .statistic { statistics.append(parameter.value.scalars[0]) }
    }
    if !statistics.isEmpty {
      #expect(try reference.matches("statistics", Tensor([statistics.count], scalars: statistics)))
    }
  }

  /// One part in a thousand of one norm, or of one weight of VGG's last layer, is more than the comparison lets pass.
  @Test(arguments: names) func smallChangesShow(name: String) throws {
    let reference = try NetworkReference(name, in: fixture)
    var network = try network(name, reference)
    let images = try images(reference)
    var changed = 0
    network.visitParameters { parameterName, parameter in
      guard
        parameterName == (name == "vgg16" ? "classifier.2.bias" : "stem.norm.runningVariance")
          || parameterName == "stem.5.norm.runningVariance"
      else { return }
      changed += 1
      parameter.value = Tensor(parameter.shape, scalars: parameter.value.scalars.map { $0 * 1.001 })
    }
    #expect(changed == 1)
    #expect(try !reference.matches("inferenceOutput", network.prediction(for: images)))
  }
}
