// Labels of whatever kind, read for a check.
internal import DataFiles
internal import GalaxyZoo
internal import ImageDatasets

/// The labels of a data set as a check reads them: nothing in them is an error that ends it.
struct LabelReading {
  private(set) var rowCount = 0
  private(set) var classes: [DataCheck.Count]?
  private(set) var tree: TreeCheck?
  private(set) var findings: [Finding] = []
  private var identifiers: [String]?
  private var ids: [Int]?

  /// Whether the labels are the 37 vote fractions.
  var isVotes: Bool { tree != nil }

  init(_ data: DataSet) {
    guard let labels = data.labels else { return }
    do {
      if let column = data.classColumn {
        let checked = try ColumnCheck.classes(path: labels, column: column, idColumn: data.idColumn)
        classes = checked.counts.map { DataCheck.Count(name: $0.name, count: $0.count) }
        take(checked.table, checked.findings)
      } else if let targets = try data.targets ?? data.tree.map({ try DecisionTree(path: $0).columnNames }) {
        let checked = try ColumnCheck.numbers(path: labels, columns: targets, idColumn: data.idColumn)
        take(checked.table, checked.findings)
      } else {
        let checked = try VoteCheck(path: labels)
        guard VoteCheck.suits(columns: checked.table.columns) else {
          refuse(
            labels,
            "has none of the columns Class1.1 to Class11.6; name its classes or numbers "
              + "(--class-column, --targets, --tree), of \(checked.table.columns.prefix(40).joined(separator: ", "))")
          return
        }
        take(checked.table, checked.findings)
        (tree, ids) = (checked.tree, checked.ids)
      }
    } catch {
      refuse(labels, (error as? FileError)?.problem ?? "\(error)")
    }
  }

  private mutating func take(_ table: CheckedTable, _ findings: [Finding]) {
    rowCount = table.rowCount
    identifiers = table.identifiers
    self.findings = findings
  }

  private mutating func refuse(_ path: String, _ problem: String) {
    findings = [Finding("unreadableLabels", .error, "tables that cannot be read", [Finding.Item(path, problem)])]
  }

  /// How rows and images meet; nil where there are no rows to be read.
  func join(with images: [String]) -> JoinCheck? {
    if let ids { return JoinCheck(rows: ids, images: images, subject: "galaxy") }
    return identifiers.map { JoinCheck(rows: $0, images: images) }
  }
}
