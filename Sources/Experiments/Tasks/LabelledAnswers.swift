// Answers beside the labels that they should have been.
internal import ImageDatasets
internal import Preconditions
internal import Tensors

/// Images with what was answered and what is known of each.
public struct LabelledAnswers: Sendable {
  /// What was learned.
  public let task: any LearningTask
  /// The images.
  public private(set) var identifiers: [String] = []
  /// A number for each output, in the labels' units.
  public private(set) var answers: [[Float]] = []
  /// The labels, as the task has them.
  public private(set) var labels: [[Float]] = []

  /// No images yet.
  public init(task: any LearningTask) { self.task = task }

  /// Number of images.
  public var count: Int { identifiers.count }

  /// Takes in an image.
  public mutating func append(_ identifier: String, _ answers: [Float], label: [Float]) {
    require(
      answers.count == task.outputs.count,
      "LabelledAnswers.append: \(answers.count) answers, expected \(task.outputs.count)")
    identifiers.append(identifier)
    self.answers.append(answers)
    labels.append(label)
  }

  /// The task's scores of all images, at least one.
  func scores(loss: Loss) -> any TaskScores {
    var accumulator = task.makeScores()
    for start in stride(from: 0, to: count, by: 256) {
      let block = start..<min(start + 256, count)
      let tensor = Tensor([block.count, task.outputs.count], scalars: answers[block].flatMap { $0 })
      accumulator.add(tensor, labels: Array(labels[block]))
    }
    return accumulator.scores(loss: loss, meanLoss: nil).scores
  }
}
