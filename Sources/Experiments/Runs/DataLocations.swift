// Data that have moved since a run began.
internal import DataFiles

/// Where the data of a run are now; what is nil is where it was.
public struct DataLocations: Sendable, Equatable {
  /// The images.
  public var images: String?
  /// The labels' CSV file.
  public var labels: String?
  /// The images to validate on.
  public var validationImages: String?

  /// Places of data that have the names and labels of those that a run was begun with.
  public init(images: String? = nil, labels: String? = nil, validationImages: String? = nil) {
    self.images = images
    self.labels = labels
    self.validationImages = validationImages
  }

  /// Has a data set stand where it is now.
  ///
  /// - Throws: ``DataSetError`` where there is a place for something that the data set does not have.
  func apply(to data: inout DataSet) throws {
    if let images { data.images = images }
    for (place, property, noun) in [
      (labels, \DataSet.labels, "file of labels"),
      (validationImages, \.validationImages, "folder of validation images"),
    ] {
      guard let place else { continue }
      guard data[keyPath: property] != nil else {
        throw DataSetError(problem: "\(place): the run was begun without a \(noun)")
      }
      data[keyPath: property] = place
    }
  }
}
