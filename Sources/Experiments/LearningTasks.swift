// The tasks that there are.
public import ImageModels
internal import NeuralNetwork

/// The tasks of the package; nothing else lists them.
public enum LearningTasks {
  /// All tasks.
  public static let all: [any LearningTask.Type] = [
    VoteFractions.self, VoteCounts.self, Classification.self, ColumnRegression.self,
  ]

  /// The task that data described like this are for; nil where they are for none.
  public static func task(for data: DataSet) -> (any LearningTask.Type)? { all.first { $0.suits(data) } }

  /// The task of networks with the given output function.
  public static func task(of output: OutputFunction) -> any LearningTask.Type {
    all.first { $0.accepts(output) } ?? VoteFractions.self
  }

  /// The task called `name`; nil where there is none.
  public static func task(named name: String) -> (any LearningTask.Type)? { all.first { $0.name == name } }
}
