// Memory that tensors share until one of them writes.
internal import CKernels

/// A block of floats, aligned to 64 bytes; its contents begin undefined.
///
/// `@unchecked Sendable`, the only one of the package: the memory is written either by whoever just allocated it,
/// before it is shared, or by a `Tensor` that has made sure that it holds the only reference. Shared storage is never
/// written.
final class Storage: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Float>
  let count: Int
  /// What was derived from the contents.
  let cache = StorageCache()

  init(count: Int) {
    guard let block = gk_memory_take(Self.bytes(count)) else { OutOfMemory.end(Self.bytes(count)) }
    pointer = block.bindMemory(to: Float.self, capacity: count)
    self.count = count
  }

  deinit {
    gk_memory_give(pointer, Self.bytes(count))
  }

  private static func bytes(_ count: Int) -> Int { max(count, 1) * MemoryLayout<Float>.stride }
}

extension Storage {
  /// Calls `body` with memory for `count` floats of undefined values, which is given back when it returns.
  static func temporary(_ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) {
    let storage = Storage(count: count)
    withExtendedLifetime(storage) { body(storage.pointer) }
  }
}
