// Several networks, or several looks at one image, as one predictor.
internal import DataFiles
public import ImageDatasets
internal import ImageModels
internal import NeuralNetwork
internal import Preconditions
internal import Tensors

/// Trained networks whose answers are averaged with equal weights, over views of an image and over samples of dropout.
///
/// One network with one view answers as it does by itself. An image's answers depend neither on the number of threads nor
/// on the images around it.
public struct Ensemble: Sendable {
  /// The networks.
  public let members: [TrainedNetwork]
  /// The views of every image.
  public let views: [TestTimeView]
  /// Samples of dropout for every network and view; 0 where dropout does nothing.
  public let dropoutSamples: Int
  /// What the samples of dropout are drawn by.
  public let seed: UInt64
  /// For every network, the places of its outputs in the order of the first's.
  let orders: [[Int]]

  /// What the networks learned, as the first has it.
  public var task: any LearningTask { members[0].task }

  /// Answers that an average is made of.
  public var answersPerImage: Int { members.count * views.count * max(1, dropoutSamples) }

  /// Networks of one task; classes may be in different orders.
  ///
  /// - Parameters:
  ///   - members: one or more networks.
  ///   - names: what errors call them; numbers if nil.
  ///   - views: one or more views of every image; those of the first network's recipe if nil.
  ///   - dropoutSamples: how often every network answers with other units dropped; 0 for not at all.
  ///   - seed: what the samples of dropout are drawn by.
  /// - Throws: `FileError` naming the network whose outputs, images or layers do not fit.
  public init(
    _ members: [TrainedNetwork], names: [String]? = nil, views: [TestTimeView]? = nil, dropoutSamples: Int = 0,
    seed: UInt64 = 0
  ) throws {
    require(!members.isEmpty, "Ensemble: expected at least one network")
    let views = views ?? TestTimeView.list(members[0].recipe.views) ?? [.plain]
    require(!views.isEmpty, "Ensemble: expected at least one view")
    require(dropoutSamples >= 0, "Ensemble: expected no less than 0 samples of dropout, found \(dropoutSamples)")
    let names = names ?? members.indices.map { "network \($0 + 1)" }
    for (member, name) in zip(members, names) {
      let preprocessing = member.recipe.preprocessing
      if views.contains(where: \.needsSquare), preprocessing.width != preprocessing.height {
        throw FileError(
          path: name,
          problem: "takes images of \(preprocessing.width)x\(preprocessing.height), which cannot be seen turned by 90°")
      }
      if dropoutSamples > 0, !member.network.dropsOut(preprocessing) {
        throw FileError(path: name, problem: "has no dropout to sample")
      }
    }
    orders = try zip(members, names).map { member, name in
      try Self.order(of: member.task, in: members[0].task, names: (name, names[0]))
    }
    self.members = members
    self.views = views
    self.dropoutSamples = dropoutSamples
    self.seed = seed
  }

  /// The networks of checkpoints; a folder means the `best.safetensors` in it.
  ///
  /// - Throws: `FileError` naming the checkpoint that cannot be read or does not fit the first.
  public init(
    paths: [String], views: [TestTimeView]? = nil, dropoutSamples: Int = 0, seed: UInt64 = 0,
    networks: NetworkRegistry = .standard
  ) throws {
    try self.init(
      paths.map { try TrainedNetwork(path: $0, networks: networks) }, names: paths, views: views,
      dropoutSamples: dropoutSamples, seed: seed)
  }

  /// The places of a task's outputs in the order of another's.
  private static func order(
    of task: any LearningTask, in first: any LearningTask, names: (String, String)
  ) throws -> [Int] {
    let places = task.outputs.indices
    let order = first.outputs.names.compactMap { places[ExactText($0)] }
    guard type(of: task) == type(of: first), order.count == first.outputs.count, order.count == task.outputs.count
    else {
      throw FileError(
        path: names.0, problem: "cannot be averaged with \(names.1): \(describe(task)), not \(describe(first))")
    }
    return order
  }

  private static func describe(_ task: any LearningTask) -> String {
    "it predicts the \(type(of: task).labelNoun) \(NameList(task.outputs.names))"
  }
}

extension Ensemble {
  /// What is averaged, in words, for records of results.
  public var words: String {
    func counted(_ count: Int, _ noun: String) -> String? { count > 1 ? "\(count) \(noun)" : nil }
    let names = NameList(views.map(\.description))
    let parts = [
      counted(members.count, "networks"), counted(views.count, "views").map { "\($0) (\(names))" },
      counted(dropoutSamples, "samples of dropout"),
    ].compactMap { $0 }
    return parts.isEmpty ? "one answer an image" : "mean of " + parts.joined(separator: " × ")
  }

  /// Images that a network is given at a time.
  var batchSize: Int { inferenceBatchSize }

  /// The different preprocessings of the networks.
  var preprocessings: [Preprocessing] {
    members.map(\.recipe.preprocessing).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// A network's answers to a batch, in the order of the first's outputs: for every sample of dropout, a row an image.
  ///
  /// - Shape: input [N, H, W, C] → N · outputs numbers each.
  func answers(of index: Int, to input: Tensor) -> [[Float]] {
    let member = members[index]
    let samples = RandomSource(seed: seed).split("dropout").split(UInt64(index))
    let outputs =
      dropoutSamples == 0
      ? [member.network.prediction(for: input)]
      : (0..<dropoutSamples).map { sample in
        var context = Context.sampling(random: samples.split(UInt64(sample)))
        return member.network(Variable(input), in: &context).value
      }
    let order = orders[index]
    return outputs.map { outputs in
      let answers = member.task.answers(outputs).scalars
      if order == Array(order.indices) { return answers }
      return (0..<input.shape[0]).flatMap { row in order.map { answers[row * order.count + $0] } }
    }
  }
}

extension ImageNetwork {
  /// Whether some layer drops anything.
  fileprivate func dropsOut(_ preprocessing: Preprocessing) -> Bool {
    graph(input: [1, preprocessing.height, preprocessing.width, preprocessing.channels]).nodes.contains { node in
      if case .dropout(let rate) = node.operation { rate > 0 } else { false }
    }
  }
}
