// Weights in the order in which kernels read them.
internal import CKernels

/// The weights of one correlation, packed: for each panel of target channels [rows, columns, sourceChannels, width].
struct WeightPanels: Sendable {
  let panels: ChannelPanels
  private let storage: Storage
  private let depth: Int

  /// Packs weights; `transposed` means that sums are over the output channels, as in the gradient.
  ///
  /// - Shape: weight [KH, KW, C, K].
  init(_ weight: Tensor, rows: WindowAxis, columns: WindowAxis, transposed: Bool) {
    let inputs = weight.shape[2]
    let outputs = weight.shape[3]
    let sourceChannels = transposed ? outputs : inputs
    let panels = ChannelPanels(channels: transposed ? inputs : outputs)
    depth = rows.taps * columns.taps * sourceChannels
    storage = Storage(count: depth * panels.totalWidth)
    self.panels = panels
    let base = storage.pointer
    let depth = depth
    Parallel.forEach(panels.count * rows.taps) { task in
      let (panel, row) = (task / rows.taps, task % rows.taps)
      let width = panels.width(of: panel)
      let rowWeights = (rows.firstWeight + row * rows.weightStep) * weight.shape[1]
      for column in 0..<columns.taps {
        let tap = rowWeights + columns.firstWeight + column * columns.weightStep
        let source = weight.pointer + tap * inputs * outputs + panels.first(of: panel) * (transposed ? outputs : 1)
        let target = base + depth * panels.first(of: panel) + (row * columns.taps + column) * sourceChannels * width
        let pack = transposed ? gk_pack_panel_transposed : gk_pack_panel
        pack(source, outputs, sourceChannels, panels.channels(in: panel), target, width)
      }
    }
    withExtendedLifetime(weight) {}
  }

  /// A panel's first weight.
  func pointer(to panel: Int) -> UnsafePointer<Float> {
    UnsafePointer(storage.pointer + depth * panels.first(of: panel))
  }
}
