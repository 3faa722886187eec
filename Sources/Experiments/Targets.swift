// What networks learn to tell of images.
internal import GalaxyZoo
public import ImageDatasets
internal import Tensors

/// What kind of answer a network gives.
public enum LearningTask: String, Sendable, Codable, CaseIterable {
  /// Fractions of votes, every output by itself.
  case regression
  /// One of several classes that exclude each other.
  case classification
}

/// What the outputs of a network stand for, in their order.
public struct OutputNames: Sendable, Equatable, Codable {
  /// The names that files know them by: columns of labels, or folders of classes.
  public let names: [String]
  /// What people call them, in the same order.
  public let titles: [String]

  /// The 37 answers of Galaxy Zoo 2.
  public static let answers = OutputNames(
    names: DecisionTree.columnNames,
    titles: DecisionTree.questions.flatMap { question in question.answers.map { "\(question.title): \($0)" } })
}

/// What is true of every image of a list.
public enum Targets: Sendable {
  /// The 37 fractions of each image, one row after another.
  case fractions([Float])
  /// The class of each image.
  case classes(ImageClasses)

  /// The task that they are learned by.
  public var task: LearningTask {
    switch self {
    case .fractions: .regression
    case .classes: .classification
    }
  }

  /// What the outputs of a network that learns them stand for.
  public var outputs: OutputNames {
    switch self {
    case .fractions: .answers
    case .classes(let classes): OutputNames(names: classes.names, titles: classes.titles)
    }
  }

  /// The 37 fractions of one image, which must have fractions.
  public func fractions(of index: Int) -> ArraySlice<Float> {
    guard case .fractions(let fractions) = self else { fatalError("Targets.fractions: found classes") }
    return fractions[index * DecisionTree.columnCount..<(index + 1) * DecisionTree.columnCount]
  }

  /// Those of the images at `indices`, in that order.
  func selecting(_ indices: [Int]) -> Targets {
    switch self {
    case .fractions: .fractions(indices.flatMap { fractions(of: $0) })
    case .classes(let classes): .classes(classes.selecting(indices))
    }
  }

  /// What a network should put out for the given images: fractions, or 1 for the class and 0 for all others.
  ///
  /// - Shape: [N, outputs].
  func tensor(_ batch: [Int]) -> Tensor {
    switch self {
    case .fractions:
      return Tensor([batch.count, DecisionTree.columnCount], scalars: batch.flatMap { fractions(of: $0) })
    case .classes(let classes):
      let columns = classes.names.count
      return Tensor([batch.count, columns]) { buffer in
        buffer.initialize(repeating: 0)
        for (row, index) in batch.enumerated() { buffer[row * columns + classes.labels[index]] = 1 }
      }
    }
  }
}
