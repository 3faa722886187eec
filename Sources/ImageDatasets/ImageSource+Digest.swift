// Whether images are still the same.
internal import DataFiles
internal import Foundation

extension ImageSource {
  /// A hash of the identifiers of some images, in their order, and of sizes and times of modification of their files; no
  /// file is opened.
  package func digest(of indices: [Int]) -> String {
    var hash = ContentHash()
    for index in indices {
      hash.combine(identifiers[index])
      guard case .files(let files) = contents else { continue }
      hash.combine(Self.state(of: files[index].path))
    }
    if case .cache(let cache) = contents { hash.combine(Self.state(of: cache.path)) }
    return hash.text
  }

  private static func state(of path: String) -> String {
    var information = stat()
    guard stat(path, &information) == 0 else { return "" }
    #if canImport(Darwin)
      let time = information.st_mtimespec
    #else
      let time = information.st_mtim
    #endif
    return "\(information.st_size) \(time.tv_sec) \(time.tv_nsec)"
  }
}
