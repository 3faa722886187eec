// Networks against PyTorch, from weights and data that both sides compute from one formula.
import ImageModels
import TestSupport
import Tensors
import Testing

@Suite(.serialized) struct NetworkFixtureTests {
  private let fixture: Fixture

  init() throws {
    fixture = try Fixture("networks", in: .module)
  }

  @Test(arguments: ["galaxy", "galaxy-mobilenet-v1", "galaxy-mobilenet-v2", "mobilenet-v2", "lawlor-vgg16"])
  func outputsAndGradients(name: String) throws {
    let definition = try NetworkDefinition.named(name)
    // Dropout is not part of the comparison.
    let network: any ImageNetwork =
      switch name {
      case "galaxy": GalaxyNetwork(usesDropout: false)
      case "lawlor-vgg16": VGG16(imageSize: 106, usesDropout: false)
      default: try definition.makeNetwork()
      }
    try check(network, name: name, input: definition.input)
  }

  private func check(_ network: some ImageNetwork, name: String, input: Shape) throws {
    var network = network
    network.takeFormulaValues(randomStatistics: true, gain: name == "lawlor-vgg16" ? 2 : 1)
    // Of the network with max-pools between norms, images without a near tie.
    try NetworkReference(name, in: fixture).check(
      &network, images: formulaNumbers(name == "galaxy" ? 1010 : 1000, Shape([2] + input.dimensions)),
      target: formulaNumbers(2000, [2, 37]))
  }
}
