// Random cases of functions of one number, and of softmax.
import Foundation
import Tensors

extension CaseOperands {
  /// Nil for operations of other kinds.
  func functionOutput() throws -> Variable? {
    guard let x = optional("input") else { return nil }
    switch settings.operation {
    case "softmax": return softmax(x)
    case "negative": return -x
    case "relu": return relu(x)
    case "relu6": return relu6(x)
    case "absoluteValue": return Tensors.abs(x)
    case "sigmoid": return sigmoid(x)
    case "tanh": return Tensors.tanh(x)
    case "silu": return silu(x)
    case "softplus": return softplus(x)
    case "hardSigmoid": return hardSigmoid(x)
    case "hardSwish": return hardSwish(x)
    case "exp": return Tensors.exp(x)
    case "log": return Tensors.log(x)
    case "log1p": return Tensors.log1p(x)
    case "sqrt": return Tensors.sqrt(x)
    case "lgamma": return Tensors.lgamma(x)
    case "digamma": return digamma(x)
    case "pow": return Tensors.pow(x, try settings(\.exponent))
    case "elu": return elu(x, alpha: try settings(\.alpha))
    case "leakyRelu": return leakyRelu(x, slope: try settings(\.slope))
    case "gelu": return gelu(x, approximation: try settings(\.approximation) == "tanh" ? .tanh : .none)
    case "clamp":
      let range = try settings(\.range)
      return clamp(x, min: range[0], max: range[1])
    case "softsign":
      // An operation of one's own.
      return elementwise(
        x, { x in x / (1 + Swift.abs(x)) }, derivative: { _, y in (1 - Swift.abs(y)) * (1 - Swift.abs(y)) })
    default: return nil
    }
  }
}
