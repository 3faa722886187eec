// Something that a check of a data set has found.

/// One kind of thing that a check of a data set has found, and where.
public struct Finding: Sendable, Equatable, Encodable {
  /// How much a finding matters.
  public enum Severity: String, Sendable, Encodable {
    /// Something is wrong: a command would refuse it, leave it out, or learn from what is false.
    case error
    /// Worth knowing, and nothing that has to be mended.
    case note
  }

  /// A place where it was found.
  public struct Item: Sendable, Equatable, Encodable {
    /// The file, row or column.
    public let name: String
    /// What is the matter with it; empty where the finding says all.
    public let detail: String

    /// A place.
    public init(_ name: String, _ detail: String = "") {
      self.name = name
      self.detail = detail
    }
  }

  /// What programs know it by, such as `truncatedImages`.
  public let name: String
  /// How much it matters.
  public let severity: Severity
  /// What it is, in words that can follow a number, in the plural.
  public let title: String
  /// Where it was found; never empty.
  public let items: [Item]

  /// A finding.
  public init(_ name: String, _ severity: Severity, _ title: String, _ items: [Item]) {
    self.name = name
    self.severity = severity
    self.title = title
    self.items = items
  }

  enum CodingKeys: CodingKey { case name, severity, title, count, items }

  /// Writes the finding with the number of its items.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(severity, forKey: .severity)
    try container.encode(title, forKey: .title)
    try container.encode(items.count, forKey: .count)
    try container.encode(items, forKey: .items)
  }
}

/// Findings being gathered, in the order in which their kinds were named first.
package struct Findings: Sendable {
  private var kinds: [Finding] = []
  private var places: [String: Int] = [:]
  private var items: [[Finding.Item]] = []

  /// Nothing yet.
  package init() {}

  /// Names a kind of finding, whose items may follow; each kind has one name.
  package mutating func expect(_ name: String, _ severity: Finding.Severity, _ title: String) {
    guard places[name] == nil else { return }
    places[name] = kinds.count
    kinds.append(Finding(name, severity, title, []))
    items.append([])
  }

  /// Adds an item to a kind of finding, which is named by the way.
  package mutating func add(_ name: String, _ severity: Finding.Severity, _ title: String, _ item: Finding.Item) {
    expect(name, severity, title)
    items[places[name, default: 0]].append(item)
  }

  /// Adds findings of other kinds.
  package mutating func add(_ others: [Finding]) {
    for finding in others {
      for item in finding.items { add(finding.name, finding.severity, finding.title, item) }
    }
  }

  /// All that was found: errors first, the order within kept.
  package var all: [Finding] {
    let found = zip(kinds, items).filter { !$1.isEmpty }.map { Finding($0.name, $0.severity, $0.title, $1) }
    return found.filter { $0.severity == .error } + found.filter { $0.severity == .note }
  }
}
