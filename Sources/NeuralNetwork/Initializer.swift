// First values of parameters.
internal import Foundation
public import Tensors

/// A rule for the first values of a parameter.
public enum Initializer: Sendable, Hashable {
  /// One value throughout.
  case constant(Float)
  /// Uniform within ±√(6 / (fanIn + fanOut)) (Glorot and Bengio 2010), Keras's default.
  case glorotUniform(fanIn: Int, fanOut: Int)

  /// Zero throughout.
  public static let zeros = Initializer.constant(0)
  /// One throughout.
  public static let ones = Initializer.constant(1)

  /// A tensor of first values.
  public func makeTensor(_ shape: Shape, using random: inout RandomSource) -> Tensor {
    switch self {
    case .constant(let value):
      return Tensor(shape, repeating: value)
    case .glorotUniform(let fanIn, let fanOut):
      let limit = (6 / Float(fanIn + fanOut)).squareRoot()
      return Tensor(shape) { buffer in
        for index in buffer.indices { buffer[index] = random.uniform(in: -limit...limit) }
      }
    }
  }
}
