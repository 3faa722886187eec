// The activations that have a name: their values, and what descriptions call them.
import NeuralNetwork
import Tensors
import Testing

@Suite struct ActivationTests {
  /// Values at -2, -0.5, 0 and 1.5, by PyTorch in double precision.
  static let values: [(activation: Activation, name: String, expected: [Float])] = [
    (.none, "None", [-2, -0.5, 0, 1.5]),
    (.relu, "ReLU", [0, 0, 0, 1.5]),
    (.relu6, "ReLU6", [0, 0, 0, 1.5]),
    (.hardSwish, "HardSwish", [-0.333_333_34, -0.208_333_33, 0, 1.125]),
    (.hardSigmoid, "HardSigmoid", [0.166_666_67, 0.416_666_67, 0.5, 0.75]),
    (.sigmoid, "Sigmoid", [0.119_202_92, 0.377_540_67, 0.5, 0.817_574_48]),
    (.tanh, "Tanh", [-0.964_027_58, -0.462_117_16, 0, 0.905_148_25]),
    (.softplus, "Softplus", [0.126_928_01, 0.474_076_98, 0.693_147_18, 1.701_413_3]),
    (.silu, "SiLU", [-0.238_405_84, -0.188_770_33, 0, 1.226_361_7]),
    (.gelu, "GELU", [-0.045_500_264, -0.154_268_77, 0, 1.399_789_2]),
    (.leakyRelu(), "LeakyReLU 0.01", [-0.02, -0.005, 0, 1.5]),
    (.leakyRelu(slope: 0.25), "LeakyReLU 0.25", [-0.5, -0.125, 0, 1.5]),
    (.elu(), "ELU 1.0", [-0.864_664_72, -0.393_469_34, 0, 1.5]),
    (.elu(alpha: 0.5), "ELU 0.5", [-0.432_332_36, -0.196_734_67, 0, 1.5]),
  ]

  @Test(arguments: values.indices) func valuesAndNames(index: Int) {
    let (activation, name, expected) = Self.values[index]
    let input = Tensor([1, 4], scalars: [-2, -0.5, 0, 1.5])
    for (found, wanted) in zip(activation.prediction(for: input).scalars, expected) {
      #expect(abs(found - wanted) <= 3e-7 * max(1, abs(wanted)), "\(name): \(found), expected \(wanted)")
    }
    let operations = activation.graph(input: [1, 4]).nodes.map(\.operation)
    #expect(operations == [.input] + (name == "None" ? [] : [.activation(name)]))
  }
}
