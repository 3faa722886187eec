// Rows without images, images without rows, and rows of which it is not clear which image they are about.
internal import DataFiles

/// How the rows of a table and the images of a folder meet, where nothing ends the joining.
package struct JoinCheck: Sendable {
  /// Number of rows that have an image, and only one.
  package private(set) var joined = 0
  /// What was found.
  package private(set) var findings: [Finding] = []

  /// Joins rows by the names they give to images, as ``LabelTable/rows(of:)`` does.
  package init(rows: [String], images: [String]) {
    var found = Findings()
    Self.expectKinds(in: &found)
    let names = ImageNames(images)
    var rowOfImage = [Int?](repeating: nil, count: images.count)
    for (row, name) in rows.enumerated() {
      let matches = names.matching(name)
      guard let image = matches.first else {
        found.add("rowsWithoutImage", .note, "", Finding.Item(name))
        continue
      }
      if matches.count > 1 {
        let both = "\(images[matches[0]]) or \(images[matches[1]])"
        found.add("ambiguousRows", .error, "", Finding.Item(name, both))
      } else if let other = rowOfImage[image] {
        found.add("imagesOfSeveralRows", .error, "", Finding.Item(images[image], "\(rows[other]), \(name)"))
      } else {
        rowOfImage[image] = row
        joined += 1
      }
    }
    for (image, row) in zip(images, rowOfImage) where row == nil {
      found.add("imagesWithoutRow", .note, "", Finding.Item(image))
    }
    noteNothing(rows: rows, images: images, in: &found)
    findings = found.all
  }

  /// The images without a number for a name, where most have one and nothing else says what they should be called.
  package static func unnumbered(_ images: [String]) -> Finding? {
    let others = images.filter { Int(positive: $0) == nil }
    guard !others.isEmpty, 2 * others.count < images.count else { return nil }
    return Finding(
      "imagesWithoutNumber", .note, "images that are not named by a number, as most are",
      others.map { Finding.Item($0) })
  }

  /// Joins rows and images by whole numbers; images that are named by none are listed.
  ///
  /// - Parameter subject: what a number stands for, such as `galaxy`.
  package init(rows: [Int], images: [String], subject: String) {
    var found = Findings()
    Self.expectKinds(in: &found)
    var imageOfNumber: [Int: String] = [:]
    for image in images {
      guard let number = Int(positive: image) else {
        let title = "images that are not named by the number of a \(subject)"
        found.add("imagesWithoutNumber", .note, title, Finding.Item(image))
        continue
      }
      if let other = imageOfNumber.updateValue(image, forKey: number), other != image {
        let title = "images of a \(subject) that has one already"
        found.add("imagesOfOneNumber", .error, title, Finding.Item(image, "as \(other)"))
      }
    }
    for row in rows {
      if imageOfNumber.removeValue(forKey: row) != nil {
        joined += 1
      } else {
        found.add("rowsWithoutImage", .note, "", Finding.Item(String(row)))
      }
    }
    for number in imageOfNumber.keys.sorted() {
      found.add("imagesWithoutRow", .note, "", Finding.Item(imageOfNumber[number] ?? ""))
    }
    noteNothing(rows: rows.map(String.init), images: images, in: &found)
    findings = found.all
  }

  private static func expectKinds(in found: inout Findings) {
    found.expect("nothingJoined", .error, "tables without a row that has an image")
    found.expect("ambiguousRows", .error, "rows that may be about several images")
    found.expect("imagesOfSeveralRows", .error, "images that several rows are about")
    found.expect("rowsWithoutImage", .note, "rows without an image")
    found.expect("imagesWithoutRow", .note, "images without a row")
  }

  private func noteNothing(rows: [String], images: [String], in found: inout Findings) {
    guard joined == 0, let row = rows.first, let image = images.first else { return }
    found.add("nothingJoined", .error, "", Finding.Item("rows such as \(row)", "images such as \(image)"))
  }
}
