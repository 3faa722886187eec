// First values whose spread depends on how many inputs and outputs a weight joins.
internal import Tensors

extension Initializer {
  /// Uniform within ±√(6 / (fanIn + fanOut)) (Glorot and Bengio 2010), Keras's default.
  public static func glorotUniform(fanIn: Int, fanOut: Int) -> Initializer {
    let limit = (6 / Float(fanIn + fanOut)).squareRoot()
    return elementwise("Glorot uniform") { $0.uniform(in: -limit...limit) }
  }

  /// Truncated normal with a deviation of √(2 / (fanIn + fanOut)) (Glorot and Bengio 2010), as Keras defines it.
  public static func glorotNormal(fanIn: Int, fanOut: Int) -> Initializer {
    truncatedNormal("Glorot normal", variance: 2 / Double(fanIn + fanOut))
  }

  /// Uniform within ±√(6 / fanIn) (He et al. 2015).
  public static func heUniform(fanIn: Int) -> Initializer {
    let limit = (6 / Float(fanIn)).squareRoot()
    return elementwise("He uniform") { $0.uniform(in: -limit...limit) }
  }

  /// Truncated normal with a deviation of √(2 / fanIn) (He et al. 2015), as Keras defines it.
  public static func heNormal(fanIn: Int) -> Initializer {
    truncatedNormal("He normal", variance: 2 / Double(fanIn))
  }

  /// Uniform within ±√(3 / fanIn) (LeCun et al. 1998), the scale that keeps the variance of linear layers.
  public static func leCunUniform(fanIn: Int) -> Initializer {
    let limit = (3 / Float(fanIn)).squareRoot()
    return elementwise("LeCun uniform") { $0.uniform(in: -limit...limit) }
  }

  /// Truncated normal with a deviation of √(1 / fanIn) (LeCun et al. 1998), as Keras defines it.
  public static func leCunNormal(fanIn: Int) -> Initializer {
    truncatedNormal("LeCun normal", variance: 1 / Double(fanIn))
  }

  /// Normal within two of its own deviations, with the given variance after the cut.
  private static func truncatedNormal(_ description: String, variance: Double) -> Initializer {
    // The deviation of a standard normal number that is cut off at ±2.
    let deviation = Float(variance.squareRoot() / 0.87962566103423978)
    return elementwise(description) { deviation * $0.truncatedNormal() }
  }
}
