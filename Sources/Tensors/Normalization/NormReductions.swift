// The two sums for each channel that normalisation needs, forward and back.

/// Sums over all pixels of a value, and of its product with another: of the gradient of normalised values and its
/// products with their distances from the mean, or of deviations and their squares.
///
/// - Shape: both [C].
struct NormReductions: Sendable {
  let sums, products: [Double]

  init(sums: [Double], products: [Double]) {
    self.sums = sums
    self.products = products
  }

  /// The sums over all chunks, added in their order.
  ///
  /// - Shape: [chunks, 2, C].
  init(_ chunks: Tensor) {
    let channels = chunks.shape[2]
    var totals = [Double](repeating: 0, count: 2 * channels)
    chunks.withUnsafeBuffer { buffer in
      for start in stride(from: 0, to: buffer.count, by: totals.count) {
        for index in totals.indices { totals[index] += Double(buffer[start + index]) }
      }
    }
    self.init(sums: Array(totals[..<channels]), products: Array(totals[channels...]))
  }

  static func + (left: NormReductions, right: NormReductions) -> NormReductions {
    NormReductions(
      sums: zip(left.sums, right.sums).map { $0 + $1 }, products: zip(left.products, right.products).map { $0 + $1 })
  }
}
