// Snippets about images and about galaxies with their votes.
import GalaxyZoo
import ImageModels
import Images
import NeuralNetwork

func drawGalaxies() throws {
  let galaxy = try SyntheticSurvey(count: 100, seed: 1).galaxy(at: 0)
  let votes = zip(DecisionTree.columnNames, galaxy.fractions)
  let violations = DecisionTree.violations(in: galaxy.fractions[...])
  precondition(Array(votes).count == 37 && violations.isEmpty)

  let bytes = JPEG.encode(galaxy.image)
  let image = try Image.decode(bytes, named: "galaxy", as: .rgb)
  let part = image.cropped(to: Rectangle(width: 212, height: 212, centeredIn: image.frame))
  let small = part.resized(width: 64, height: 64, by: .area)
  precondition(small.pixels.count == 64 * 64 * 3)
}

func listNetworks() throws {
  for definition in NetworkDefinition.standard {
    let graph = try definition.graph()
    print(definition.name, definition.input, graph.parameterCount, graph.multiplyAdds)
  }
  let mobileNet = try NetworkDefinition.mobileNetV1.makeNetwork(
    NetworkOptions(outputs: 5, output: .softmax, widthMultiplier: 0.25))
  precondition(mobileNet.outputLayerName.hasPrefix("classifier"))
}
