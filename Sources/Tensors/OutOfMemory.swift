// What becomes of a program that has no memory for a tensor.
internal import Synchronization

/// The end of a program that has no memory for a tensor: nothing can go on from there, but there can be last words.
public enum OutOfMemory {
  private static let answer = Mutex<(@Sendable (_ byteCount: Int) -> Never)?>(nil)

  /// Has a function end the program where a tensor finds no memory; it is called on whatever thread that happens.
  ///
  /// Without one the program stops as by a mistake of the programmer, with a message.
  public static func end(by end: @escaping @Sendable (_ byteCount: Int) -> Never) {
    answer.withLock { $0 = end }
  }

  static func end(_ byteCount: Int) -> Never {
    if let end = answer.withLock({ $0 }) { end(byteCount) }
    fatalError("Tensors: no memory for \(byteCount) bytes")
  }
}
