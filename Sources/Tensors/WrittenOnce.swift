// A tensor that is computed when somebody first asks for it.
internal import Synchronization

/// The numbers of something that may never be written to memory; computed once, whoever asks.
struct WrittenOnce: ~Copyable, Sendable {
  private let state = Mutex<Tensor?>(nil)

  /// The numbers, by `make` where nobody has asked before.
  func tensor(_ make: () -> Tensor) -> Tensor {
    state.withLock { state in
      if let tensor = state { return tensor }
      let tensor = make()
      state = tensor
      return tensor
    }
  }

  /// Whether somebody has asked.
  var isWritten: Bool { state.withLock { $0 != nil } }
}
