// Random cases of operations that slide windows over images or resize these, and of norms.
import Tensors

extension CaseOperands {
  /// Nil for operations of other kinds.
  func windowOutput() throws -> Variable? {
    let s = settings
    switch s.operation {
    case "conv2D":
      return conv2D(
        try self("input"), try self("weight"), bias: optional("bias"), stride: try s.pair(\.stride),
        padding: try s.windowPadding(), dilation: try s.pair(\.dilation), groups: try s(\.groups),
        clamp: try s.clampRange(), precision: try s(\.precision))
    case "depthwiseConv2D":
      return depthwiseConv2D(
        try self("input"), try self("weight"), bias: optional("bias"), stride: try s.pair(\.stride),
        padding: try s.windowPadding(), dilation: try s.pair(\.dilation), clamp: try s.clampRange())
    case "transposedConv2D":
      return transposedConv2D(
        try self("input"), try self("weight"), bias: optional("bias"), stride: try s.pair(\.stride),
        padding: try s.windowPadding(), outputPadding: try s.pair(\.outputPadding), precision: try s(\.precision))
    case "maxPool2D", "averagePool2D":
      let pool = s.operation == "maxPool2D" ? maxPool2D : averagePool2D
      return pool(try self("input"), try s.pair(\.window), try s.pair(\.stride), try s.windowPadding())
    case "globalAveragePool2D":
      return globalAveragePool2D(try self("input"))
    case "resize2D":
      let size = try s.pair(\.size)
      return resize2D(
        try self("input"), height: size.height, width: size.width, interpolation: try s.interpolation())
    case "upsample2D":
      return upsample2D(try self("input"), factor: try s(\.factor), interpolation: try s.interpolation())
    default:
      return nil
    }
  }

  /// Nil for operations of other kinds.
  func normalizationResult() throws -> CaseResult? {
    switch settings.operation {
    case "batchNorm":
      let (input, scale, offset) = (try self("input"), try self("scale"), try self("offset"))
      let epsilon = try settings(\.epsilon)
      guard let mean = optional("mean") else {
        return CaseResult(batchNorm(input, scale: scale, offset: offset, epsilon: epsilon))
      }
      return CaseResult(
        batchNorm(
          input, scale: scale, offset: offset, mean: mean.value, variance: try self("variance").value,
          epsilon: epsilon))
    case "convolutionBlock":
      return try blockResult()
    default:
      return nil
    }
  }

  private func blockResult() throws -> CaseResult {
    let s = settings
    let (input, weight, bias) = (try self("input"), try self("weight"), optional("bias"))
    let (stride, padding, pool) = (try s.pair(\.stride), try s.windowPadding(), try s(\.pool))
    let clamp = try s.clampRange()
    let order: BlockOrder
    switch try s(\.blockOrder) {
    case "none":
      return CaseResult(
        convolutionBlock(input, weight, bias: bias, stride: stride, padding: padding, clamp: clamp, poolSize: pool))
    case "normThenActivation": order = .normThenActivation(clamp)
    case "reluThenNorm": order = .reluThenNorm(poolSize: pool)
    case let name: throw UnknownSetting(name: name)
    }
    let (scale, offset, epsilon) = (try self("scale"), try self("offset"), try s(\.epsilon))
    if let shift = optional("shift") {
      return CaseResult(
        convolutionBlock(
          input, weight, bias: bias, stride: stride, padding: padding, order: order, scale: scale, offset: offset,
          shift: shift.value, epsilon: epsilon))
    }
    return CaseResult(
      convolutionBlock(
        input, weight, bias: bias, stride: stride, padding: padding, order: order, scale: scale, offset: offset,
        mean: try self("mean").value, variance: try self("variance").value, epsilon: epsilon,
        shortcut: optional("shortcut")))
  }
}
