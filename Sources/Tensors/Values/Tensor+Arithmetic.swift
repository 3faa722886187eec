// Addition, subtraction, multiplication and division of tensors, element by element.
internal import CKernels
internal import Preconditions

extension Tensor {
  /// The sum of two tensors, repeated along axes of extent 1 as needed.
  public static func + (left: Tensor, right: Tensor) -> Tensor {
    Broadcast(left.shape, right.shape, operation: "Tensor.+").apply(gk_add, left, right)
  }

  /// The difference of two tensors, repeated along axes of extent 1 as needed.
  public static func - (left: Tensor, right: Tensor) -> Tensor {
    Broadcast(left.shape, right.shape, operation: "Tensor.-").apply(gk_subtract, left, right)
  }

  /// The product of two tensors, element by element, repeated along axes of extent 1 as needed.
  public static func * (left: Tensor, right: Tensor) -> Tensor {
    Broadcast(left.shape, right.shape, operation: "Tensor.*").apply(gk_multiply, left, right)
  }

  /// The quotient of two tensors, element by element, repeated along axes of extent 1 as needed.
  public static func / (left: Tensor, right: Tensor) -> Tensor {
    Broadcast(left.shape, right.shape, operation: "Tensor./").apply(gk_divide, left, right)
  }

  /// A number added to every element.
  public static func + (left: Tensor, right: Float) -> Tensor { left + Tensor(right) }

  /// A number added to every element.
  public static func + (left: Float, right: Tensor) -> Tensor { Tensor(left) + right }

  /// A number subtracted from every element.
  public static func - (left: Tensor, right: Float) -> Tensor { left - Tensor(right) }

  /// Every element subtracted from a number.
  public static func - (left: Float, right: Tensor) -> Tensor { Tensor(left) - right }

  /// Every element times a number.
  public static func * (left: Tensor, right: Float) -> Tensor { left * Tensor(right) }

  /// Every element times a number.
  public static func * (left: Float, right: Tensor) -> Tensor { Tensor(left) * right }

  /// Every element divided by a number.
  public static func / (left: Tensor, right: Float) -> Tensor { left / Tensor(right) }

  /// A number divided by every element.
  public static func / (left: Float, right: Tensor) -> Tensor { Tensor(left) / right }

  /// The negative.
  public static prefix func - (operand: Tensor) -> Tensor { operand * -1 }
}

// In place: no memory is taken unless another tensor shares the elements.
extension Tensor {
  /// Adds a tensor, repeated along axes of extent 1 as needed, in place.
  public static func += (left: inout Tensor, right: Tensor) {
    if left.shape == right.shape { left.add(right) } else { left.update(right, operation: "Tensor.+=", +) }
  }

  /// Subtracts a tensor, repeated along axes of extent 1 as needed, in place.
  public static func -= (left: inout Tensor, right: Tensor) { left.update(right, operation: "Tensor.-=", -) }

  /// Multiplies by a tensor, element by element, repeated along axes of extent 1 as needed, in place.
  public static func *= (left: inout Tensor, right: Tensor) { left.update(right, operation: "Tensor.*=", *) }

  /// Divides by a tensor, element by element, repeated along axes of extent 1 as needed, in place.
  public static func /= (left: inout Tensor, right: Tensor) { left.update(right, operation: "Tensor./=", /) }

  /// Adds a number to every element, in place.
  public static func += (left: inout Tensor, right: Float) { left.update { $0 + right } }

  /// Subtracts a number from every element, in place.
  public static func -= (left: inout Tensor, right: Float) { left.update { $0 - right } }

  /// Multiplies every element by a number, in place.
  public static func *= (left: inout Tensor, right: Float) { left.update { $0 * right } }

  /// Divides every element by a number, in place.
  public static func /= (left: inout Tensor, right: Float) { left.update { $0 / right } }

  private mutating func update(_ transform: @Sendable (Float) -> Float) {
    withUnsafeMutableBuffer { x in
      Parallel.forEachRange(x.count) { range in
        for index in range { x[index] = transform(x[index]) }
      }
    }
  }

  private mutating func update(_ other: Tensor, operation: StaticString, _ transform: (Float, Float) -> Float) {
    guard shape == other.shape else {
      let broadcast = Broadcast(shape, other.shape, operation: operation)
      require(
        broadcast.shape == shape, "\(operation): an operand of shape \(other.shape) does not fit into shape \(shape)")
      self = broadcast.map(self, other, transform)
      return
    }
    withUnsafeMutableBuffer { x in
      other.withUnsafeBuffer { y in
        Parallel.forEachRange(x.count) { range in
          for index in range { x[index] = transform(x[index], y[index]) }
        }
      }
    }
  }
}
