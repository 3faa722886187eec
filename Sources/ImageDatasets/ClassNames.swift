// What the classes of a data set are called.
internal import Preconditions

/// The names of classes; a label is an index into them.
public struct ClassNames: Sendable {
  /// The names by which the data set knows its classes, such as those of folders.
  public let names: [String]
  /// What people call the classes, in the same order: the names, where nothing better is known.
  public let titles: [String]

  /// Classes of distinct names, each with a title.
  public init(names: [String], titles: [String]? = nil) {
    let titles = titles ?? names
    let problem = Self.problem(names, titles)
    require(problem == nil, "ClassNames: \(problem ?? "")")
    self.names = names
    self.titles = titles
  }

  /// Number of classes.
  public var count: Int { names.count }

  /// The label of every name, by the bytes of the names.
  package var labels: [ExactText: Int] {
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

  private static func problem(_ names: [String], _ titles: [String]) -> String? {
    if names.count != titles.count { return "\(names.count) names, but \(titles.count) titles" }
    return Set(names.map(ExactText.init)).count == names.count ? nil : "expected distinct names, found one twice"
  }
}

extension ClassNames: Equatable {
  /// Whether the bytes of all names and titles are equal.
  public static func == (first: ClassNames, second: ClassNames) -> Bool {
    func equal(_ first: [String], _ second: [String]) -> Bool {
      first.elementsEqual(second) { $0.utf8.elementsEqual($1.utf8) }
    }
    return equal(first.names, second.names) && equal(first.titles, second.titles)
  }
}

extension ClassNames: Codable {
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
