// Matrix products through OpenBLAS, one thread each; the package's own pool does the rest.
internal import COpenBLAS
internal import Foundation

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
  // the speed. The choice is made when the library loads, from OPENBLAS_CORETYPE, so by the time this code runs it has
  // to be made again. Builds that do not export the two functions keep their choice.
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
