// Dense layers at the end of a network.
public import NeuralNetwork

/// Dense layers with an activation between them, each perhaps behind a dropout; the last one makes the logits.
///
/// The dense layers are called `0`, `1`, ..., what stands ahead of them `activation.1`, `dropout.1`, ...
///
/// - Shape: [N, inputs] → [N, outputs].
public struct DenseHead: SequentialLayer {
  public var layers = Sequential()

  /// A head with hidden layers of the given sizes; `dropoutRates` belong to the dense layers they precede, zero being none.
  public init(
    inputs: Int, hidden: [Int] = [], outputs: Int, activation: Activation = .relu, dropoutRates: [Float] = []
  ) {
    var channels = inputs
    for (index, size) in (hidden + [outputs]).enumerated() {
      if index > 0 { layers.append(activation, as: "activation.\(index)") }
      if index < dropoutRates.count, dropoutRates[index] > 0 {
        layers.append(Dropout(rate: dropoutRates[index]), as: "dropout.\(index)")
      }
      layers.append(Dense(inputs: channels, outputs: size), as: "\(index)")
      channels = size
    }
  }
}
