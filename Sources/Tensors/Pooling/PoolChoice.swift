// Which pixels a max-pool chose.

/// For every output element of a max-pool, the index of the pixel of its window that it came from.
struct PoolChoice: Sendable {
  // A byte for each element.
  private let storage: Storage

  private var bytes: UnsafeMutablePointer<UInt8> {
    UnsafeMutableRawPointer(storage.pointer).assumingMemoryBound(to: UInt8.self)
  }

  /// The output of a pool and its choices, whose elements `body` writes, every one of both.
  static func pooled(
    _ shape: Shape,
    writing body: (_ output: UnsafeMutablePointer<Float>, _ choice: UnsafeMutablePointer<UInt8>) -> Void
  ) -> (output: Tensor, choice: PoolChoice) {
    let bytesPerFloat = MemoryLayout<Float>.stride
    let choice = PoolChoice(storage: Storage(count: (shape.count + bytesPerFloat - 1) / bytesPerFloat))
    let output = Tensor(uninitialized: shape) { output in body(output, choice.bytes) }
    return (output, choice)
  }

  /// Calls `body` with the choices, in the order of the output's elements.
  func withPointer<Result>(_ body: (UnsafePointer<UInt8>) -> Result) -> Result {
    withExtendedLifetime(storage) { body(UnsafePointer(bytes)) }
  }
}
