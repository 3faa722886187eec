// What a run is asked to do, as its config.yaml holds it.
internal import ImageDatasets

/// What a run was asked to do: its data and its recipe.
public struct RunConfiguration: Sendable, Equatable, Codable {
  /// Folder of the images, or a cache made of it.
  public var images: String
  /// The labels' CSV file; nil where the sub-folders of the images are classes.
  public var labels: String?
  /// The column of the labels that holds classes; nil for the 37 answers.
  public var classColumn: String?
  /// Folder of images to validate on, its sub-folders the classes; a share of the images if nil.
  public var validationImages: String?
  /// The file that the starting weights came from; drawn by the recipe's seed if nil.
  public var initialWeights: String?
  /// Everything else that decides what is computed.
  public var recipe: Recipe

  /// A configuration.
  public init(
    images: String, labels: String? = nil, classColumn: String? = nil, validationImages: String? = nil,
    initialWeights: String? = nil, recipe: Recipe
  ) {
    self.images = images
    self.labels = labels
    self.classColumn = classColumn
    self.validationImages = validationImages
    self.initialWeights = initialWeights
    self.recipe = recipe
  }

  /// The images and what is true of them, without opening an image.
  ///
  /// - Throws: an error of one line that names what is wrong.
  func labelledImages() throws -> LabelledImages {
    try LabelledImages(
      images: images, labels: labels, classColumn: classColumn, validationImages: validationImages, task: recipe.task)
  }
}

extension LabelledImages {
  /// The images of a folder or cache with what is to be learned of them.
  ///
  /// Regression takes the 37 columns of `labels`. Classes are the sub-folders of the images, a column of `labels` or, of
  /// the 37 columns, the largest.
  ///
  /// - Throws: ``LabelsError`` where labels and task contradict each other, else as the parts that it is made of.
  public init(
    images: String, labels: String?, classColumn: String? = nil, validationImages: String? = nil, task: LearningTask
  ) throws {
    if classColumn != nil {
      guard labels != nil else { throw LabelsError.columnWithoutLabels }
      guard task == .classification else { throw LabelsError.columnOfFractions }
    }
    if validationImages != nil, task == .regression { throw LabelsError.validationWithoutClasses }
    switch (task, labels) {
    case (.regression, nil): throw LabelsError.fractionsWithoutLabels
    case (.regression, let labels?): try self.init(images: images, labels: labels)
    case (.classification, let labels):
      var classified: ClassifiedImages
      if let labels, let classColumn {
        classified = try ClassifiedImages(images: images, labels: labels, classColumn: classColumn)
      } else if let labels {
        classified = ClassifiedImages(largestAnswersOf: try LabelledImages(images: images, labels: labels))
      } else {
        classified = try ClassifiedImages(path: images)
      }
      if let validationImages { classified = try classified.validated(onFolder: validationImages) }
      self.init(classified)
    }
  }
}

/// Labels that contradict what is to be learned.
public enum LabelsError: Error, CustomStringConvertible {
  /// A column of classes, but no file that it is in.
  case columnWithoutLabels
  /// A column of classes for vote fractions.
  case columnOfFractions
  /// Vote fractions without a file of them.
  case fractionsWithoutLabels
  /// A folder of images to validate on, without classes.
  case validationWithoutClasses

  /// One line for the user.
  public var description: String {
    switch self {
    case .columnWithoutLabels: "a column of classes needs a file of labels that it is in"
    case .columnOfFractions: "a column of classes is for classification, not for regression of the 37 vote fractions"
    case .fractionsWithoutLabels: "regression needs a file of labels with the 37 vote fractions"
    case .validationWithoutClasses:
      "a folder of images to validate on is for classification: its sub-folders are the classes"
    }
  }
}
