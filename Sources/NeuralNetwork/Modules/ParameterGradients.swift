// Gradients by parameter name.
internal import Preconditions
public import Tensors

/// The gradients of a loss with respect to a module's trainable parameters, by name.
///
/// Where a batch does not fit into memory, the gradients of its parts are added up; with parts of equal size their mean is
/// the gradient of the mean loss over the batch, unless the network has a batch norm, which would see the parts:
///
/// ```swift
/// var gradients: ParameterGradients?
/// for part in parts {
///   let new = try network.valueWithGradients(in: context) { network, context in
///     let logits = network(Variable(images.gathered(part)), in: &context)
///     return softmaxCrossEntropy(logits: logits, classes: part.map { classes[$0] })
///   }.gradients
///   if gradients == nil { gradients = new } else { gradients? += new }
/// }
/// if var gradients {
///   gradients *= 1 / Float(parts.count)
///   gradients.clip(toGlobalNorm: 1)
///   optimizer.update(&network, along: gradients)
/// }
/// ```
public struct ParameterGradients: Sendable {
  /// A gradient in the shape of its parameter for every trainable parameter.
  public var values: [String: Tensor]

  /// Gradients computed elsewhere.
  public init(values: [String: Tensor]) {
    self.values = values
  }

  /// Adds the gradients of another batch; both must be of the same parameters.
  public static func += (left: inout ParameterGradients, right: ParameterGradients) {
    let names = Set(left.values.keys).symmetricDifference(right.values.keys).sorted()
    require(names.isEmpty, "ParameterGradients +=: only one side has \(names.joined(separator: ", "))")
    for (name, gradient) in right.values {
      left.update(name) { sum in
        require(
          gradient.shape == sum.shape, "ParameterGradients +=: \(name) has shapes \(sum.shape) and \(gradient.shape)")
        sum += gradient
      }
    }
  }

  /// Multiplies every gradient.
  public static func *= (gradients: inout ParameterGradients, factor: Float) {
    for name in gradients.values.keys {
      gradients.update(name) { gradient in gradient *= factor }
    }
  }

  /// The length of all gradients taken as one vector; summed in the order of names.
  public var globalNorm: Float {
    let squares = values.sorted { $0.key < $1.key }.reduce(0.0) { $0 + $1.value.sumOfSquares }
    return Float(squares.squareRoot())
  }

  /// Scales all gradients so that their ``globalNorm`` is `limit` at most (Pascanu et al. 2013); they stay as they are where
  /// the norm is not finite.
  ///
  /// - Returns: the norm before.
  @discardableResult public mutating func clip(toGlobalNorm limit: Float) -> Float {
    require(limit > 0, "ParameterGradients.clip: expected a positive norm, found \(limit)")
    let norm = globalNorm
    if norm.isFinite, norm > limit { self *= limit / norm }
    return norm
  }

  /// Names of the parameters whose gradients hold an infinity or something that is no number, sorted.
  public var namesOfNotFinite: [String] { values.filter { !$0.value.isFinite }.keys.sorted() }

  private mutating func update(_ name: String, _ body: (inout Tensor) -> Void) {
    // Taken out of the dictionary, so that it is changed in place.
    guard var gradient = values.removeValue(forKey: name) else { return }
    body(&gradient)
    values[name] = gradient
  }
}

extension Tensor {
  fileprivate var isFinite: Bool {
    let grain = Parallel.elementGrain
    var largest = [UInt32](repeating: 0, count: (shape.count + grain - 1) / grain)
    largest.withUnsafeMutableBufferPointer { largest in
      guard let largest = largest.baseAddress else { return }
      // Without their sign, the bits of infinity are above those of all numbers, and those of no number above infinity.
      Parallel.forEachRange(shape.count) { elements in
        var bits: UInt32 = 0
        for index in elements { bits = max(bits, pointer[index].bitPattern & 0x7FFF_FFFF) }
        largest[elements.lowerBound / grain] = bits
      }
    }
    withExtendedLifetime(self) {}
    return largest.allSatisfy { $0 < Float.infinity.bitPattern }
  }

  /// Summed chunk by chunk, cut by the number of elements alone, these in their order.
  fileprivate var sumOfSquares: Double {
    let grain = Parallel.elementGrain
    var sums = [Double](repeating: 0, count: (shape.count + grain - 1) / grain)
    sums.withUnsafeMutableBufferPointer { sums in
      guard let sums = sums.baseAddress else { return }
      Parallel.forEachRange(shape.count) { elements in
        sums[elements.lowerBound / grain] = elements.reduce(0) { $0 + Double(pointer[$1]) * Double(pointer[$1]) }
      }
    }
    withExtendedLifetime(self) {}
    return sums.reduce(0, +)
  }
}
