// Random cases of operations on two operands, and on one and a constant.
import Tensors

extension CaseOperands {
  /// Nil for operations of other kinds.
  func pairOutput() throws -> Variable? {
    switch settings.operation {
    case "add": return try self("left") + self("right")
    case "subtract": return try self("left") - self("right")
    case "multiply": return try self("left") * self("right")
    case "divide": return try self("left") / self("right")
    case "maximum": return maximum(try self("left"), try self("right"))
    case "minimum": return minimum(try self("left"), try self("right"))
    case "matrixProduct": return matrixProduct(try self("left"), try self("right"))
    case "squaredDifference": return meanSquaredError(try self("left"), try self("right"))
    case "dense": return dense(try self("input"), try self("weight"), bias: optional("bias"))
    case "scaleChannels": return scaleChannels(try self("input"), by: try self("factors"))
    case "withConstant": return try constantOutput(self("input"), settings(\.constant))
    default: return nil
    }
  }

  private func constantOutput(_ x: Variable, _ constant: Float) throws -> Variable {
    switch (try settings(\.operator), try settings(\.side)) {
    case ("+", "right"): x + constant
    case ("+", _): constant + x
    case ("-", "right"): x - constant
    case ("-", _): constant - x
    case ("*", "right"): x * constant
    case ("*", _): constant * x
    case (_, "right"): x / constant
    default: constant / x
    }
  }
}
