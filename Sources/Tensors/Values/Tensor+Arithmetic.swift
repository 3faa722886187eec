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
  public static func += (left: inout Tensor, right: Tensor) { left.update(gk_add, right, operation: "Tensor.+=") }

  /// Subtracts a tensor, repeated along axes of extent 1 as needed, in place.
  public static func -= (left: inout Tensor, right: Tensor) { left.update(gk_subtract, right, operation: "Tensor.-=") }

  /// Multiplies by a tensor, element by element, repeated along axes of extent 1 as needed, in place.
  public static func *= (left: inout Tensor, right: Tensor) { left.update(gk_multiply, right, operation: "Tensor.*=") }

  /// Divides by a tensor, element by element, repeated along axes of extent 1 as needed, in place.
  public static func /= (left: inout Tensor, right: Tensor) { left.update(gk_divide, right, operation: "Tensor./=") }

  /// Adds a number to every element, in place.
  public static func += (left: inout Tensor, right: Float) { left += Tensor(right) }

  /// Subtracts a number from every element, in place.
  public static func -= (left: inout Tensor, right: Float) { left -= Tensor(right) }

  /// Multiplies every element by a number, in place.
  public static func *= (left: inout Tensor, right: Float) { left *= Tensor(right) }

  /// Divides every element by a number, in place.
  public static func /= (left: inout Tensor, right: Float) { left /= Tensor(right) }

  private mutating func update(_ kernel: Broadcast.Kernel, _ other: Tensor, operation: StaticString) {
    let isNumber = other.shape.count == 1 && other.shape.rank <= shape.rank
    guard shape == other.shape || isNumber else {
      let broadcast = Broadcast(shape, other.shape, operation: operation)
      require(
        broadcast.shape == shape, "\(operation): an operand of shape \(other.shape) does not fit into shape \(shape)")
      self = broadcast.apply(kernel, self, other)
      return
    }
    let step = isNumber ? 0 : 1
    withUnsafeMutableBuffer { buffer in
      guard let x = buffer.baseAddress else { return }
      Parallel.forEachRange(buffer.count) { range in
        let start = range.lowerBound
        kernel(
          gk_operand(x + start), gk_operand(other.pointer + start * step, step: step), x + start, 1, range.count)
      }
      withExtendedLifetime(other) {}
    }
  }
}
