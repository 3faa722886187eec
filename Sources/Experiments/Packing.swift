// From a folder of images to a cache of what a network takes.
internal import DataFiles
public import ImageDatasets

/// Images that were packed into a cache.
public struct Packing: Sendable {
  /// Images in the cache.
  public let count: Int
  /// Classes that the images belong to; `nil` where they are in no sub-folders.
  public let classCount: Int?
  /// Images that were left out, and why.
  public let failures: [ImageFailure]

  /// Preprocesses the images of a folder and writes them to a cache.
  ///
  /// A folder without images but with sub-folders is a data set in classes, which the cache then records.
  ///
  /// - Parameter labels: a CSV file; images whose identifiers are not in its column of identifiers are left aside.
  /// - Throws: `FileError` that names what is wrong; then no file is written.
  public init(
    images folder: String, labels: String?, preprocessing: Preprocessing, output: String,
    progress: (WorkProgress) -> Void = { _ in }
  ) throws {
    var (files, classes) = try Self.images(in: folder)
    if let labels {
      let table = try LabelTable(path: labels)
      let kept = try table.rows(of: files.map(\.identifier)).map(\.image)
      files = kept.map { files[$0] }
      classes = classes?.selecting(kept)
    }
    classCount = classes?.names.count
    let total = files.count
    progress(WorkProgress("reading images", 0, total))
    failures = try ImageCache.write(
      files, classes: classes, folder: folder, preprocessing: preprocessing, to: output
    ) { progress(WorkProgress("reading images", $0, total)) }
    count = total - failures.count
  }

  private static func images(in folder: String) throws -> (files: [ImageFile], classes: ImageClasses?) {
    guard FileKind(path: folder) != .file else {
      throw FileError(path: folder, problem: "is a file, expected a folder of images")
    }
    if try ClassFolders.areIn(folder) {
      let classified = try ClassFolders(path: folder)
      return (classified.images, classified.classes)
    }
    return (try ImageFolder(path: folder).images, nil)
  }
}
