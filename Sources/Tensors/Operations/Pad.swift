// Elements added around a variable.
internal import Preconditions

/// The input with elements added at the ends of its axes, one padding an axis; axes without one stay as they are.
///
/// ```swift
/// let padded = pad(images, .none, .both(2), .both(2), mode: .reflect)
/// ```
///
/// - Shape: [..., R, ...] → [..., before + R + after, ...].
public func pad(_ input: Variable, _ padding: AxisPadding..., mode: PaddingMode = .zeros) -> Variable {
  pad(input, padding, mode: mode)
}

/// The input with elements added at the ends of its axes, one padding an axis; axes without one stay as they are.
///
/// - Shape: [..., R, ...] → [..., before + R + after, ...].
public func pad(_ input: Variable, _ padding: [AxisPadding], mode: PaddingMode = .zeros) -> Variable {
  require(
    padding.count <= input.shape.rank && padding.allSatisfy { $0.before >= 0 && $0.after >= 0 },
    "pad: expected at most \(input.shape.rank) paddings, none negative, for shape \(input.shape), found \(padding)")
  if case .constant(let value) = mode { return padded(input, padding, with: value) }
  let sources = padding.enumerated().map { axis, padding in
    mode.sources(extent: input.shape[axis], padding, operation: "pad of \(input.shape)")
  }
  let output = input.value.gathered(sources, operation: "pad")
  return Variable.record(output, from: [input]) { [shape = input.shape] dOutput in
    // The last axis first; those ahead are still padded then.
    let padded = padding.indices.reversed().filter { padding[$0] != .none }
    return [
      padded.reduce(dOutput) { gradient, axis in
        let ahead = gradient.shape.dimensions[..<axis]
        let source = Shape(Array(ahead) + Array(shape.dimensions[axis...]))
        return Gathering(of: source, sources[axis], axis: axis, operation: "pad").scattered(gradient)
      }
    ]
  }
}

/// The input inside of a larger box of one number.
private func padded(_ input: Variable, _ padding: [AxisPadding], with value: Float) -> Variable {
  let extents = input.shape.dimensions
  let ranges = zip(padding, extents).map { AxisRange.range($0.before..<$0.before + $1) }
  let shape = Shape(
    extents.enumerated().map { $1 + ($0 < padding.count ? padding[$0].before + padding[$0].after : 0) })
  let inside = Slice(of: shape, ranges, operation: "pad")
  var output = Tensor.full(shape, value)
  output.write(input.value, by: inside.writing)
  return Variable.record(output, from: [input]) { dOutput in [dOutput.copied(inside.shape, by: inside.reading)] }
}
