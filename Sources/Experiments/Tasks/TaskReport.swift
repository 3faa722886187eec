// What a task tells in the report of a run.
public import ImageDatasets
internal import Reports

/// What a report can be made of: the best network of a run and its images.
public struct ReportMaterial {
  /// The network's name.
  public let network: String
  /// Identifiers of the images that the network was trained on.
  public let trainingIdentifiers: [String]
  /// All images of the run with their labels.
  public let images: LabelledImages<[Float]>
  /// Those to train on, with their labels.
  public let training: LabelledImages<[Float]>
  /// The held-out images with their labels.
  public let validation: LabelledImages<[Float]>
  /// The best network's answers for the held-out images.
  public let answers: LabelledAnswers
  /// The best network's scores on the held-out images.
  public let scores: any TaskScores
  /// Some held-out images, evenly spread.
  let samples: [Sample]
  /// Whether there is time to look at all images, as there is at the end of a run.
  public let isWhole: Bool

  /// A held-out image with the network's answers for it.
  struct Sample {
    let identifier: String
    /// Its image, the bytes of a JPEG or PNG file.
    let picture: [UInt8]
    let label: [Float]
    let answers: [Float]
  }
}

/// What a task tells in the report of a run.
public struct TaskReport: Sendable {
  /// The validation measurement that people look at, besides the loss.
  let score: Score
  /// What the score is compared with.
  let reference: (name: String, value: Double)?
  /// The sections about scores and single images.
  let sections: [HTML]

  /// How a measurement is called.
  struct Score: Sendable {
    /// The measurement's name.
    let name: String
    /// The name in a sentence, as `RMSE`.
    let title: String
    /// Other measurements to draw beside it.
    var others: [(name: String, title: String)] = []
  }

  init(score: Score, reference: (name: String, value: Double)? = nil, sections: [HTML]) {
    self.score = score
    self.reference = reference
    self.sections = sections
  }
}
