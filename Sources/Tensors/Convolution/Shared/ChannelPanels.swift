// Channels in the vectors in which kernels compute them.
internal import CKernels

/// Channels cut into panels of two vectors; the last is a single vector where that is enough.
struct ChannelPanels: Sendable {
  let channels: Int

  /// Channels of a panel of two vectors.
  static let width = gk_panel_width(.max)

  var count: Int { Parallel.chunkCount(channels, grain: Self.width) }

  /// Floats a row that all panels have together.
  var totalWidth: Int { count == 0 ? 0 : (count - 1) * Self.width + width(of: count - 1) }

  /// The first channel of a panel; also the floats a row that the panels before it have.
  func first(of panel: Int) -> Int { panel * Self.width }

  /// Channels in a panel.
  func channels(in panel: Int) -> Int { min(Self.width, channels - first(of: panel)) }

  /// Floats a row in a panel, zeros included.
  func width(of panel: Int) -> Int { gk_panel_width(channels - first(of: panel)) }
}
