// Values derived from a tensor's elements, cached until these change.
internal import Synchronization

/// What was computed from the elements of a tensor, such as weights packed in the order in which kernels read them.
///
/// Weights stay plain tensors, and code that changes one need not know what was derived from it.
struct StorageCache: ~Copyable, Sendable {
  // Not private, nor is the key: the compiler of Swift 6.3 stops at private generic arguments of a Mutex in debug
  // builds.
  struct Entry: Sendable {
    let value: any Sendable
    // Held so that nobody can change them in place: as long as they are the same storage they are the same numbers.
    let others: [Tensor]
  }

  struct Key: Hashable, Sendable {
    let type: ObjectIdentifier
    let detail: [Int]
  }

  private let entries = Mutex<[Key: Entry]>([:])

  /// The value of a type that was made from these elements and `others`, by `make` if it is not in the cache.
  ///
  /// - Parameter detail: distinguishes the value from others of its type.
  func value<Value: Sendable>(_ detail: [Int], with others: [Tensor], _ make: () -> Value) -> Value {
    let key = Key(type: ObjectIdentifier(Value.self), detail: detail)
    let found = entries.withLock { $0[key] }
    if let found, let value = found.value as? Value, found.others.elementsEqual(others, by: { $0.isSame(as: $1) }) {
      return value
    }
    let value = make()
    entries.withLock { $0[key] = Entry(value: value, others: others) }
    return value
  }

  func removeAll() {
    entries.withLock { entries in
      if !entries.isEmpty { entries = [:] }
    }
  }
}
