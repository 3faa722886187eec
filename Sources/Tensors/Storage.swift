// Memory that tensors share until one of them writes.
internal import CKernels

/// A block of floats, aligned to 64 bytes; its contents begin undefined.
///
/// `@unchecked Sendable`, the only one of the package: the memory is written either by whoever just allocated it, before
/// it is shared, or by a `Tensor` that has made sure that it holds the only reference. Shared storage is never written.
final class Storage: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Float>
  let count: Int
  /// What was computed from the contents.
  let kept = KeptValues()

  init(count: Int) {
    guard let block = gk_memory_take(Self.bytes(count)) else {
      fatalError("Tensors: no memory for \(Self.bytes(count)) bytes")
    }
    pointer = block.bindMemory(to: Float.self, capacity: count)
    self.count = count
  }

  deinit {
    gk_memory_give(pointer, Self.bytes(count))
  }

  private static func bytes(_ count: Int) -> Int { max(count, 1) * MemoryLayout<Float>.stride }
}

/// Use of memory by tensors, in bytes.
public struct MemoryStatistics: Sendable, Equatable {
  /// Held by tensors now.
  public let inUse: Int
  /// Most that tensors ever held at once.
  public let peak: Int
  /// Kept for the tensors to come.
  public let idle: Int
  /// Blocks ever asked of the system; constant over the steps of a steady training loop.
  public let systemBlocks: Int

  /// The state of the process.
  public static var current: MemoryStatistics {
    let report = gk_memory_statistics()
    return MemoryStatistics(
      inUse: report.in_use, peak: report.peak, idle: report.idle, systemBlocks: report.system_blocks)
  }

  /// Most bytes that the process ever had resident, for tensors and all else.
  public static var peakResident: Int { gk_memory_peak_resident() }

  /// Gives memory that no tensor holds back to the system.
  public static func trim() {
    gk_memory_trim()
  }
}
