// First values of parameters.
public import Tensors

/// A rule for the first values of a parameter.
///
/// A rule of one's own draws every value from the stream that it is given:
///
/// ```swift
/// let signs = Initializer("signs") { shape, random in
///   Tensor(shape) { buffer in for index in buffer.indices { buffer[index] = random.bernoulli(0.5) ? 1 : -1 } }
/// }
/// ```
public struct Initializer: Sendable, CustomStringConvertible {
  /// The rule's name and settings.
  public let description: String

  private let make: @Sendable (_ shape: Shape, _ random: inout RandomSource) -> Tensor

  /// A rule of the given name.
  public init(
    _ description: String, _ make: @escaping @Sendable (_ shape: Shape, _ random: inout RandomSource) -> Tensor
  ) {
    self.description = description
    self.make = make
  }

  /// A tensor of first values.
  public func makeTensor(_ shape: Shape, using random: inout RandomSource) -> Tensor { make(shape, &random) }
}

extension Initializer {
  /// Zero throughout.
  public static let zeros = constant(0)
  /// One throughout.
  public static let ones = constant(1)

  /// One value throughout.
  public static func constant(_ value: Float) -> Initializer {
    Initializer("constant \(value)") { shape, _ in Tensor(shape, repeating: value) }
  }

  /// Uniform between the bounds of `range`.
  public static func uniform(in range: ClosedRange<Float>) -> Initializer {
    elementwise("uniform in \(range)") { $0.uniform(in: range) }
  }

  /// Normal with the given mean and standard deviation.
  public static func normal(mean: Float = 0, deviation: Float) -> Initializer {
    elementwise("normal, mean \(mean), deviation \(deviation)") { mean + deviation * $0.normal() }
  }

  /// Normal, drawn again until it lies within two standard deviations of the mean, as in Keras's `TruncatedNormal`.
  ///
  /// - Parameters:
  ///   - mean: the mean, before values are cut off.
  ///   - deviation: before the cut; afterwards it is 0.8796 of that.
  public static func truncatedNormal(mean: Float = 0, deviation: Float) -> Initializer {
    elementwise("truncated normal, mean \(mean), deviation \(deviation)") { mean + deviation * $0.truncatedNormal() }
  }

  /// A rule that draws each element by itself, in order.
  static func elementwise(_ description: String, _ draw: @escaping @Sendable (inout RandomSource) -> Float)
    -> Initializer
  {
    Initializer(description) { shape, random in
      Tensor(shape) { buffer in
        for index in buffer.indices { buffer[index] = draw(&random) }
      }
    }
  }
}
