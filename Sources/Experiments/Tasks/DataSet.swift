// Where a data set's images and labels are.

/// Where images are, and where their labels are.
public struct DataSet: Sendable, Equatable, Codable {
  /// Folder of the images, or a cache made of it.
  public var images: String
  /// The labels' CSV file; nil where the sub-folders of the images are classes.
  public var labels: String?
  /// The column of the labels that holds the images' names; found by its name if nil.
  public var idColumn: String?
  /// The column of the labels that holds classes.
  public var classColumn: String?
  /// The columns of numbers to learn.
  public var targets: [String]?
  /// The file of the decision tree whose answers are counted in the columns of the labels.
  public var tree: String?
  /// Folder of images to validate on, its sub-folders the classes; a fraction of the images if nil.
  public var validationImages: String?

  /// A data set.
  public init(
    images: String, labels: String? = nil, idColumn: String? = nil, classColumn: String? = nil,
    targets: [String]? = nil, tree: String? = nil, validationImages: String? = nil
  ) {
    self.images = images
    self.labels = labels
    self.idColumn = idColumn
    self.classColumn = classColumn
    self.targets = targets
    self.tree = tree
    self.validationImages = validationImages
  }

  /// Makes sure that what belongs together is there.
  ///
  /// - Throws: ``DataSetError``.
  func check() throws {
    for (setting, isGiven) in [
      ("a column of classes", classColumn != nil), ("columns of targets", targets != nil),
      ("a column of names", idColumn != nil), ("a decision tree", tree != nil),
    ] where isGiven && labels == nil {
      throw DataSetError(problem: "\(setting) needs a file of labels that it is in")
    }
    let kinds = [
      ("a column of classes", classColumn != nil), ("columns of targets", targets != nil),
      ("a decision tree", tree != nil),
    ].filter(\.1).map(\.0)
    if kinds.count > 1 {
      throw DataSetError(problem: "\(kinds.joined(separator: " and ")) are for different tasks; give one of them")
    }
    if let targets, targets.isEmpty || Set(targets).count < targets.count {
      throw DataSetError(problem: "expected one or more different columns of targets, found \(targets)")
    }
  }
}

/// A description of a data set that contradicts itself or the task.
public struct DataSetError: Error, CustomStringConvertible {
  let problem: String

  /// One line for the user.
  public var description: String { problem }
}
