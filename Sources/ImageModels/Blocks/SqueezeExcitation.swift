// Channels weighted by what the whole image holds.
public import NeuralNetwork
public import Tensors

/// Each channel times a factor that two dense layers make of the means of all channels (Hu et al. 2018), with a ReLU
/// between them and a hard sigmoid behind them, as in MobileNet v3 (Howard et al. 2019).
///
/// - Shape: [N, H, W, channels] → the same.
public struct SqueezeExcitation: Layer {
  private let pool = GlobalAveragePool2D()
  private var reduction: Dense
  private var expansion: Dense

  /// Dense layers with a quarter of the channels between them, rounded to a multiple of 8.
  public init(channels: Int) {
    let reduced = roundedToEight(Double(channels) * 0.25)
    reduction = Dense(inputs: channels, outputs: reduced)
    expansion = Dense(inputs: reduced, outputs: channels)
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    let squeezed = relu(reduction(pool(input, in: &context), in: &context))
    return scaleChannels(input, by: hardSigmoid(expansion(squeezed, in: &context)))
  }

  public mutating func visitParts(_ visitor: inout PartVisitor) {
    visitor("reduction", &reduction)
    visitor("expansion", &expansion)
  }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    var x = graph.add(pool, as: "pool", to: input)
    x = graph.add(reduction, as: "reduction", to: x)
    x = graph.add(Activation.relu, as: "activation", to: x)
    x = graph.add(expansion, as: "expansion", to: x)
    x = graph.add(Activation.hardSigmoid, as: "gate", to: x)
    return graph.add(.channelScaling, as: "scaling", to: [input, x], output: input.shape)
  }
}
