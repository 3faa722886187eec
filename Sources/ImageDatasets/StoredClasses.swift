// The classes of a cache's images, as its description keeps them.

/// Classes, the class of every image, and which images are for validation.
struct StoredClasses: Sendable, Equatable {
  let classes: LabelNames
  /// The class of every image.
  let labels: [Int]
  /// Indices of images; `nil` where the data set has no division of its own.
  let validation: [Int]?
}

extension StoredClasses: Codable {
  enum CodingKeys: CodingKey { case labels, validation }

  /// Reads the stored form: the keys of ``LabelNames`` beside `labels` and `validation`.
  init(from decoder: any Decoder) throws {
    classes = try LabelNames(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    labels = try container.decode([Int].self, forKey: .labels)
    validation = try container.decodeIfPresent([Int].self, forKey: .validation)
    guard
      labels.allSatisfy(classes.names.indices.contains), validation?.allSatisfy(labels.indices.contains) != false
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .labels, in: container, debugDescription: "names, labels and validation images do not fit")
    }
  }

  /// Writes the stored form.
  func encode(to encoder: any Encoder) throws {
    try classes.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(labels, forKey: .labels)
    try container.encodeIfPresent(validation, forKey: .validation)
  }
}
