// What a network can learn of images.
internal import DataFiles
public import ImageDatasets
public import ImageModels
public import NeuralNetwork
public import Tensors
public import Training

/// Something that an `ImageNetwork` learns from labelled images: what its outputs stand for, where labels come from, what
/// is a target, how good an answer is, and how answers are written.
///
/// A label is a row of numbers whose meaning only the task knows: fractions, the number of a class, measurements.
public protocol LearningTask: Sendable {
  /// The name on the command line.
  static var name: String { get }
  /// What networks usually make of their logits for this task.
  static var output: OutputFunction { get }
  /// Whether networks with this output function learn this task; no other task accepts the same.
  static func accepts(_ output: OutputFunction) -> Bool
  /// The losses that suit, the usual one first.
  static var losses: [Loss] { get }
  /// What labels of this task are called, in the plural.
  static var labelNoun: String { get }
  /// What the images are called, in the plural.
  static var imageNoun: String { get }

  /// The network that learns the task where nobody says which; nil where one has to be named.
  static var usualNetwork: String? { get }

  /// What answers are clipped to in files: what they are called and the range; nil where they are written as they are.
  static var clippedTo: (noun: String, text: String)? { get }

  /// Whether a data set described like this is one for this task.
  static func suits(_ data: DataSet) -> Bool

  /// Reads which images there are and their labels; no image is opened.
  ///
  /// - Throws: an error of one line that names what is wrong.
  static func read(_ data: DataSet) throws -> (task: Self, images: LabelledImages<[Float]>)

  /// The task that a checkpoint was made for.
  static func stored(in contents: SafeTensors) throws -> Self

  /// Adds to a checkpoint all that ``stored(in:)`` needs.
  func store(in contents: inout SafeTensors) throws

  /// What the outputs stand for, in their order.
  var outputs: LabelNames { get }

  /// What a run is trained on, in the plural: the images and, perhaps, how many kinds of them there are.
  var imageDescription: String { get }

  /// Reads images with labels as this task has them, such as classes in its own order.
  ///
  /// - Parameters:
  ///   - data: where images and labels are.
  ///   - identifiers: the images that are wanted; all if nil.
  /// - Throws: an error of one line where the data are not for this task or lack an image that is wanted.
  func read(_ data: DataSet, only identifiers: [String]?) throws -> LabelledImages<[Float]>

  /// An accepted output function, with all that it has to know of the data.
  func completed(_ output: OutputFunction) -> OutputFunction

  /// What the user should know of images that were read: how they met their labels, and what was left out, as lines.
  func summary(of images: LabelledImages<[Float]>) -> [String]

  /// The task with all that it has to know of its training labels, such as their scale.
  func fitted(to labels: [[Float]]) -> Self

  /// A division into training and held-out images that belongs to a seed.
  ///
  /// - Throws: `SplitError` where there are too few images.
  func split(_ images: LabelledImages<[Float]>, validationFraction: Double, seed: UInt64) throws -> Split

  /// What the network should put out for images with the given labels.
  func targets(_ labels: [[Float]]) -> Targets

  /// The answers that outputs stand for, in the labels' units.
  ///
  /// - Shape: [N, outputs] → the same.
  func answers(_ outputs: Tensor) -> Tensor

  /// An empty score.
  func makeScores() -> any ScoreAccumulator

  /// What is known of answers beside their score.
  ///
  /// - Parameters:
  ///   - answers: at least one image with answers and label.
  ///   - scores: their scores.
  ///   - bootstrap: how intervals are drawn.
  func analysis(of answers: LabelledAnswers, scores: any TaskScores, bootstrap: Bootstrap) -> any TaskAnalysis

  /// How far the answers to an image are from its label.
  func error(_ answers: [Float], label: [Float]) -> ImageError

  /// The names of the fields of an error.
  var errorColumns: [String] { get }

  /// The answers to an image beside its label.
  func tables(of answers: [Float], label: [Float]) -> AnswerTables

  /// How the parts of a score are made of those of images.
  static var partScore: PartScore { get }

  /// What two networks are compared by: the whole score first, then its parts, such as questions.
  var partNames: [String] { get }

  /// What an image adds to every part of ``partNames``.
  func parts(of answers: [Float], label: [Float]) -> [ScorePart]

  /// The order in which the images of a source are predicted.
  ///
  /// - Parameters:
  ///   - source: the images to predict.
  ///   - template: a file whose rows are to be filled, where the task has such files.
  /// - Throws: an error of one line where names or template do not fit.
  func predictionOrder(of source: ImageSource, template: String?) throws -> [Int]

  /// How predictions of the images of the given identifiers are written.
  func predictionFormat(for identifiers: [String]) -> any PredictionFormat

  /// Which of an image's answers stands for it, such as its class; nil where none does.
  func mainAnswer(_ answers: ArraySlice<Float>) -> Int?

  /// The mean answers of the training labels, which stand in where an image cannot be read; nil in older checkpoints.
  var trainingMeans: [Float]? { get }

  /// The one answer for all images that suits some labels, at least one, best, and what it is called; nil where there is none.
  func simplestAnswer(to labels: [[Float]]) -> (name: String, answers: [Float])?

  /// What the report of a run says about this task.
  ///
  /// - Parameters:
  ///   - material: the best network of the run and its images.
  ///   - progress: told how far long work has come.
  func report(on material: ReportMaterial, progress: (WorkProgress) -> Void) throws -> TaskReport

  /// What there is to see in labels of this task, before anything is learned from them.
  ///
  /// - Parameters:
  ///   - material: images with labels.
  ///   - progress: told how far long work has come.
  func explore(_ material: ExplorationMaterial, progress: (WorkProgress) -> Void) -> TaskExploration
}

extension LabelledImages {
  /// How the images met the rows of a table, what is to be said of these, and what was not read.
  var joinLines: [String] {
    (report.map { ["\($0)"] + $0.remarks } ?? []) + [source.skippedDescription].compactMap { $0 }
  }

  /// The images of the given identifiers, in this list's order; all if nil.
  ///
  /// - Throws: `MissingImagesError`.
  func selecting(only identifiers: [String]?) throws -> LabelledImages {
    try identifiers.map { try selecting(positions(of: $0).sorted()) } ?? self
  }
}

extension LearningTask {
  public static var usualNetwork: String? { nil }

  public static var clippedTo: (noun: String, text: String)? { nil }

  public static var partScore: PartScore { .rmse }

  public var imageDescription: String { Self.imageNoun }

  /// The usual output function.
  public static func accepts(_ output: OutputFunction) -> Bool { output == Self.output }

  public func completed(_ output: OutputFunction) -> OutputFunction { output }

  public func summary(of images: LabelledImages<[Float]>) -> [String] { images.joinLines }

  public func fitted(to labels: [[Float]]) -> Self { self }

  public func mainAnswer(_ answers: ArraySlice<Float>) -> Int? { nil }

  public var trainingMeans: [Float]? { nil }

  public func simplestAnswer(to labels: [[Float]]) -> (name: String, answers: [Float])? { nil }

  public func split(_ images: LabelledImages<[Float]>, validationFraction: Double, seed: UInt64) throws -> Split {
    try Split(images.identifiers, validationFraction: validationFraction, seed: seed)
  }

  public func answers(_ outputs: Tensor) -> Tensor { outputs }

  /// The order of the source; there are no templates.
  public func predictionOrder(of source: ImageSource, template: String?) throws -> [Int] {
    if let template {
      throw FileError(path: template, problem: "a template is for vote fractions, not \(Self.labelNoun)")
    }
    return Array(source.identifiers.indices)
  }

  /// Makes sure that a loss suits.
  ///
  /// - Throws: ``LossError``.
  static func check(_ loss: Loss) throws {
    guard losses.contains(loss) else { throw LossError(loss: loss, labels: labelNoun, suitable: losses) }
  }
}

/// What a network should put out.
public struct Targets: Sendable {
  /// - Shape: [N, outputs].
  public var values: Tensor
  /// 1 where a target is known and 0 where it is missing; nil where all are known.
  ///
  /// - Shape: [N, outputs].
  public var weights: Tensor?

  /// Targets, all of them known unless weights say otherwise.
  public init(_ values: Tensor, weights: Tensor? = nil) {
    self.values = values
    self.weights = weights
  }
}
