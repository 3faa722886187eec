// Channels of several images side by side.
internal import Preconditions

/// The channels of all inputs, in their order.
///
/// - Shape: inputs [..., C₁], [..., C₂], ... → [..., C₁ + C₂ + ...].
public func concatenate(_ inputs: [Variable]) -> Variable {
  guard let first = inputs.first, first.shape.rank >= 1 else {
    fatalError("concatenate: expected inputs with channels, found \(inputs.map(\.shape))")
  }
  let outer = first.shape.dimensions.dropLast()
  require(
    inputs.allSatisfy { $0.shape.rank == first.shape.rank && $0.shape.dimensions.dropLast() == outer },
    "concatenate: shapes \(inputs.map(\.shape)) differ in more than their channels")
  let channels = inputs.map { $0.shape[-1] }
  let offsets = ChannelOffsets(rows: outer.reduce(1, *), channels: channels)
  let values = inputs.map(\.value)
  let output = Tensor(uninitialized: Shape(outer + [offsets.total])) { target in
    offsets.forEach { row, input, offset in
      (target + offset).update(from: values[input].pointer + row * channels[input], count: channels[input])
    }
    withExtendedLifetime(values) {}
  }
  return Variable.record(output, from: inputs) { [wanted = inputs.map(\.isTracked)] dOutput in
    wanted.indices.map { index -> Tensor? in
      guard wanted[index] else { return nil }
      return Tensor(uninitialized: Shape(outer + [channels[index]])) { target in
        offsets.forEach(only: index) { row, input, offset in
          (target + row * channels[input]).update(from: dOutput.pointer + offset, count: channels[input])
        }
        withExtendedLifetime(dOutput) {}
      }
    }
  }
}

/// Where in rows of concatenated channels each input's channels begin.
private struct ChannelOffsets: Sendable {
  let rows: Int
  let starts: [Int]
  let total: Int

  init(rows: Int, channels: [Int]) {
    self.rows = rows
    var starts: [Int] = []
    total = channels.reduce(0) { start, count in
      starts.append(start)
      return start + count
    }
    self.starts = starts
  }

  /// Calls `body`, on all threads, with each row and input, and where in the output the channels of both begin.
  func forEach(only chosen: Int? = nil, _ body: (_ row: Int, _ input: Int, _ offset: Int) -> Void) {
    let inputs = chosen.map { $0..<$0 + 1 } ?? starts.indices
    Parallel.forEachRange(rows, grain: max(1, Parallel.elementGrain / max(1, total))) { range in
      for row in range {
        for input in inputs { body(row, input, row * total + starts[input]) }
      }
    }
  }
}
