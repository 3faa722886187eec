// Images whose labels are in columns of a CSV file.
internal import DataFiles
internal import Preconditions

extension LabelledImages where Label == Int {
  /// The images of a folder or cache that have a row in a CSV file, with the class that a column of it names; a label is an
  /// index into the classes.
  ///
  /// Classes are sorted by their names: as numbers where all are whole numbers, else by bytes. Images whose class is missing
  /// (see ``LabelTable/classes(of:)``) are left out and reported.
  ///
  /// - Parameters:
  ///   - path: a folder of images, or a cache.
  ///   - labels: the CSV file.
  ///   - column: the column that names the classes.
  ///   - idColumn: as in ``LabelTable/init(path:idColumn:columns:)``.
  /// - Throws: `FileError` where a column is missing (naming those that are there), fewer than two classes have images, a row
  ///   is bad, or no row has an image.
  public static func classColumn(
    images path: String, labels: String, column: String, idColumn: String? = nil
  ) throws -> (images: LabelledImages<Int>, classes: LabelNames) {
    let table = try LabelTable(path: labels, idColumn: idColumn, columns: [column])
    let values = table.classes(of: column)
    let named = try table.labelledImages(of: path) { values[$0].map(ExactText.init) }
    let classes = LabelNames(names: LabelNames.sorted(Set(named.labels)))
    guard classes.count >= 2 else {
      let found = classes.names.first.map { "only \($0)" } ?? "none"
      throw FileError(path: labels, problem: "expected two or more classes in \(column), found \(found)")
    }
    let label = classes.indices
    return (named.mapLabels { label[$0, default: 0] }, classes)
  }
}

extension LabelledImages where Label == [Float?] {
  /// The images of a folder or cache that have a row in a CSV file, with the numbers in some columns of it.
  ///
  /// A missing value (see ``LabelTable/numbers(of:)``) is `nil`. Images without any value are left out and reported.
  ///
  /// - Parameters:
  ///   - path: a folder of images, or a cache.
  ///   - labels: the CSV file.
  ///   - columns: at least one; a label holds a number for each.
  ///   - idColumn: as in ``LabelTable/init(path:idColumn:columns:)``.
  /// - Throws: `FileError` where a column is missing (naming those that are there), a row is bad, or no row has an image or a
  ///   value.
  public static func columns(
    images path: String, labels: String, columns: [String], idColumn: String? = nil
  ) throws -> LabelledImages<[Float?]> {
    require(!columns.isEmpty, "LabelledImages.columns: expected at least one column")
    let table = try LabelTable(path: labels, idColumn: idColumn, columns: columns)
    let numbers = try columns.map { try table.numbers(of: $0) }
    let images = try table.labelledImages(of: path) { row in
      let label = numbers.map { $0[row] }
      return label.contains { $0 != nil } ? label : nil
    }
    guard images.count > 0 else {
      throw FileError(
        path: labels, problem: "no row with an image has a value in \(columns.joined(separator: ", "))")
    }
    return images
  }
}

extension LabelTable {
  /// The images at `path` that have a row, each with the label that `label` makes of the row; those without are left out.
  fileprivate func labelledImages<Label>(
    of path: String, label: (_ row: Int) -> Label?
  ) throws -> LabelledImages<Label> {
    let source = try ImageSource(path: path, allowingClassFolders: true)
    let (pairs, report) = try rows(of: source)
    var (indices, labels, unlabelled): ([Int], [Label], [String]) = ([], [], [])
    for (image, row) in pairs {
      if let label = label(row) {
        indices.append(image)
        labels.append(label)
      } else {
        unlabelled.append(identifiers[row])
      }
    }
    return LabelledImages(
      source: source, indices: indices, labels: labels, report: report.leavingOut(unlabelled))
  }
}
