// Loops whose iterations run on the worker pool.
internal import CKernels
internal import Preconditions

/// The worker pool of the process: how many threads it has, and loops that run on it.
///
/// The number of threads changes how long a loop takes and never what it computes: iterations are cut by the caller,
/// by shape, and each writes its own results.
public enum Parallel {
  /// Threads that loops run on, the caller's included; all allowed processors unless set.
  public static var threadCount: Int { Int(gk_parallel_threads()) }

  /// Makes loops run on `count` threads from now on.
  public static func setThreadCount(_ count: Int) {
    require(count >= 1, "Parallel.setThreadCount: expected at least one thread, found \(count)")
    gk_parallel_set_threads(Int32(clamping: count))
  }

  /// Keeps the calling thread and those of loops on a processor each, where together they fill all that the process may
  /// use; a program's choice, to be made before its first loop.
  ///
  /// Threads that wait for each other lose half of their time when two of them share a processor while another one idles.
  /// On systems other than Linux nothing is done.
  public static func pinThreads() {
    gk_parallel_pin()
  }

  /// Processors that this process may use.
  public static var processorCount: Int { Int(gk_parallel_processors()) }

  /// Runs `body` for every index in 0 ..< count, on all threads, and returns when all are done.
  ///
  /// A loop within a loop runs on its own thread alone.
  public static func forEach(_ count: Int, _ body: (_ index: Int) -> Void) {
    forEach(count) { index, _ in body(index) }
  }

  /// As ``forEach(_:_:)-(Int,(Int)->Void)``; `worker`, in 0 ..< ``threadCount``, names the thread's scratch memory.
  public static func forEach(_ count: Int, _ body: (_ index: Int, _ worker: Int) -> Void) {
    guard count > 0 else { return }
    withoutActuallyEscaping(body) { escapable in
      let context = Context(body: escapable)
      withExtendedLifetime(context) {
        gk_parallel_for(
          Int32(count),
          { pointer, index, worker in
            guard let pointer else { return }
            Unmanaged<Context>.fromOpaque(pointer).takeUnretainedValue().body(Int(index), Int(worker))
          }, Unmanaged.passUnretained(context).toOpaque())
      }
    }
  }

  /// The results of `body` for every index in 0 ..< count, computed on all threads, in the order of the indices.
  ///
  /// - Throws: the error of the lowest index that failed, after all have run.
  public static func map<Element: Sendable>(
    _ count: Int, _ body: (_ index: Int) throws -> Element
  ) throws -> [Element] {
    let results = [Result<Element, any Error>?](unsafeUninitializedCapacity: count) { buffer, initialized in
      let slots = buffer.baseAddress
      forEach(count) { index in
        slots?.advanced(by: index).initialize(to: Result { try body(index) })
      }
      initialized = count
    }
    return try results.compactMap { try $0?.get() }
  }

  private final class Context {
    let body: (Int, Int) -> Void
    init(body: @escaping (Int, Int) -> Void) { self.body = body }
  }
}

extension Parallel {
  /// The instruction set that kernels use: "avx512", "avx2" or "portable".
  ///
  /// The best that the processor has, unless the environment variable `GALAXY_KERNELS` names another of these.
  public static var instructionSet: String { String(cString: gk_instruction_set()) }
}
