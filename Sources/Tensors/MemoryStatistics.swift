// How much memory tensors use.
internal import CKernels

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
