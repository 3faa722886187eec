// The result of a block that has not been written to memory.
internal import Synchronization

/// Convolution sums together with the normalisation that makes a block's output of them.
///
/// A convolution that reads the output pixel by pixel normalises it on the way, in a core's own cache, which saves writing
/// and reading it; anything else asks for ``tensor``, and it is computed then, once.
final class NormalizedImages: Sendable {
  let sums: Tensor
  let normalization: BlockNormalization
  let coefficients: BlockNormalization.Coefficients

  private let written = WrittenOnce()
  private let shares = Mutex<GradientSums?>(nil)

  init(_ sums: Tensor, _ normalization: BlockNormalization, _ coefficients: BlockNormalization.Coefficients) {
    self.sums = sums
    self.normalization = normalization
    self.coefficients = coefficients
  }

  /// The output.
  var tensor: Tensor {
    written.tensor { normalization.forward(sums, coefficients).output }
  }

  /// Takes a reader's share of the sums that the gradient needs. They are linear in the gradient: shares add up.
  func gather(_ share: GradientSums) {
    shares.withLock { $0 = $0.map { $0 + share } ?? share }
  }

  /// The sums that readers gathered, if all of them did.
  var gathered: GradientSums? {
    written.isWritten ? nil : shares.withLock { $0 }
  }
}

/// Sums over all pixels of the gradient of normalised values, and of its products with their distances from the mean.
struct GradientSums: Sendable {
  let sums, products: [Double]

  init(sums: [Double], products: [Double]) {
    self.sums = sums
    self.products = products
  }

  static func + (left: GradientSums, right: GradientSums) -> GradientSums {
    GradientSums(
      sums: zip(left.sums, right.sums).map { $0 + $1 }, products: zip(left.products, right.products).map { $0 + $1 })
  }
}

/// What an operation reads: numbers, or what becomes numbers while it is read.
enum Activations: Sendable {
  case tensor(Tensor)
  case normalized(NormalizedImages)
  case depthwise(DepthwiseImages)

  var tensor: Tensor {
    switch self {
    case .tensor(let tensor): tensor
    case .normalized(let images): images.tensor
    case .depthwise(let images): images.tensor
    }
  }

  var shape: Shape {
    switch self {
    case .tensor(let tensor): tensor.shape
    case .normalized(let images): images.normalization.shape
    case .depthwise(let images): images.shape
    }
  }
}

/// The gradient of a convolution's sums: numbers, or what becomes numbers while it is read.
enum SumsGradient: Sendable {
  case tensor(Tensor)
  /// The gradient of the normalised output, which coefficients with slope and level make into that of the sums.
  case normalized(NormalizedGradient)

  /// The numbers; written into the gradient of the output where nobody else holds that.
  consuming func tensor() -> Tensor {
    switch consume self {
    case .tensor(let tensor): tensor
    case .normalized(let gradient): gradient.tensor()
    }
  }

  /// The numbers and, as for a bias, their sums over all pixels.
  ///
  /// - Shape: → [N, H, W, C] and [C].
  consuming func tensorAndTotal() -> (tensor: Tensor, total: Tensor) {
    let (tensor, shares): (Tensor, Tensor?) =
      switch consume self {
      case .tensor(let tensor): (tensor, nil)
      case .normalized(let gradient): gradient.tensorAndShares()
      }
    let total = shares?.sum(over: [0]) ?? tensor.sum(over: [0, 1, 2])
    return (tensor, total.reshaped(to: [tensor.shape[-1]]))
  }
}

/// The gradient of a block's output, and what makes it into the gradient of the block's sums.
struct NormalizedGradient: Sendable {
  let sums: Tensor
  let dOutput: Tensor
  let normalization: BlockNormalization
  let coefficients: BlockNormalization.Coefficients
  let choice: BlockNormalization.Choice?

  consuming func tensor() -> Tensor {
    (consume self).tensorAndShares().tensor
  }

  /// The numbers and, where they come for little, their sums over the pixels of each image.
  ///
  /// - Shape: → [N, H, W, C] and [N, C].
  consuming func tensorAndShares() -> (tensor: Tensor, shares: Tensor?) {
    let (sums, normalization, coefficients, choice) = (sums, normalization, coefficients, choice)
    let dOutput = (consume self).dOutput
    guard let choice else { return (normalization.inputGradient(sums, consume dOutput, coefficients), nil) }
    let gradient = normalization.pooledInputGradient(sums, consume dOutput, coefficients, choice)
    return (gradient.dInput, gradient.shares)
  }
}
