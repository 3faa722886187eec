// How many images pass through a row of layers at a time in inference.
internal import Synchronization
internal import Tensors

/// The layers of a row that make images of images, and how many images they should get at a time.
struct Grouping: Sendable {
  // Floats of the largest layer's output for one group: with its input about as much as cores share of a cache.
  private static let cachedFloats = 3 << 21
  // How often a layer's output costs a passage of memory that its weights would cost, too, for every further group.
  private static let passagesSaved = 4

  /// Number of layers, from the first on.
  let leading: Int
  /// Images of a group.
  let size: Int

  /// - Shape: image [1, H, W, C].
  init(_ layers: Sequential, for image: Shape) {
    var graph = LayerGraph()
    var value = graph.addInput("input", shape: image)
    var leading = 0
    var nodes: ArraySlice<LayerGraph.Node> = []
    for (name, layer) in layers.parts {
      value = graph.add(layer, as: name, to: value)
      guard value.shape.rank == 4 else { break }
      nodes = graph.nodes.dropFirst()
      leading += 1
    }
    let largest = nodes.map(\.output.shape.count).max() ?? 1
    // Where multiply-adds are not known, there may be many.
    let written = nodes.reduce(0) { $0 + ($1.multiplyAdds == 0 ? 0 : $1.output.shape.count) }
    let weights = nodes.reduce(0) { $0 + $1.parameterCount }
    self.leading = leading
    size = max(1, Self.cachedFloats / max(1, largest), Self.passagesSaved * weights / max(1, written))
  }
}

/// The groupings of a row for the sizes of images that it has seen.
final class GroupingCache: Sendable {
  private static let capacity = 16

  private let groupings = Mutex<[Shape: Grouping]>([:])

  /// The grouping for a batch of the given shape, worked out where there is none.
  ///
  /// - Shape: images [N, H, W, C].
  func grouping(of layers: Sequential, for images: Shape) -> (leading: Int, size: Int) {
    let image = Shape([1] + images.dimensions.dropFirst())
    // Worked out without the lock: a layer that is run to be described may ask another row's cache.
    let grouping = groupings.withLock { $0[image] } ?? Grouping(layers, for: image)
    groupings.withLock { groupings in
      if groupings.count >= Self.capacity, groupings[image] == nil { groupings.removeAll() }
      groupings[image] = grouping
    }
    return (grouping.leading, grouping.size)
  }
}
