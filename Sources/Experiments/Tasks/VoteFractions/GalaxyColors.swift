// The colours of galaxies, which is all that the baselines look at.
internal import GalaxyZoo
public import ImageDatasets
internal import Tensors
public import Training

/// Labelled galaxies with the colours of their images.
public struct GalaxyColors: Sendable {
  /// The galaxies whose images could be read, in the order of the list.
  public let identifiers: [String]
  /// Images that could not be read, and why.
  public let failures: [ImageFailure]
  private let colors: [ColorFeatures]
  /// The 37 fractions of each, one row after another.
  private let fractions: [Float]

  /// Reads the images of a list on all threads, as they are in their files or in a cache; those that cannot be read are left
  /// out.
  ///
  /// - Throws: `FileError` about the first image where none can be read.
  public init(_ list: LabelledImages<[Float]>, progress: (WorkProgress) -> Void = { _ in }) throws {
    let names = list.identifiers
    var identifiers: [String] = []
    var failures: [ImageFailure] = []
    var colors: [ColorFeatures] = []
    var fractions: [Float] = []
    progress(WorkProgress("reading colours", 0, list.count))
    for start in stride(from: 0, to: list.count, by: Self.chunkSize) {
      let chunk = start..<min(start + Self.chunkSize, list.count)
      let results = try Parallel.map(chunk.count) { offset in
        Result { ColorFeatures(try list.source.picture(at: list.indices[start + offset])) }
      }
      for (index, result) in zip(chunk, results) {
        switch result {
        case .success(let color):
          identifiers.append(names[index])
          colors.append(color)
          fractions += list.labels[index]
        case .failure(let error):
          failures.append(ImageFailure(identifier: names[index], error: error))
        }
      }
      progress(WorkProgress("reading colours", chunk.upperBound, list.count))
    }
    if colors.isEmpty, let failure = failures.first { throw failure.error }
    self.identifiers = identifiers
    self.failures = failures
    self.colors = colors
    self.fractions = fractions
  }

  private static let chunkSize = 256

  /// Those of the given galaxies whose images could be read.
  ///
  /// - Throws: the error about the first image that could not, where none could.
  func selecting(_ wanted: [String]) throws -> (colors: [ColorFeatures], fractions: [Float]) {
    let wanted = Set(wanted)
    let positions = identifiers.indices.filter { wanted.contains(identifiers[$0]) }
    if positions.isEmpty, let failure = failures.first(where: { wanted.contains($0.identifier) }) {
      throw failure.error
    }
    let columns = DecisionTree.columnCount
    return (positions.map { colors[$0] }, positions.flatMap { fractions[$0 * columns..<($0 + 1) * columns] })
  }
}
