// Galaxies as a classifier's data: each belongs to its largest answer.
public import ImageDatasets

extension ClassifiedImages {
  /// The galaxies of a list, each in the class of its largest fraction, the first of equal ones; the classes are the 37
  /// answers in the order of the columns.
  public init(largestAnswersOf list: LabelledImages) {
    let labels = (0..<list.count).map { galaxy in
      let row = list.row(galaxy)
      var largest = row.startIndex
      for column in row.indices where row[column] > row[largest] { largest = column }
      return largest - row.startIndex
    }
    let answers = OutputNames.answers
    self.init(
      source: list.source, places: list.places,
      classes: ImageClasses(names: answers.names, titles: answers.titles, labels: labels))
  }
}
