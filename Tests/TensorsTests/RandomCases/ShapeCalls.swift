// Random cases of operations that move, repeat, join or sum elements.
import Tensors

extension CaseOperands {
  /// Nil for operations of other kinds.
  func shapeOutput() throws -> Variable? {
    let s = settings
    switch s.operation {
    case "concatenate": return concatenate(variables, axis: try s(\.axis))
    case "concatenateChannels": return concatenate(variables)
    case "stack": return stack(variables, axis: try s(\.axis))
    case "permute": return permute(try self("input"), try s(\.order))
    case "transpose": return transpose(try self("input"))
    case "flip": return flip(try self("input"), axes: try s(\.axes))
    case "broadcast": return broadcast(try self("input"), to: Shape(try s(\.shape)))
    case "reshape": return reshape(try self("input"), to: Shape(try s(\.shape)))
    case "flatten": return flatten(try self("input"))
    case "gather": return gather(try self("input"), try s(\.indices), axis: try s(\.axis))
    case "sum": return sum(try self("input"), over: s.axes, keepingAxes: try s(\.keepDims))
    case "mean": return mean(try self("input"), over: s.axes, keepingAxes: try s(\.keepDims))
    case "split":
      let axis = try s(\.axis)
      return concatenate(split(try self("input"), into: try s(\.extents), axis: axis).reversed(), axis: axis)
    case "slice":
      let ranges = try s(\.ranges).map { $0.map { AxisRange.range($0[0]..<$0[1], step: $0[2]) } ?? .all }
      return slice(try self("input"), ranges)
    case "pad":
      let mode: PaddingMode =
        switch try s(\.mode) {
        case "constant": .constant(try s(\.value))
        case "reflect": .reflect
        default: .edge
        }
      return pad(try self("input"), try s.axisPadding(), mode: mode)
    default:
      return nil
    }
  }
}
