// Which image a row of a table means.

/// Images by the names that rows may call them.
struct ImageNames {
  private let identifiers: [String]
  private let byIdentifier: [ExactText: Int]
  /// The images of every last component of an identifier.
  private let byLastComponent: [ExactText: [Int]]

  init(_ identifiers: [String]) {
    self.identifiers = identifiers
    byIdentifier = Dictionary(
      zip(identifiers.map(ExactText.init), identifiers.indices), uniquingKeysWith: { first, _ in first })
    byLastComponent = Dictionary(grouping: identifiers.indices) {
      ExactText(Self.components(identifiers[$0]).last ?? "")
    }
  }

  /// The images that `name` may stand for: one where it is exact, else those that share the most folders with it.
  func matching(_ name: String) -> [Int] {
    if let image = byIdentifier[ExactText(name)] { return [image] }
    let path = Self.components(ImageFile.identifier(inTable: name))
    if let image = byIdentifier[ExactText(path.joined(separator: "/"))] { return [image] }
    var best: (shared: Int, images: [Int]) = (1, [])
    for image in byLastComponent[ExactText(path.last ?? "")] ?? [] {
      let other = Self.components(identifiers[image])
      let shared = min(path.count, other.count)
      // Folders that differ are different images, whatever the files are called.
      guard path.suffix(shared).elementsEqual(other.suffix(shared), by: { $0.utf8.elementsEqual($1.utf8) }) else {
        continue
      }
      if shared > best.shared { best = (shared, []) }
      if shared == best.shared { best.images.append(image) }
    }
    return best.images
  }

  private static func components(_ path: String) -> [String] {
    path.split(separator: "/").filter { $0 != "." }.map(String.init)
  }
}
