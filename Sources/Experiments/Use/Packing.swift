// From a folder of images to a cache of what a network takes.
internal import DataFiles
public import ImageDatasets
public import Training

/// What became of images that were packed into a cache.
public struct PackingSummary: Sendable {
  /// Images in the cache.
  public let count: Int
  /// Classes that the images belong to; `nil` where they are in no sub-folders.
  public let classCount: Int?
  /// Images that were left out, and why.
  public let failures: [ImageFailure]
  /// How the images met the rows of a table, and what was not read, as lines.
  public let notes: [String]
}

/// Preprocesses the images of a folder and writes them to a cache.
///
/// A folder without images but with sub-folders is a data set in classes, which the cache then records.
///
/// - Parameters:
///   - folder: the images, or sub-folders of them.
///   - labels: a CSV file; images that have no row in it are left aside.
///   - preprocessing: how the images are prepared.
///   - output: where the cache is written.
///   - progress: called on the calling thread with how far reading has come.
/// - Throws: `FileError` that names what is wrong; then no file is written.
public func packImages(
  of folder: String, labels: String? = nil, preprocessing: Preprocessing, to output: String,
  progress: (WorkProgress) -> Void = { _ in }
) throws -> PackingSummary {
  guard FileKind(path: folder) != .file else {
    throw FileError(path: folder, problem: "is a file, expected a folder of images")
  }
  var notes: [String] = []
  func kept(_ source: ImageSource) throws -> [Int] {
    if let skipped = source.skippedDescription { notes.append(skipped) }
    guard let labels else { return Array(0..<source.count) }
    let (pairs, report) = try LabelTable(path: labels).rows(of: source)
    notes.insert("\(report)", at: 0)
    return pairs.map(\.image)
  }
  let (total, failures, classCount): (Int, [ImageFailure], Int?)
  if try LabelledImages<Int>.hasClassFolders(path: folder) {
    let (all, classes) = try LabelledImages<Int>.classFolders(path: folder)
    let images = try all.selecting(kept(all.source))
    (total, classCount) = (images.count, classes.count)
    progress(WorkProgress("reading images", 0, total))
    failures = try ImageCache.write(
      images, classes: classes, folder: folder, preprocessing: preprocessing, to: output
    ) { progress(WorkProgress("reading images", $0, images.count)) }
  } else {
    let source = try ImageSource(path: folder)
    let indices = try kept(source)
    (total, classCount) = (indices.count, nil)
    progress(WorkProgress("reading images", 0, total))
    failures = try ImageCache.write(
      source, indices: indices, folder: folder, preprocessing: preprocessing, to: output
    ) { progress(WorkProgress("reading images", $0, indices.count)) }
  }
  return PackingSummary(count: total - failures.count, classCount: classCount, failures: failures, notes: notes)
}
