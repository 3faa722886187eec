// How far an operation may be from PyTorch's results in float64.
import Tensors
import Testing

/// The tolerance of every element of one result of a case.
///
/// The file says how far a result may be that rounds as float32 does, to first order. An operation may be off by a few
/// times as much, for it rounds in every step; what only moves or chooses numbers, or rounds once, may not be off at all.
struct CaseTolerance {
  private let roundings: [Double]
  private let factor: Double
  private let floor: Double

  /// - Parameter roundings: of every element; nil where the settings have one for all.
  init(_ settings: CaseSettings, _ tensor: String, expected: Tensor, roundings: Tensor?) throws {
    if let roundings {
      self.roundings = roundings.scalars.map { Double($0) }
    } else {
      self.roundings = [try #require(settings.roundings[tensor], "no rounding of \(tensor)")]
    }
    factor = Self.factor(settings.operation, tensor)
    let largest = expected.scalars.map { Double(Swift.abs($0)) }.max() ?? 0
    // Transforms of tiles round more than direct sums do; ARCHITECTURE.md has by how much.
    let transforms: [ConvolutionPrecision: Double] = [.standard: 3e-5, .relaxed: 3e-4]
    floor = Double(Float.leastNormalMagnitude) + largest * (settings.precision.flatMap { transforms[$0] } ?? 0)
  }

  subscript(index: Int) -> Double {
    let rounding = roundings.count == 1 ? roundings[0] : roundings[index]
    // A result that rounds once is the float nearest to the exact one.
    return factor == 0 ? 0 : factor * rounding + floor
  }

  /// About twice the largest that some ten thousand cases show.
  private static func factor(_ operation: String, _ tensor: String) -> Double {
    if (tensor == "output" ? exactOutputs : exactGradients).contains(operation) { return 0 }
    switch operation {
    case "exp", "log", "log1p", "pow", "sqrt", "sigmoid", "tanh", "elu", "softplus", "leakyRelu", "hardSigmoid",
      "hardSwish", "lgamma", "digamma", "maxPool2D", "maximum", "minimum":
      return 4
    // The tail of the normal distribution magnifies the rounding of what it is a function of.
    case "gelu": return 32
    // The rounding of a single number is known from few samples.
    case "meanSquaredError", "meanAbsoluteError", "smoothL1Loss", "huberLoss", "binaryCrossEntropy",
      "softmaxCrossEntropy", "classCrossEntropy", "squaredDifference", "reducedLoss", "sum", "mean":
      return 32
    case "batchNorm", "convolutionBlock": return 24
    default: return 12
    }
  }

  /// Operations whose outputs are their operands' elements, or round once.
  private static let exactOutputs: Set<String> =
    exactGradients.union([
      "gather", "broadcast", "pad", "maxPool2D", "maximum", "minimum", "relu", "relu6", "clamp", "absoluteValue",
      "leakyRelu", "add", "subtract", "multiply", "divide", "withConstant", "negative", "sqrt", "scaleChannels",
    ])

  /// Operations whose gradients are elements of the output's gradient, or zero.
  private static let exactGradients: Set<String> = [
    "permute", "transpose", "flip", "reshape", "flatten", "slice", "split", "concatenate", "concatenateChannels",
    "stack", "relu", "relu6", "clamp", "absoluteValue", "negative",
  ]
}
