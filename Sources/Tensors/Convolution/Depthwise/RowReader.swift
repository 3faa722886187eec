// Rows of images, read where they are or computed when they are needed.
internal import CKernels

/// Reads the rows of a batch of images for one task. Rows that are normalised on the way are computed into a few rows
/// of memory, which hold as many consecutive ones as the task reads at once.
struct RowReader {
  private let pixels, channels: Int
  /// Where all rows are, or the values that rows are computed from.
  private let source: UnsafePointer<Float>
  /// The gradient of the normalised values, where the rows are gradients of the values before.
  private let dOutput: UnsafePointer<Float>?
  private var norm: gk_normalization?
  private let memory: Storage?
  /// The rows in `memory`.
  private var present: [Int]

  private init(
    _ source: Tensor, dOutput: Tensor?, norm: gk_normalization?, atOnce count: Int
  ) {
    pixels = source.shape[2]
    channels = source.shape[3]
    self.source = source.pointer
    self.dOutput = dOutput?.pointer
    self.norm = norm
    memory = norm.map { _ in Storage(count: count * source.shape[2] * source.shape[3]) }
    present = Array(repeating: -1, count: count)
  }

  /// Rows of a convolution's input; `input` must outlive them.
  init(_ input: Variable.Contents, atOnce count: Int) {
    if let normalized = input.deferred(as: DeferredNormalization.self) {
      self.init(
        normalized.input, dOutput: nil, norm: normalized.normalization.kernelArgument(normalized.coefficients),
        atOnce: count)
    } else {
      self.init(input.tensor, dOutput: nil, norm: nil, atOnce: count)
    }
  }

  /// Rows of the gradient of a convolution's output; `gradient` must outlive them.
  init(_ gradient: PreactivationGradient, atOnce count: Int) {
    switch gradient {
    case .tensor(let tensor): self.init(tensor, dOutput: nil, norm: nil, atOnce: count)
    case .deferred(let gradient):
      self.init(
        gradient.input, dOutput: gradient.dOutput, norm: gradient.normalization.kernelArgument(gradient.coefficients),
        atOnce: count)
    }
  }

  /// A row, counted through all images; valid until another one overwrites it.
  mutating func pointer(to row: Int) -> UnsafePointer<Float> {
    let start = row * pixels * channels
    guard let memory, var norm else { return source + start }
    let slot = row % present.count
    let target = memory.pointer + slot * pixels * channels
    if present[slot] != row {
      if let dOutput {
        gk_normalize_gradient(source + start, dOutput + start, &norm, target, pixels, channels)
      } else {
        gk_normalize(source + start, &norm, target, pixels, channels)
      }
      present[slot] = row
    }
    return UnsafePointer(target)
  }

  /// Adds, for the norm that these rows come from, what a row contributes to the sums of its gradient.
  ///
  /// - Shape: sums [2, C].
  func addNormReductions(ofRow row: Int, _ dRow: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Float>) {
    guard var norm else { return }
    gk_normalize_gradient_sums(source + row * pixels * channels, dRow, &norm, pixels, channels, sums, sums + channels)
  }
}
