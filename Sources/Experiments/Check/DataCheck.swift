// What is wrong with a data set, before hours are spent on it.
internal import DataFiles
public import GalaxyZoo
public import ImageDatasets
public import Training

/// A report on images and labels: what there is, what is wrong, and what is unusual. No file is changed.
///
/// Encodes as `{clean, errors, notes, images, labels, classes, tree, findings}`; what does not apply is left out.
public struct DataCheck: Sendable, Encodable {
  /// The images of a data set.
  public struct Images: Sendable, Encodable {
    /// Their folder.
    public let path: String
    /// Files whose names are those of images.
    public let count: Int
    /// Images that can be decoded.
    public let readable: Int
    /// How many there are of every format.
    public let formats: [String: Int]
    /// How many there are of every size in pixels, the most frequent first.
    public let sizes: [Count]
  }

  /// The labels of a data set.
  public struct Labels: Sendable, Encodable {
    /// Their file.
    public let path: String
    /// Rows, the header left out.
    public let rows: Int
    /// Rows that have an image.
    public let joined: Int
  }

  /// How many there are of something.
  public struct Count: Sendable, Encodable {
    /// What it is called.
    public let name: String
    /// How many there are.
    public let count: Int
  }

  /// The images.
  public let images: Images
  /// The labels; nil where there are none, or none that can be read.
  public let labels: Labels?
  /// The classes, with their rows or, where folders are the classes, images; nil where there are none.
  public let classes: [Count]?
  /// The sums of the decision tree; nil where the labels are not vote fractions.
  public let tree: TreeCheck?
  /// What was found, errors first.
  public let findings: [Finding]

  /// Whether nothing is wrong; there may be notes.
  public var isClean: Bool { errorCount == 0 }
  /// Things that are wrong.
  public var errorCount: Int { count(of: .error) }
  /// Things worth knowing.
  public var noteCount: Int { count(of: .note) }

  private func count(of severity: Finding.Severity) -> Int {
    findings.reduce(0) { $0 + ($1.severity == severity ? $1.items.count : 0) }
  }

  /// Checks a data set; every image in its folder, or the one image that is given, is decoded, on all threads, and none is
  /// kept in memory.
  ///
  /// - Throws: ``DataSetError`` where the description contradicts itself; `FileError` where the folder cannot be listed.
  public init(of data: DataSet, progress: (WorkProgress) -> Void = { _ in }) throws {
    try data.check()
    if FileKind(path: data.images) == .file, !ImageFile.isRead(data.images) {
      throw FileError(
        path: data.images,
        problem: "is neither a folder of images nor an image; of a cache, check the folder it was made of")
    }
    let table = LabelReading(data)
    let checked = try ImageCheck(path: data.images) { done, total in
      progress(WorkProgress("checking images", done, total))
    }
    let identifiers = checked.inventory.images.map(\.identifier)
    images = Images(
      path: data.images, count: identifiers.count, readable: checked.readableCount, formats: checked.formats,
      sizes: checked.sizes.map { Count(name: $0.size, count: $0.count) })
    var found = Findings()
    if identifiers.isEmpty {
      found.add("noImages", .error, "folders without an image", Finding.Item(data.images))
    }
    let stale = StaleRelease.finding(
      imageCount: identifiers.count, rowCount: table.isVotes ? table.rowCount : nil, tree: table.tree)
    found.add([stale].compactMap { $0 })
    found.add(checked.findings)
    found.add(table.findings)
    let join = table.join(with: identifiers)
    found.add(join?.findings ?? [])
    if data.labels == nil { found.add([JoinCheck.unnumbered(identifiers)].compactMap { $0 }) }
    findings = found.all
    labels = join.flatMap { join in
      data.labels.map { Labels(path: $0, rows: table.rowCount, joined: join.joined) }
    }
    classes = table.classes ?? (data.labels == nil ? Self.folders(of: identifiers) : nil)
    tree = table.tree
  }

  /// Images by the folders that they lie in; nil where they lie in none.
  private static func folders(of identifiers: [String]) -> [Count]? {
    var (order, counts): ([Substring], [Substring: Int]) = ([], [:])
    for identifier in identifiers {
      guard let slash = identifier.lastIndex(of: "/") else { return nil }
      let folder = identifier[..<slash]
      if counts[folder] == nil { order.append(folder) }
      counts[folder, default: 0] += 1
    }
    return order.isEmpty ? nil : order.map { Count(name: String($0), count: counts[$0, default: 0]) }
  }

  private enum CodingKeys: CodingKey { case clean, errors, notes, images, labels, classes, tree, findings }

  /// Writes the report.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(isClean, forKey: .clean)
    try container.encode(errorCount, forKey: .errors)
    try container.encode(noteCount, forKey: .notes)
    try container.encode(images, forKey: .images)
    try container.encodeIfPresent(labels, forKey: .labels)
    try container.encodeIfPresent(classes, forKey: .classes)
    try container.encodeIfPresent(tree, forKey: .tree)
    try container.encode(findings, forKey: .findings)
  }
}
