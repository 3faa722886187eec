// How the rows of a table and the images of a data set met.
internal import DataFiles

/// Which rows of a table have an image, and what was left over on either side.
public struct JoinReport: Equatable, Sendable, CustomStringConvertible {
  /// What a row is about, such as `galaxy`; `nil` where nothing more is known than that it is about an image.
  public let subject: String?
  /// Number of rows that have an image.
  public let joined: Int
  /// Rows without an image.
  public let rowsWithoutImage: NameList
  /// Images without a row.
  public let imagesWithoutRow: NameList
  /// Images that should be named by a number and are not.
  public let imagesWithoutNumber: NameList
  /// Rows that have an image and no label; their images were left out.
  public internal(set) var rowsWithoutLabel: NameList
  /// What else the user should know about the rows, as lines.
  public var remarks: [String]

  /// The report on a join; what is not named has nothing left over.
  public init(
    subject: String? = nil, joined: Int, rowsWithoutImage: [String] = [], imagesWithoutRow: [String] = [],
    imagesWithoutNumber: [String] = [], rowsWithoutLabel: [String] = [], remarks: [String] = []
  ) {
    self.subject = subject
    self.joined = joined
    self.rowsWithoutImage = NameList(rowsWithoutImage)
    self.imagesWithoutRow = NameList(imagesWithoutRow)
    self.imagesWithoutNumber = NameList(imagesWithoutNumber)
    self.rowsWithoutLabel = NameList(rowsWithoutLabel)
    self.remarks = remarks
  }

  /// The same report where, of the joined rows, `rows` have no label.
  func leavingOut(_ rows: [String]) -> JoinReport {
    var report = self
    report.rowsWithoutLabel = NameList(rows)
    return report
  }

  /// One paragraph for the user.
  public var description: String {
    let row = subject.map { "\($0) row" } ?? "row"
    let number = subject.map { "a \($0)'s number" } ?? "a number"
    let others = [
      ("Without an image", rowsWithoutImage, "row"), ("Without a row", imagesWithoutRow, "image"),
      ("Not named by \(number)", imagesWithoutNumber, "image"),
      ("Left out, without a label", rowsWithoutLabel, "row"),
    ]
    let sentences = others.filter { !$0.1.isEmpty }.map { "\($0): \(counted($1.count, $2)) (\($1))." }
    return (["\(counted(joined, row)) with an image."] + sentences).joined(separator: " ")
  }
}
