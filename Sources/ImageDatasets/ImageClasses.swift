// Which class each image of a data set belongs to.
internal import Preconditions

/// Classes, and which of them every image of a list belongs to.
public struct ImageClasses: Sendable, Equatable {
  /// The names by which the data set knows its classes, such as those of folders; a label is an index into them.
  public let names: [String]
  /// What people call the classes, in the same order: the names, where nothing better is known.
  public let titles: [String]
  /// The class of every image.
  public let labels: [Int]
  /// The images that the data set's own division keeps for validation, ascending; `nil` where it has no such division.
  public let validation: [Int]?

  /// Classes of as many images as there are labels, each of which must be an index into `names`.
  ///
  /// - Parameters:
  ///   - titles: one for each name.
  ///   - validation: indices of images.
  public init(names: [String], titles: [String]? = nil, labels: [Int], validation: [Int]? = nil) {
    self.names = names
    self.titles = titles ?? names
    self.labels = labels
    self.validation = validation?.sorted()
    require(
      isConsistent,
      "ImageClasses: \(names.count) names, \(self.titles.count) titles and the labels of "
        + "\(labels.count) images do not fit each other, or validation images are not among those")
  }

  private var isConsistent: Bool {
    titles.count == names.count && labels.allSatisfy(names.indices.contains)
      && validation?.allSatisfy(labels.indices.contains) != false
  }

  /// The classes of the images at `indices`, in that order.
  public func selecting(_ indices: [Int]) -> ImageClasses {
    let kept = validation.map(Set.init)
    return ImageClasses(
      names: names, titles: titles, labels: indices.map { labels[$0] },
      validation: kept.map { kept in indices.indices.filter { kept.contains(indices[$0]) } })
  }
}

extension ImageClasses: Codable {
  private enum CodingKeys: CodingKey { case names, titles, labels, validation }

  /// Reads the stored form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    names = try container.decode([String].self, forKey: .names)
    titles = try container.decode([String].self, forKey: .titles)
    labels = try container.decode([Int].self, forKey: .labels)
    validation = try container.decodeIfPresent([Int].self, forKey: .validation)
    guard isConsistent else {
      throw DecodingError.dataCorruptedError(
        forKey: .labels, in: container, debugDescription: "names, titles, labels and validation images do not fit")
    }
  }
}
