// What a run is asked to do, as its config.yaml holds it.

/// What a run was asked to do: its data and its recipe.
public struct RunConfiguration: Sendable, Equatable {
  /// Where the images and their labels are.
  public var data: DataSet
  /// A run or checkpoint whose division into training and held-out images is taken over; drawn by the recipe if nil.
  public var split: String?
  /// The file that the starting weights came from; drawn by the recipe's seed if nil.
  public var initialWeights: String?
  /// Everything else that decides what is computed.
  public var recipe: Recipe
  /// The seconds that the run's length was fitted to, as long as they are not used up; nil where it was fitted to none.
  public internal(set) var timeLimit: Double?

  /// A configuration.
  public init(data: DataSet, split: String? = nil, initialWeights: String? = nil, recipe: Recipe) {
    self.data = data
    self.split = split
    self.initialWeights = initialWeights
    self.recipe = recipe
  }
}

extension RunConfiguration: Codable {
  enum CodingKeys: String, CodingKey { case split, initialWeights, recipe, timeLimit }

  /// Reads the stored form, in which the data set's settings stand beside the others.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    data = try DataSet(from: decoder)
    split = try container.decodeIfPresent(String.self, forKey: .split)
    initialWeights = try container.decodeIfPresent(String.self, forKey: .initialWeights)
    recipe = try container.decode(Recipe.self, forKey: .recipe)
    timeLimit = try container.decodeIfPresent(Double.self, forKey: .timeLimit)
  }

  /// Writes the stored form.
  public func encode(to encoder: any Encoder) throws {
    try data.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(split, forKey: .split)
    try container.encodeIfPresent(initialWeights, forKey: .initialWeights)
    try container.encode(recipe, forKey: .recipe)
    try container.encodeIfPresent(timeLimit, forKey: .timeLimit)
  }
}
