// One line of progress, as wide as the terminal at most.

/// A bar between what is done and what is known of it, of which the least important is left out where there is no room.
package struct ProgressLine {
  /// Something that is known.
  package struct Part {
    let text: String
    let rank: Int

    /// A text, with the space ahead of it; of several the one of highest rank is left out first.
    package init(_ text: String, rank: Int) {
      self.text = text
      self.rank = rank
    }
  }

  private let activity: String
  private let share: Double
  private let parts: [Part]

  private static let widths = 5...30

  /// A line of work of which a share is done.
  package init(_ activity: String, share: Double, _ parts: [Part]) {
    self.activity = activity
    self.share = share
    self.parts = parts
  }

  /// The line.
  ///
  /// - Parameter width: columns of the terminal; all that is known, without a bar, if nil.
  package func text(width: Int?) -> String {
    guard let width else { return activity + parts.map(\.text).joined() }
    var parts = parts
    func room() -> Int { width - 2 - activity.count - parts.reduce(0) { $0 + $1.text.count } }
    while room() < Self.widths.lowerBound, parts.count > 1,
      let last = parts.indices.max(by: { (parts[$0].rank, $0) < (parts[$1].rank, $1) })
    {
      parts.remove(at: last)
    }
    let tail = parts.map(\.text).joined()
    guard room() >= Self.widths.lowerBound else { return String((activity + tail).prefix(max(0, width - 1))) }
    let cells = min(room(), Self.widths.upperBound)
    let filled = min(cells, Int(Double(cells) * share))
    return "\(activity) \(String(repeating: "█", count: filled))\(String(repeating: "░", count: cells - filled))\(tail)"
  }
}
