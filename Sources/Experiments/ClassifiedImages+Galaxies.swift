// Galaxies as a classifier's data: each belongs to its largest answer.
internal import GalaxyZoo
public import ImageDatasets

extension ClassifiedImages {
  /// The galaxies of a list, each in the class of its largest fraction, the first of equal ones; the classes are the 37
  /// answers in the order of the columns.
  public init(largestAnswersOf list: GalaxyList) {
    let labels = (0..<list.count).map { galaxy in
      let row = list.row(galaxy)
      var largest = row.startIndex
      for column in row.indices where row[column] > row[largest] { largest = column }
      return largest - row.startIndex
    }
    let titles = DecisionTree.questions.flatMap { question in question.answers.map { "\(question.title): \($0)" } }
    self.init(
      source: list.source, places: list.places,
      classes: ImageClasses(names: DecisionTree.columnNames, titles: titles, labels: labels))
  }
}
