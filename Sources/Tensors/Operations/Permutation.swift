// The axes of a variable in another order or direction, and repeated.
internal import Preconditions

/// The axes in another order: axis `i` of the output is axis `order[i]` of the input.
///
/// - Shape: `permute(input, 0, 3, 1, 2)`: [N, H, W, C] → [N, C, H, W].
public func permute(_ input: Variable, _ order: Int...) -> Variable { permute(input, order) }

/// The axes in another order: axis `i` of the output is axis `order[i]` of the input.
///
/// - Shape: `permute(input, [0, 3, 1, 2])`: [N, H, W, C] → [N, C, H, W].
public func permute(_ input: Variable, _ order: [Int]) -> Variable {
  let rank = input.shape.rank
  let output = input.value.permuted(order)
  var inverse = [Int](repeating: 0, count: rank)
  for (index, axis) in order.enumerated() { inverse[axis < 0 ? axis + rank : axis] = index }
  return Variable.record(output, from: [input]) { [inverse] dOutput in [dOutput.permuted(inverse)] }
}

/// The last two axes exchanged.
///
/// - Shape: [..., M, N] → [..., N, M].
public func transpose(_ input: Variable) -> Variable {
  Variable.record(input.value.transposed(), from: [input]) { dOutput in [dOutput.transposed()] }
}

/// The elements in reverse along some axes.
///
/// - Shape: any → the same.
public func flip(_ input: Variable, axes: [Int]) -> Variable {
  Variable.record(input.value.flipped(axes), from: [input]) { dOutput in [dOutput.flipped(axes)] }
}

/// The elements repeated along axes of extent 1, and along new axes in front, to fill `shape` (NumPy's rule).
///
/// - Shape: any that broadcasts → `shape`.
public func broadcast(_ input: Variable, to shape: Shape) -> Variable {
  Variable.record(input.value.broadcast(to: shape), from: [input]) { [shape = input.shape] dOutput in
    [dOutput.summed(to: shape)]
  }
}
