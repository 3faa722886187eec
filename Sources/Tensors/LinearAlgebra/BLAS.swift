// Matrix products through OpenBLAS, one thread each; the package's own pool does the rest.

package enum BLAS {
  /// c = a b, or c += a b: row-major matrices, a [rows, inner] and b [inner, columns] after transposition.
  static func multiply(
    _ a: Matrix, _ b: Matrix, into c: UnsafeMutablePointer<Float>, stride: Int, rows: Int, columns: Int, inner: Int,
    accumulating: Bool = false
  ) {
    guard rows > 0, columns > 0 else { return }
    func form(_ matrix: Matrix) -> Int32 { matrix.transposed ? OpenBLAS.transposed : OpenBLAS.notTransposed }
    OpenBLAS.shared.multiply(
      OpenBLAS.rowMajor, form(a), form(b), Int32(rows), Int32(columns), Int32(inner), 1, a.start, Int32(a.stride),
      b.start, Int32(b.stride), accumulating ? 1 : 0, c, Int32(stride))
  }

  /// A row-major matrix in memory, perhaps to be read transposed.
  struct Matrix {
    let start: UnsafePointer<Float>
    let stride: Int
    var transposed = false
  }

  /// The kernels that OpenBLAS runs, such as "SkylakeX".
  package static var coreName: String { OpenBLAS.shared.coreName }
}
