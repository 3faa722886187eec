// Matrix products through OpenBLAS, one thread each; the package's own pool does the rest.
internal import COpenBLAS
internal import Foundation
internal import Preconditions

package enum BLAS {
  /// c = a b, or c += a b: row-major matrices, a [rows, inner] and b [inner, columns] after transposition.
  static func multiply(
    _ a: Matrix, _ b: Matrix, into c: UnsafeMutablePointer<Float>, stride: Int, rows: Int, columns: Int, inner: Int,
    accumulating: Bool = false
  ) {
    guard rows > 0, columns > 0 else { return }
    _ = ready
    cblas_sgemm(
      CblasRowMajor, a.transposed ? CblasTrans : CblasNoTrans, b.transposed ? CblasTrans : CblasNoTrans,
      Int32(rows), Int32(columns), Int32(inner), 1, a.start, Int32(a.stride), b.start, Int32(b.stride),
      accumulating ? 1 : 0, c, Int32(stride))
  }

  /// A row-major matrix in memory, perhaps to be read transposed.
  struct Matrix {
    let start: UnsafePointer<Float>
    let stride: Int
    var transposed = false
  }

  /// The kernels that OpenBLAS runs, such as "SkylakeX".
  package static var coreName: String {
    _ = ready
    return openblas_get_corename().map { String(cString: $0) } ?? "unknown"
  }

  // Old builds of OpenBLAS do not know new processors and fall back to AVX2 kernels on some that have AVX-512, at half
  // the speed. The choice is made when the library loads, from OPENBLAS_CORETYPE, so by the time this code runs it has to
  // be made again. Builds that do not export the two functions keep their choice.
  private static let ready: Bool = {
    openblas_set_num_threads(1)
    let chosen = openblas_get_corename().map { String(cString: $0) } ?? ""
    let avx2Only = ["Zen", "Haswell", "Excavator"].contains(chosen)
    guard avx2Only, Parallel.instructionSet == "avx512", getenv("OPENBLAS_CORETYPE") == nil,
      let quit = symbol("gotoblas_quit"), let initialize = symbol("gotoblas_init")
    else { return true }
    quit()
    setenv("OPENBLAS_CORETYPE", "SkylakeX", 1)
    initialize()
    unsetenv("OPENBLAS_CORETYPE")
    openblas_set_num_threads(1)
    return true
  }()

  private static func symbol(_ name: String) -> (@convention(c) () -> Void)? {
    guard let program = dlopen(nil, RTLD_NOW), let address = dlsym(program, name) else { return nil }
    return unsafeBitCast(address, to: (@convention(c) () -> Void).self)
  }
}

extension Tensor {
  /// The product of two matrices, each perhaps transposed: [M, K] × [K, N] → [M, N].
  func matrixProduct(_ other: Tensor, transposed: Bool = false, otherTransposed: Bool = false) -> Tensor {
    require(
      shape.rank == 2 && other.shape.rank == 2, "matrixProduct: expected matrices, found \(shape) and \(other.shape)")
    let rows = shape[transposed ? 1 : 0]
    let inner = shape[transposed ? 0 : 1]
    let columns = other.shape[otherTransposed ? 0 : 1]
    require(
      inner == other.shape[otherTransposed ? 1 : 0], "matrixProduct: inner extents of \(shape) and \(other.shape)")
    return Tensor([rows, columns]) { buffer in
      guard let c = buffer.baseAddress else { return }
      // The longer side is cut, by its length alone.
      let cutsColumns = columns >= rows
      Parallel.forEachRange(cutsColumns ? columns : rows, grain: 128) { range in
        let start = range.lowerBound
        let a = pointer + (cutsColumns ? 0 : start * (transposed ? 1 : inner))
        let b = other.pointer + (cutsColumns ? start * (otherTransposed ? inner : 1) : 0)
        BLAS.multiply(
          BLAS.Matrix(start: a, stride: shape[1], transposed: transposed),
          BLAS.Matrix(start: b, stride: other.shape[1], transposed: otherTransposed),
          into: c + (cutsColumns ? start : start * columns), stride: columns,
          rows: cutsColumns ? rows : range.count, columns: cutsColumns ? range.count : columns, inner: inner)
      }
      withExtendedLifetime((self, other)) {}
    }
  }
}
