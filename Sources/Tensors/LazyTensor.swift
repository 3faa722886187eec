// A tensor that is computed when it is first read.
internal import Synchronization

/// A tensor that is computed at most once, and not at all unless it is read.
struct LazyTensor: ~Copyable, Sendable {
  private let state = Mutex<Tensor?>(nil)

  /// The tensor, computed by `make` when it is first read.
  func tensor(_ make: () -> Tensor) -> Tensor {
    state.withLock { state in
      if let tensor = state { return tensor }
      let tensor = make()
      state = tensor
      return tensor
    }
  }

  var isComputed: Bool { state.withLock { $0 != nil } }
}
