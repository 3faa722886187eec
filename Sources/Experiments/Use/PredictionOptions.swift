// What a table of predictions is to be.
public import ImageDatasets

/// Which images are predicted, in what order, and what the table holds beside the answers.
public struct PredictionOptions: Sendable {
  /// A file whose rows are to be filled, for vote fractions.
  public var template: String?
  /// A CSV file whose rows are predicted, in its order; its columns stand ahead of the answers.
  public var catalogue: String?
  /// The column of the catalogue that holds the images' names; found by its name if nil.
  public var idColumn: String?
  /// What becomes of images that cannot be read; if nil, they are refused with a template and left out without.
  public var badImages: BadImagePolicy?
  /// Whether the standard deviation of every answer over views, networks and samples of dropout stands beside it.
  public var includesSpread = false
  /// Whether a prediction that was interrupted is taken up.
  public var resumes = false

  /// Images that are loaded at a time.
  package var blockSize = 256
  /// How long a program may work without saving.
  package var saveInterval = Duration.seconds(2)

  /// All images of a folder.
  public init(
    template: String? = nil, catalogue: String? = nil, idColumn: String? = nil, badImages: BadImagePolicy? = nil,
    includesSpread: Bool = false, resumes: Bool = false
  ) {
    self.template = template
    self.catalogue = catalogue
    self.idColumn = idColumn
    self.badImages = badImages
    self.includesSpread = includesSpread
    self.resumes = resumes
  }

  var policy: BadImagePolicy { badImages ?? (template == nil ? .skip : .fail) }
}

/// Where a table goes.
public enum TableOutput: Sendable, Equatable {
  /// A file that appears whole or not at all; a pipe or a device is written to as it is.
  case file(String)
  /// The program's standard output.
  case standardOutput
}
