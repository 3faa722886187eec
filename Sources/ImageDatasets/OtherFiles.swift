// Files that are no images, by what they are.
internal import DataFiles
internal import Foundation

/// Files that lie between images and are not read, grouped by their kinds.
package struct OtherFiles: Sendable, Equatable, CustomStringConvertible {
  /// The kinds in the order of their names, `other file` last, each with its files.
  package let kinds: [(kind: String, names: [String])]

  /// The given files.
  package init(_ names: [String]) {
    let groups = Dictionary(grouping: names, by: Self.kind)
    let sorted = groups.keys.sorted { ($0 == Self.unknown ? 1 : 0, $0) < ($1 == Self.unknown ? 1 : 0, $1) }
    kinds = sorted.map { ($0, groups[$0] ?? []) }
  }

  package static func == (first: OtherFiles, second: OtherFiles) -> Bool {
    first.kinds.elementsEqual(second.kinds) { $0 == $1 }
  }

  /// The kinds with their numbers and first few names, such as `2 FITS files (a.fits, b.fits), 1 web page (x.html)`.
  package var description: String {
    kinds.map { "\(counted($0.names.count, $0.kind)) (\(NameList($0.names)))" }.joined(separator: ", ")
  }

  private static let unknown = "other file"

  private static let kindOfExtension: [String: String] = {
    let kinds = [
      "GIF file": "gif", "BMP file": "bmp", "TIFF file": "tif tiff", "WebP file": "webp", "HEIF file": "heic heif",
      "AVIF file": "avif", "JPEG 2000 file": "jp2 j2k", "PNM file": "ppm pgm pbm pnm",
      "FITS file": "fits fit fts fz", "web page": "html htm xhtml php aspx", "table": "csv tsv parquet xls xlsx",
      "text file": "txt md rst log json yaml yml xml", "archive": "zip tar gz tgz bz2 xz 7z rar",
      "unfinished download": "part crdownload download tmp partial",
    ]
    return Dictionary(
      uniqueKeysWithValues: kinds.flatMap { kind, extensions in
        extensions.split(separator: " ").map { (String($0), kind) }
      })
  }()

  /// What a file is, by the end of its name, as a noun whose plural ends in s.
  package static func kind(of name: String) -> String {
    if name.hasSuffix("/") { return "folder" }
    func ending(_ name: String) -> String { (name as NSString).pathExtension.lowercased() }
    let inner = ending(name) == "gz" ? kindOfExtension[ending((name as NSString).deletingPathExtension)] : nil
    return inner ?? kindOfExtension[ending(name)] ?? unknown
  }

  /// Whether a file belongs to an operating system, and to no data set.
  package static func isOfSystem(_ name: String) -> Bool {
    ["thumbs.db", "desktop.ini", ".ds_store", "__macosx"].contains(name.lowercased()) || name.hasPrefix("._")
  }
}
