// The gradient of a convolution's output.

/// The gradient of a convolution's output, before what follows it: a tensor, or what will become one while it is read.
enum PreactivationGradient: Sendable {
  case tensor(Tensor)
  case deferred(DeferredNormGradient)

  /// Whether a pool lies between the gradient that is there and the one that is asked for: rows of the latter cannot be
  /// computed from the same rows of the former.
  private var isPooled: Bool {
    if case .deferred(let gradient) = self { gradient.choice != nil } else { false }
  }

  /// The gradient as it is where its rows can be read by themselves, else computed.
  consuming func readableByRows() -> PreactivationGradient {
    isPooled ? .tensor((consume self).tensor()) : self
  }

  /// The gradient; written into the gradient of the norm's output where nothing else holds that.
  consuming func tensor() -> Tensor {
    switch consume self {
    case .tensor(let tensor): tensor
    case .deferred(let gradient): gradient.tensor()
    }
  }

  /// The gradient and its sums over all pixels, which are the gradient of a bias.
  ///
  /// - Shape: → [N, H, W, C] and [C].
  consuming func tensorAndTotal() -> (tensor: Tensor, total: Tensor) {
    let (tensor, imageSums): (Tensor, Tensor?) =
      switch consume self {
      case .tensor(let tensor): (tensor, nil)
      case .deferred(let gradient): gradient.tensorAndImageSums()
      }
    let total = imageSums?.sum(over: [0]) ?? tensor.sum(over: [0, 1, 2])
    return (tensor, total.reshaped(to: [tensor.shape[-1]]))
  }
}
