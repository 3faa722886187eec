// Parts of a variable, and parts put together.
internal import Preconditions

/// The elements whose indices lie in `ranges`, one range an axis; axes without a range are taken whole.
///
/// ```swift
/// let cropped = slice(images, .all, .range(8..<56), .range(8..<56))
/// ```
///
/// - Shape: any → the number of indices in each range.
public func slice(_ input: Variable, _ ranges: AxisRange...) -> Variable { slice(input, ranges) }

/// The elements whose indices lie in `ranges`, one range an axis; axes without a range are taken whole.
///
/// - Shape: any → the number of indices in each range.
public func slice(_ input: Variable, _ ranges: [AxisRange]) -> Variable {
  let slice = Slice(of: input.shape, ranges)
  return Variable.record(input.value.copied(slice.shape, by: slice.reading), from: [input]) {
    [shape = input.shape] dOutput in
    var dInput = Tensor.zeros(shape)
    dInput.write(dOutput, by: slice.writing)
    return [dInput]
  }
}

/// The input cut along an axis into parts of the given extents, which make up the whole axis.
///
/// - Shape: [..., R₁ + R₂ + ..., ...] → [..., R₁, ...], [..., R₂, ...], ...
public func split(_ input: Variable, into extents: [Int], axis: Int = -1) -> [Variable] {
  let index = input.shape.normalized(axis: axis)
  require(
    extents.allSatisfy { $0 >= 0 } && extents.reduce(0, +) == input.shape[index],
    "split: extents \(extents) do not make up axis \(axis) of shape \(input.shape)")
  var start = 0
  return extents.map { extent in
    defer { start += extent }
    return slice(input, [AxisRange](repeating: .all, count: index) + [.range(start..<start + extent)])
  }
}

/// Variables one after another along an axis that they have.
///
/// - Shape: [..., R₁, ...], [..., R₂, ...], ... → [..., R₁ + R₂ + ..., ...].
public func concatenate(_ inputs: [Variable], axis: Int) -> Variable {
  let joint = Joint(inputs.map(\.shape), axis: axis, operation: "concatenate")
  // One pass over all inputs, which is faster where each has few channels.
  if joint.axis == joint.shape.rank - 1 { return concatenate(inputs) }
  return Variable.record(joint.joined(inputs.map(\.value)), from: inputs) {
    [wanted = inputs.map(\.isTracked)] dOutput in
    zip(wanted, joint.ranges).map { wanted, range in
      guard wanted else { return nil }
      let slice = joint.part(range)
      return dOutput.copied(slice.shape, by: slice.reading)
    }
  }
}

/// Variables of one shape side by side along a new axis.
///
/// - Shape: N variables [...] → [N, ...], the new axis at index `axis` of the result.
public func stack(_ inputs: [Variable], axis: Int = 0) -> Variable {
  let shape = stackedPartShape(inputs.map(\.shape), axis: axis, operation: "stack")
  return concatenate(inputs.map { reshape($0, to: shape) }, axis: axis < 0 ? axis + shape.rank : axis)
}
