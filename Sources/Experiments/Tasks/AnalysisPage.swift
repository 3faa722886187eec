// What a page of an evaluation tells of a task's scores.
internal import Reports

/// What the page of an evaluation says about scores: the numbers that matter most, what they mean, and all others.
public struct AnalysisPage: Sendable {
  let figures: [KeyFigure]
  /// For those who have never seen such a number: what it is, and which way is better.
  let meaning: String
  let sections: [HTML]
  /// What the error of a single image is, as a sentence.
  let errorMeaning: String
  /// What colours in the tables of single images stand for; nil where there are none.
  let legend: HTML?

  init(figures: [KeyFigure], meaning: String, sections: [HTML], errorMeaning: String, legend: HTML? = nil) {
    self.figures = figures
    self.meaning = meaning
    self.sections = sections
    self.errorMeaning = errorMeaning
    self.legend = legend
  }
}

/// An image's answers beside its label, for people to look at.
public struct AnswerTables: Sendable {
  let tables: [HTML]

  init(_ tables: [HTML]) { self.tables = tables }
}
