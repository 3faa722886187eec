// galaxy networks: what networks there are, and what they are made of.
internal import ArgumentParser
internal import Experiments
internal import ImageModels
internal import NeuralNetwork
internal import Reports
internal import Tensors

struct Networks: NetworkCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the networks, or the layers and the recipe of one of them.",
    discussion: """
      The recipe is what galaxy train does unless told otherwise. Beside each setting stand its name in a file for \
      --config, of which a run's config.yaml is an example, and its option.

      Example: galaxy networks hildebrandt
      """)

  @Argument(help: "Network whose layers and recipe to show.", completion: .networks)
  var name: String?
  @OptionGroup var networkOptions: NetworkOptionGroup
  @OptionGroup var jsonOptions: JSONOptions

  func run(networks: NetworkRegistry) throws {
    let definitions = try name.map { [try networks.definition(named: $0)] } ?? networks.definitions
    // A list shows what can be chosen where it can be; of a single network all must fit.
    let descriptions = try definitions.map { definition in
      let options = name == nil ? definition.applicable(networkOptions.options) : networkOptions.options
      return try NetworkDescription(definition, options: options, networks: networks, isWhole: name != nil)
    }
    if jsonOptions.json {
      try Console.print(json: descriptions)
    } else if let description = descriptions.first, let layers = description.layers, let recipe = description.recipe {
      try Self.print(layers, of: description)
      try Console.print("")
      try Self.print(recipe)
    } else {
      try Console.print(
        zip(definitions, descriptions).map { definition, network in
          [network.name, NumberText.extents(network.input), NumberText.count(network.parameters), definition.summary]
        }, heading: ["network", "input", "parameters", "what it is"], rightAligned: [2])
    }
  }

  private static func print(_ layers: [NetworkDescription.LayerLine], of network: NetworkDescription) throws {
    try Console.print(
      layers.map {
        [
          $0.name, $0.kind, NumberText.extents($0.output), NumberText.count($0.parameters),
          NumberText.count($0.multiplyAdds),
        ]
      },
      heading: ["layer", "kind", "output", "parameters", "multiply-adds"], rightAligned: [3, 4])
    let counts = [network.parameters, network.trainableParameters, network.multiplyAdds].map(NumberText.count)
    try Console.print(
      "\(network.name): \(counts[0]) parameters, \(counts[1]) trainable, \(counts[2]) multiply-adds an image")
  }

  private static func print(_ recipe: Recipe) throws {
    let rows = Recipe.settings.flatMap { setting in
      setting.parts.compactMap { part in
        part.text(recipe).map { [part.label, setting.name, part.options.joined(separator: " "), $0] }
      }
    }
    try Console.print(rows, heading: ["recipe", "in files", "option of train", "value"], rightAligned: [])
  }
}

/// A network as `galaxy networks --json` prints it.
private struct NetworkDescription: Encodable {
  struct LayerLine: Encodable {
    let name: String
    let kind: String
    let output: [Int]
    let parameters: Int
    let multiplyAdds: Int
  }

  let name: String
  let input: [Int]
  let outputs: Int
  let parameters: Int
  let trainableParameters: Int
  let multiplyAdds: Int
  let layers: [LayerLine]?
  /// What `galaxy train` does unless told otherwise.
  let recipe: Recipe?

  /// - Parameter isWhole: whether layers and recipe are shown, too.
  init(_ definition: NetworkDefinition, options: NetworkOptions, networks: NetworkRegistry, isWhole: Bool) throws {
    let options = try options.withTrainedSize(of: definition.name, networks: networks)
    let lines = try definition.graph(options).summary
    name = definition.name
    input = try definition.input(options).dimensions
    outputs = options.outputs
    parameters = lines.reduce(0) { $0 + $1.parameters }
    trainableParameters = lines.reduce(0) { $0 + $1.trainableParameters }
    multiplyAdds = lines.reduce(0) { $0 + $1.multiplyAdds }
    guard isWhole else {
      (layers, recipe) = (nil, nil)
      return
    }
    var recipe = try Recipe(network: definition.name, networks: networks)
    recipe.options.outputs = options.outputs
    if options.widthMultiplier != 1 { recipe.options.widthMultiplier = options.widthMultiplier }
    if let size = options.imageSize { recipe.setImageSize(size) }
    self.recipe = recipe
    layers = lines.map {
      LayerLine(
        name: $0.name, kind: $0.kind, output: Array($0.output.dimensions.dropFirst()), parameters: $0.parameters,
        multiplyAdds: $0.multiplyAdds)
    }
  }
}
