// The system's OpenBLAS, loaded when the first product asks for it.
internal import Foundation

/// The functions of OpenBLAS that are used.
///
/// The library starts threads of its own as it is loaded, one for every processor, unless the environment says otherwise. Where
/// memory is too short for them, it hangs when the program ends. It is therefore loaded here, with the number of threads set to
/// one for that moment, and not linked: a linked library is loaded before the program can say anything.
struct OpenBLAS: Sendable {
  typealias Multiply =
    @convention(c) (
      _ order: Int32, _ transposesA: Int32, _ transposesB: Int32, _ rows: Int32, _ columns: Int32, _ inner: Int32,
      _ alpha: Float, _ a: UnsafePointer<Float>, _ strideOfA: Int32, _ b: UnsafePointer<Float>, _ strideOfB: Int32,
      _ beta: Float, _ c: UnsafeMutablePointer<Float>, _ strideOfC: Int32
    ) -> Void

  /// `cblas_sgemm`.
  let multiply: Multiply
  /// The kernels that it runs, such as "SkylakeX".
  let coreName: String

  // Constants of the C interface.
  static let rowMajor: Int32 = 101
  static let notTransposed: Int32 = 111
  static let transposed: Int32 = 112

  static let shared = OpenBLAS()

  private init() {
    self = Self.withEnvironment(["OPENBLAS_NUM_THREADS": "1"]) {
      guard let library = Self.names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first else {
        fatalError("Tensors: OpenBLAS cannot be loaded (\(Self.names.joined(separator: " or ")))")
      }
      return OpenBLAS(in: library)
    }
  }

  private static let names = ["libopenblas.so.0", "libopenblas.so"]

  private init(in library: UnsafeMutableRawPointer) {
    func required<Function>(_ name: String, as type: Function.Type) -> Function {
      guard let address = dlsym(library, name) else { fatalError("Tensors: OpenBLAS has no function \(name)") }
      return unsafeBitCast(address, to: type)
    }
    typealias CoreName = @convention(c) () -> UnsafePointer<CChar>?
    let name = required("openblas_get_corename", as: CoreName.self)
    multiply = required("cblas_sgemm", as: Multiply.self)
    Self.chooseAgain(name().map { String(cString: $0) } ?? "", in: library)
    // Somebody else may have loaded it before, with more.
    typealias SetThreads = @convention(c) (Int32) -> Void
    required("openblas_set_num_threads", as: SetThreads.self)(1)
    coreName = name().map { String(cString: $0) } ?? "unknown"
  }

  // Old builds of OpenBLAS do not know new processors and fall back to AVX2 kernels on some that have AVX-512, at half
  // the speed. The choice is made when the library loads, from OPENBLAS_CORETYPE; builds that export the two functions are
  // made to choose again, the others keep their choice.
  private static func chooseAgain(_ chosen: String, in library: UnsafeMutableRawPointer) {
    typealias Function = @convention(c) () -> Void
    let avx2Only = ["Zen", "Haswell", "Excavator"].contains(chosen)
    guard avx2Only, Parallel.instructionSet == "avx512", getenv("OPENBLAS_CORETYPE") == nil,
      let quit = dlsym(library, "gotoblas_quit"), let initialize = dlsym(library, "gotoblas_init")
    else { return }
    unsafeBitCast(quit, to: Function.self)()
    withEnvironment(["OPENBLAS_CORETYPE": "SkylakeX"]) { unsafeBitCast(initialize, to: Function.self)() }
  }

  /// Calls `body` with variables set in the environment, which then is as it was.
  private static func withEnvironment<Result>(_ variables: [String: String], _ body: () -> Result) -> Result {
    let before = variables.keys.map { (name: $0, value: getenv($0).map { String(cString: $0) }) }
    for (name, value) in variables { setenv(name, value, 1) }
    defer {
      for (name, value) in before {
        if let value { setenv(name, value, 1) } else { unsetenv(name) }
      }
    }
    return body()
  }
}
