// First values that keep lengths.
internal import Tensors

extension Initializer {
  /// `gain` times a random matrix with orthonormal columns, or rows where these are fewer (Saxe et al. 2014); the last axis
  /// is that of the columns, all others together are the rows.
  ///
  /// The time grows with the product of the larger extent and the square of the smaller one.
  public static func orthogonal(gain: Float = 1) -> Initializer {
    Initializer("orthogonal, gain \(gain)") { shape, random in
      guard shape.count > 0 else { return Tensor(shape, scalars: []) }
      let columns = shape.dimensions.last ?? 1
      let rows = shape.count / columns
      let vectors = orthonormalVectors(min(rows, columns), length: max(rows, columns), using: &random)
      return Tensor(shape) { buffer in
        for index in buffer.indices {
          let (row, column) = (index / columns, index % columns)
          buffer[index] = gain * Float(rows >= columns ? vectors[column][row] : vectors[row][column])
        }
      }
    }
  }

  /// Vectors of length 1 at right angles to each other, uniformly distributed: normal draws, orthogonalised in order.
  private static func orthonormalVectors(_ count: Int, length: Int, using random: inout RandomSource) -> [[Double]] {
    var vectors: [[Double]] = []
    while vectors.count < count {
      var vector = (0..<length).map { _ in Double(random.normal()) }
      // Twice: the first pass leaves rounding errors of nearly parallel draws.
      for _ in 0..<2 {
        for other in vectors {
          let projection = dot(vector, other)
          for index in vector.indices { vector[index] -= projection * other[index] }
        }
      }
      let norm = dot(vector, vector).squareRoot()
      if norm > 1e-6 { vectors.append(vector.map { $0 / norm }) }
    }
    return vectors
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}
