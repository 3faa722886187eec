// The report on a data set as text.
internal import DataFiles
internal import GalaxyZoo
internal import ImageDatasets

extension DataCheck {
  /// Of more items a terminal would show the last ones only.
  private static let shownItems = 20
  private static let shownSizes = 3

  /// The report as lines.
  public func lines() -> [String] {
    let title = { (severity: Finding.Severity) in severity == .error ? "ERRORS" : "NOTES" }
    var lines = summary + treeLines
    for severity in [Finding.Severity.error, .note] {
      let found = findings.filter { $0.severity == severity }
      if !found.isEmpty { lines += ["", title(severity)] + found.flatMap(Self.lines) }
    }
    let counts = "\(counted(errorCount, "error")), \(counted(noteCount, "note"))"
    return lines + ["", isClean ? "clean: \(counts)" : counts]
  }

  private var summary: [String] {
    let kinds = images.formats.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    let sizes = images.sizes.prefix(Self.shownSizes).map { "\($0.count) of \($0.name)" }
    let others = images.sizes.count - sizes.count
    let details =
      [
        kinds.joined(separator: " and "),
        sizes.joined(separator: ", ") + (others > 0 ? " and \(others) other sizes" : ""),
      ]
    var lines = [
      "\(images.path): \(images.count) images, \(images.readable) can be read"
        + (kinds.isEmpty ? "" : " (\(details.joined(separator: "; ")))")
    ]
    if let labels { lines.append("\(labels.path): \(labels.rows) rows, \(labels.joined) with an image") }
    if let classes {
      let list = classes.map { "\($0.name) \($0.count)" }.joined(separator: ", ")
      lines.append("\(classes.count) classes: \(list)")
    }
    return lines
  }

  private var treeLines: [String] {
    guard let tree, tree.count > 0 else { return [] }
    guard tree.brokenCount > 0 else {
      return ["decision tree: all eleven sums of \(tree.count) rows are right"]
    }
    let rows = tree.questions.map { question in
      let worst = question.worst.map { "\($0.id): \(Self.number($0.sum)), not \(Self.number($0.expected))" }
      return TextTable.row(
        "\(question.number) \(question.title)",
        "\(question.brokenCount)" + (worst.isEmpty ? "" : "  worst \(worst.joined(separator: "; "))"))
    }
    return ["", TextTable.row("sums of the decision tree", "rows that break them")] + rows
  }

  private static func number(_ value: Double) -> String { "\((value * 1e5).rounded() / 1e5)" }

  private static func lines(of finding: Finding) -> [String] {
    let rest = finding.items.count - shownItems
    return ["\(finding.items.count) \(finding.title)"]
      + finding.items.prefix(shownItems).map { "  " + $0.name + ($0.detail.isEmpty ? "" : ": \($0.detail)") }
      + (rest > 0 ? ["  and \(rest) more; --json lists all"] : [])
  }
}
