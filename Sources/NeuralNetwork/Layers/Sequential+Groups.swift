// Inference of a batch of images, a few at a time.
public import Tensors

extension Sequential {
  /// The output in inference, without gradients.
  public func prediction(for input: Tensor, precision: ConvolutionPrecision = .relaxed) -> Tensor {
    var context = Context.inference
    context.precision = precision
    return inGroups(Variable(input), in: &context).value
  }

  /// As calling it in inference, but images pass through the leading layers in groups: what a layer writes is still in the
  /// cache that cores share when the next one reads it.
  ///
  /// Layers of many weights, which every group has to read anew, make groups larger. An image's result does not depend on
  /// its group.
  ///
  /// - Shape: [N, H, W, C] → [N, ...].
  package func inGroups(_ images: Variable, in context: inout Context) -> Variable {
    // Every group would drop other elements.
    guard images.shape.rank > 1, !images.isTracked, !context.samplesDropout else { return self(images, in: &context) }
    let count = images.shape[0]
    guard count > 1 else { return self(images, in: &context) }
    let (leading, groupSize) = groupings.grouping(of: self, for: images.shape)
    guard leading > 0, groupSize < count else { return self(images, in: &context) }
    let groupCount = (count + groupSize - 1) / groupSize
    var outputs: [Tensor] = []
    for group in 0..<groupCount {
      let range = count * group / groupCount..<count * (group + 1) / groupCount
      let output = parts[..<leading].reduce(Variable(images.value.slice(range))) { $1.layer($0, in: &context) }
      // Gradients of the parameters are wanted: one record of all images is simpler.
      if output.isTracked { return self(images, in: &context) }
      outputs.append(output.value)
    }
    return parts[leading...].reduce(Variable(Tensor(stacking: outputs))) { $1.layer($0, in: &context) }
  }
}

extension Tensor {
  /// Some rows of the first axis.
  fileprivate func slice(_ rows: Range<Int>) -> Tensor {
    let row = shape.count / shape[0]
    return Tensor(Shape([rows.count] + shape.dimensions.dropFirst())) { buffer in
      guard let target = buffer.baseAddress else { return }
      withUnsafeBuffer { elements in
        guard let source = elements.baseAddress else { return }
        Parallel.forEach(rows.count) {
          (target + $0 * row).update(from: source + (rows.lowerBound + $0) * row, count: row)
        }
      }
    }
  }

  /// Tensors that differ in their first axis at most, one behind the other.
  fileprivate init(stacking parts: [Tensor]) {
    let rows = parts.reduce(0) { $0 + $1.shape[0] }
    self.init(Shape([rows] + parts[0].shape.dimensions.dropFirst())) { buffer in
      var start = 0
      for part in parts {
        part.withUnsafeBuffer { _ = buffer[start...].update(fromContentsOf: $0) }
        start += part.shape.count
      }
    }
  }
}
