// The tree of Kaggle's Galaxy Challenge.

extension DecisionTree {
  /// The tree of the Galaxy Challenge: 11 questions, whose 37 answers are the columns of a solutions file.
  ///
  /// Question 6 sums to 1 although a volunteer who answered 1.3 never saw it: the challenge's data are so.
  public static let challenge: DecisionTree = {
    do {
      return try DecisionTree(
        yaml: String(decoding: PackageResources.GalaxyChallenge_yaml, as: UTF8.self), path: "GalaxyChallenge.yaml")
    } catch {
      fatalError("DecisionTree: \(error)")
    }
  }()

  /// The questions of the Galaxy Challenge.
  public static let questions = challenge.questions

  /// The number of answers of all questions of the Galaxy Challenge, 37.
  public static let columnCount = challenge.columnCount

  /// The Galaxy Challenge's name of every column: `Class1.1` to `Class11.6`.
  public static let columnNames = challenge.columnNames

  /// As the method of that name, of a row of the Galaxy Challenge.
  public static func violations(in row: ArraySlice<Float>, tolerance: Double = 1e-5) -> [Violation] {
    challenge.violations(in: row, tolerance: tolerance)
  }
}
