// What there is to see in the labels of a task.
internal import Reports

/// What an exploration of a data set tells, above and beside what it tells of any images.
public struct TaskExploration: Sendable {
  let figures: [KeyFigure]
  let sections: [HTML]

  init(figures: [KeyFigure] = [], sections: [HTML]) {
    self.figures = figures
    self.sections = sections
  }
}
