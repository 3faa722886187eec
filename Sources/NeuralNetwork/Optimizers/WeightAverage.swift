// A moving average of a module's weights, which often predicts better than the last of them.
internal import Preconditions
public import Tensors

/// The exponential moving average of a module's parameters and statistics over a training (Polyak and Juditsky 1992).
///
/// ```swift
/// var average = WeightAverage(of: network, decay: 0.999)
/// for step in 0..<20 {
///   let context = Context.training(random: random.split(UInt64(step)))
///   let gradients = try network.valueWithGradients(in: context) { network, context in
///     softmaxCrossEntropy(logits: network(Variable(images), in: &context), classes: classes)
///   }.gradients
///   optimizer.update(&network, along: gradients)
///   average.update(with: network)
/// }
/// let predictions = average.module.prediction(for: images)
/// ```
///
/// A checkpoint holds it beside the network, under a prefix of its own:
///
/// ```swift
/// let contents = SafeTensors(["network": network.tensors, "average": average.state])
/// try average.restore(contents[prefix: "average"])
/// ```
public struct WeightAverage<Averaged: Module>: Sendable {
  /// The module with the averages for parameters: for evaluation and for use.
  public private(set) var module: Averaged
  /// Weight of the past in an update.
  public let decay: Float
  /// Whether young averages forget more quickly.
  public let warmsUp: Bool
  /// Number of updates so far.
  public private(set) var updates = 0

  /// An average that begins with a module as it is.
  ///
  /// - Parameters:
  ///   - module: the module, with numbers in its parameters.
  ///   - decay: weight of the past, in 0 ..< 1.
  ///   - warmsUp: whether the weight of the past in update n, from 0, is min(decay, (1 + n) / (10 + n)), as in
  ///     TensorFlow's `ExponentialMovingAverage` with a number of updates. Otherwise it is `decay` from the beginning,
  ///     as in PyTorch's `get_ema_multi_avg_fn`.
  public init(of module: Averaged, decay: Float = 0.999, warmsUp: Bool = true) {
    require(decay >= 0 && decay < 1, "WeightAverage: expected a decay in 0 ..< 1, found \(decay)")
    self.module = module
    self.decay = decay
    self.warmsUp = warmsUp
  }

  /// Moves the averages towards a module's values, in place; counters, such as that of batch norm, are copied.
  ///
  /// The module must have the parameters of the one that the average began with.
  public mutating func update(with module: Averaged) {
    let past = warmsUp ? min(Double(decay), Double(1 + updates) / Double(10 + updates)) : Double(decay)
    let weight = Float(1 - past)
    updates += 1
    var values: [(name: String, value: Tensor)] = []
    module.forEachParameter { name, parameter in values.append((name, parameter.value)) }
    var next = values.makeIterator()
    self.module.visitParameters { name, parameter in
      guard let (other, value) = next.next(), other == name else {
        fatalError("WeightAverage.update: the module has no parameter \(name) where the average has it")
      }
      if parameter.role == .counter {
        parameter.value = value
      } else {
        parameter.update { $0.move(towards: value, by: weight) }
      }
    }
    require(next.next() == nil, "WeightAverage.update: the module has more parameters than the average")
  }

  /// Everything that is needed to go on: `updates`, and the averages as `module.<parameter>`.
  public var state: [String: Tensor] {
    var state = SafeTensors(tensors: ["updates": Tensor(Float(updates))])
    state[prefix: "module"] = module.tensors
    return state.tensors
  }

  /// Takes up a state of an average of such a module.
  ///
  /// - Throws: ``CheckpointMismatchError`` that names everything that does not fit; then the average is unchanged.
  public mutating func restore(_ state: [String: Tensor]) throws {
    let state = SafeTensors(tensors: state)
    let unexpected = state.dropping(prefix: "module").keys.filter { $0 != "updates" }.sorted()
    // Anything but a count is no count.
    let count = state.tensors["updates"]?.count
    guard let count, unexpected.isEmpty else {
      throw CheckpointMismatchError(
        missing: count == nil ? ["updates"] : [], unexpected: unexpected, mismatched: [])
    }
    try module.load(state[prefix: "module"])
    updates = count
  }
}
