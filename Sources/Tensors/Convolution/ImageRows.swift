// Rows of images, read where they are or computed when they are needed.
internal import CKernels

/// The rows of a batch of images, as one task reads them: those that a norm has yet to make are computed into a few rows of
/// memory, from where as many consecutive ones can be read as were asked for.
struct ImageRows {
  private let pixels, channels: Int
  /// Where all rows are, or the sums that rows are computed from.
  private let source: UnsafePointer<Float>
  /// The gradient that goes with the sums; null where the rows are not a gradient.
  private let dOutput: UnsafePointer<Float>?
  private var norm: gk_normalization?
  private let memory: Storage?
  /// The row in each of the places of `memory`.
  private var present: [Int]

  private init(
    _ sums: Tensor, dOutput: Tensor?, norm: gk_normalization?, atOnce count: Int
  ) {
    pixels = sums.shape[2]
    channels = sums.shape[3]
    source = sums.pointer
    self.dOutput = dOutput?.pointer
    self.norm = norm
    memory = norm.map { _ in Storage(count: count * sums.shape[2] * sums.shape[3]) }
    present = Array(repeating: -1, count: count)
  }

  /// Rows of what a convolution reads; `activations` must outlive them.
  init(_ activations: Activations, atOnce count: Int) {
    switch activations {
    case .tensor, .depthwise: self.init(activations.tensor, dOutput: nil, norm: nil, atOnce: count)
    case .normalized(let images):
      self.init(
        images.sums, dOutput: nil, norm: images.normalization.description(of: images.coefficients), atOnce: count)
    }
  }

  /// Rows of the gradient of a convolution's sums; `gradient` must outlive them.
  init(_ gradient: SumsGradient, atOnce count: Int) {
    switch gradient {
    case .tensor(let tensor): self.init(tensor, dOutput: nil, norm: nil, atOnce: count)
    case .normalized(let gradient):
      self.init(
        gradient.sums, dOutput: gradient.dOutput,
        norm: gradient.normalization.description(of: gradient.coefficients), atOnce: count)
    }
  }

  /// A row, counted through all images; good until another one takes its place.
  mutating func pointer(to row: Int) -> UnsafePointer<Float> {
    let start = row * pixels * channels
    guard let memory, var norm else { return source + start }
    let place = row % present.count
    let target = memory.pointer + place * pixels * channels
    if present[place] != row {
      if let dOutput {
        gk_normalize_gradient(source + start, dOutput + start, &norm, target, pixels, channels)
      } else {
        gk_normalize(source + start, &norm, target, pixels, channels)
      }
      present[place] = row
    }
    return UnsafePointer(target)
  }

  /// Adds, for the norm that these rows come from, what a row contributes to the sums of its gradient.
  ///
  /// - Shape: share [2, C].
  func addGradientSums(
    ofRow row: Int, _ dRow: UnsafePointer<Float>, to share: UnsafeMutablePointer<Float>
  ) {
    guard var norm else { return }
    gk_normalize_gradient_sums(
      source + row * pixels * channels, dRow, &norm, pixels, channels, share, share + channels)
  }
}
