// What the labels of a data set are called: its classes, or its columns of numbers.
internal import Preconditions

/// The names of classes, of which a label is an index into them, or of the columns of numbers that make a label.
///
/// Two names are equal where their bytes are: in Unicode's eyes a composed and a decomposed é are one text, but folders and
/// columns of both names are two.
public struct LabelNames: Sendable {
  /// The names by which the data set knows them: those of folders or columns, or what a column of classes holds.
  public let names: [String]
  /// What people call them, in the same order: the names, where nothing better is known.
  public let titles: [String]

  /// Distinct names, each with a title.
  public init(names: [String], titles: [String]? = nil) {
    let titles = titles ?? names
    let problem = Self.problem(names, titles)
    require(problem == nil, "LabelNames: \(problem ?? "")")
    self.names = names
    self.titles = titles
  }

  /// Number of names.
  public var count: Int { names.count }

  /// The index of every name, by the bytes of the names.
  package var indices: [ExactText: Int] {
    Dictionary(uniqueKeysWithValues: zip(names.map(ExactText.init), names.indices))
  }

  /// How many of the given labels are of each class.
  ///
  /// - Shape: labels [N], each an index into ``names`` → [classes]
  public func counts(of labels: [Int]) -> [Int] {
    var counts = [Int](repeating: 0, count: count)
    for label in labels { counts[label] += 1 }
    return counts
  }

  /// Names as numbers where all are whole numbers, else by bytes.
  static func sorted(_ names: Set<ExactText>) -> [String] {
    let numbers = names.compactMap { name in Int(name.text).map { (name.text, $0) } }
    if numbers.count == names.count { return numbers.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0) }
    return names.map(\.text).sorted(by: ExactText.precedes)
  }

  /// Groups of names that differ in case, spaces or spelling in Unicode alone.
  package static func alike(_ names: [String]) -> [[String]] {
    let groups = Dictionary(grouping: names) { name in
      name.lowercased().split(separator: " ").joined(separator: " ")
    }
    return groups.values.filter { $0.count > 1 }.sorted { ExactText.precedes($0[0], $1[0]) }
  }

  private static func problem(_ names: [String], _ titles: [String]) -> String? {
    if names.count != titles.count { return "\(names.count) names, but \(titles.count) titles" }
    return Set(names.map(ExactText.init)).count == names.count ? nil : "expected distinct names, found one twice"
  }
}

extension LabelNames: Equatable {
  /// Whether the bytes of all names and titles are equal.
  public static func == (first: LabelNames, second: LabelNames) -> Bool {
    func equal(_ first: [String], _ second: [String]) -> Bool {
      first.elementsEqual(second) { $0.utf8.elementsEqual($1.utf8) }
    }
    return equal(first.names, second.names) && equal(first.titles, second.titles)
  }
}

extension LabelNames: Codable {
  enum CodingKeys: CodingKey { case names, titles }

  /// Reads the stored form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    names = try container.decode([String].self, forKey: .names)
    titles = try container.decode([String].self, forKey: .titles)
    if let problem = Self.problem(names, titles) {
      throw DecodingError.dataCorruptedError(forKey: .names, in: container, debugDescription: problem)
    }
  }
}
