// Names of files that are being written.
internal import Foundation

/// A hidden name beside a file's final place, which nobody can foretell: `.<name>.<16 hexadecimal digits>.tmp`.
struct TemporaryName: Hashable {
  let folder: String
  private let name: String

  var path: String { folder + "/" + name }

  /// A new name for the file at `path`.
  init(for path: String) {
    let url = URL(fileURLWithPath: path)
    folder = url.deletingLastPathComponent().path
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    name =
      ".\(url.lastPathComponent)." + String(repeating: "0", count: Self.digitCount - digits.count) + digits + Self.end
  }

  private init(folder: String, name: String) {
    self.folder = folder
    self.name = name
  }

  /// The files that stand beside the file at `path` under such names.
  static func all(for path: String) -> [TemporaryName] {
    let url = URL(fileURLWithPath: path)
    return all(in: url.deletingLastPathComponent().path).filter { $0.isTemporary(for: url.lastPathComponent) }
  }

  /// The files of a folder that have such names, whatever files they are for.
  static func all(in folder: String) -> [TemporaryName] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { name in
      let digits = name.dropLast(end.count).suffix(digitCount + 1)
      return name.hasPrefix(".") && name.hasSuffix(end) && name.count > digitCount + end.count + 1
        && digits.first == "." && digits.dropFirst().allSatisfy { $0.isHexDigit }
    }.map { TemporaryName(folder: folder, name: $0) }
  }

  /// Whether it is a name for the file `file` of its folder.
  func isTemporary(for file: String) -> Bool { name.dropFirst().dropLast(Self.digitCount + 1 + Self.end.count) == file }

  private static let digitCount = 16
  private static let end = ".tmp"
}
