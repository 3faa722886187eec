// How far long work has come.

/// How far a long piece of work has come.
public struct WorkProgress: Sendable {
  /// What is being done.
  public let activity: String
  /// Items done.
  public let done: Int
  /// Items in all.
  public let total: Int
  /// What else is known, such as the loss so far, the most important first.
  public let notes: [String]

  /// A report of progress.
  public init(_ activity: String, _ done: Int, _ total: Int, notes: [String] = []) {
    self.activity = activity
    self.done = done
    self.total = total
    self.notes = notes
  }
}
