// The functions that follow a layer's pre-activations.
public import Tensors

/// A function applied to every element, by itself a layer without parameters.
///
/// A function of one's own is a value, too:
///
/// ```swift
/// let swish = Activation("Swish") { $0 * sigmoid($0) }
/// ```
public struct Activation: Layer {
  /// How descriptions name it.
  public let name: String

  /// The range to which the function limits values, where that is all it does; a convolution can do it while it writes its
  /// sums.
  public let clamp: Clamp?

  private let function: @Sendable (Variable) -> Variable

  /// A function of the given name.
  public init(_ name: String, _ function: @escaping @Sendable (Variable) -> Variable) {
    self.name = name
    self.function = function
    clamp = nil
  }

  /// A function that limits values to a range.
  public init(_ name: String, clamp: Clamp) {
    self.name = name
    self.clamp = clamp
    function = { Tensors.clamp($0, to: clamp) }
  }

  /// The values as they are.
  public static let none = Activation("None", clamp: .none)
  /// max(x, 0).
  public static let relu = Activation("ReLU", clamp: .relu)
  /// min(max(x, 0), 6).
  public static let relu6 = Activation("ReLU6", clamp: .relu6)
  /// x · min(max(x + 3, 0), 6) / 6 (Howard et al. 2019).
  public static let hardSwish = Activation("HardSwish") { Tensors.hardSwish($0) }
  /// min(max(x + 3, 0), 6) / 6 (Howard et al. 2019).
  public static let hardSigmoid = Activation("HardSigmoid") { Tensors.hardSigmoid($0) }
  /// 1 / (1 + exp(-x)).
  public static let sigmoid = Activation("Sigmoid") { Tensors.sigmoid($0) }
  /// (exp(x) - exp(-x)) / (exp(x) + exp(-x)).
  public static let tanh = Activation("Tanh") { Tensors.tanh($0) }
  /// log(1 + exp(x)).
  public static let softplus = Activation("Softplus") { Tensors.softplus($0) }
  /// x / (1 + exp(-x)) (Hendrycks and Gimpel 2016; "swish").
  public static let silu = Activation("SiLU") { Tensors.silu($0) }
  /// x · Φ(x), Φ the distribution function of the standard normal distribution (Hendrycks and Gimpel 2016).
  public static let gelu = Activation("GELU") { Tensors.gelu($0) }

  /// x where x is positive, `slope` · x elsewhere (Maas et al. 2013).
  ///
  /// - Parameter slope: PyTorch's default, 0.01, unless named; Keras's layer has 0.3.
  public static func leakyRelu(slope: Float = 0.01) -> Activation {
    Activation("LeakyReLU \(slope)") { Tensors.leakyRelu($0, slope: slope) }
  }

  /// x where x is positive, `alpha` · (exp(x) - 1) elsewhere (Clevert et al. 2015).
  public static func elu(alpha: Float = 1) -> Activation {
    Activation("ELU \(alpha)") { Tensors.elu($0, alpha: alpha) }
  }

  /// The function of a variable.
  public func callAsFunction(_ input: Variable) -> Variable { function(input) }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable { function(input) }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    isIdentity ? input : graph.add(.activation(name), to: [input], output: input.shape)
  }

  /// Whether values stay as they are.
  var isIdentity: Bool { clamp == Clamp.none }

  /// What is left to do for a convolution that has applied ``fusedClamp`` to its sums.
  func afterFusedClamp(_ input: Variable) -> Variable { clamp == nil ? function(input) : input }

  /// The range to which a convolution limits its sums.
  var fusedClamp: Clamp { clamp ?? .none }
}
