// All that the report of a training run tells.
internal import Preconditions

/// The facts about a finished or interrupted training run, to be read as a page: see ``html()``.
public struct TrainingReport: Sendable {
  /// A setting of the run.
  public struct Setting: Sendable, Equatable {
    /// What was set, as `batch size`.
    public var label: String
    /// To what.
    public var value: String

    /// A setting.
    public init(_ label: String, _ value: String) {
      self.label = label
      self.value = value
    }
  }

  /// The errors of one predictor over the validation images.
  public struct Score: Sendable, Equatable {
    /// The predictor's name.
    public var name: String
    /// Root of the mean squared error over all answers.
    public var rmse: Double
    /// The same over the answers of every question.
    public var perQuestion: [Double]

    /// The errors of one predictor.
    public init(name: String, rmse: Double, perQuestion: [Double]) {
      self.name = name
      self.rmse = rmse
      self.perQuestion = perQuestion
    }
  }

  /// What the network reaches beside predictors that do not look at shapes.
  public struct Comparison: Sendable {
    /// The questions' titles, in the order of every score's `perQuestion`.
    public let questions: [String]
    /// The best checkpoint of the run.
    public let network: Score
    /// The baselines, in the order they are shown.
    public let baselines: [Score]
    /// The baseline that the heading compares the network with.
    public let reference: Score?

    /// A comparison; `reference` names the baseline, if any, that the heading compares the network with.
    public init(questions: [String], network: Score, baselines: [Score], reference: String?) {
      for score in [network] + baselines {
        require(
          score.perQuestion.count == questions.count,
          "TrainingReport.Comparison: \(score.perQuestion.count) scores of '\(score.name)'"
            + " for \(questions.count) questions")
      }
      let found = baselines.first { $0.name == reference }
      require(
        reference == nil || found != nil, "TrainingReport.Comparison: no baseline named '\(reference ?? "")'")
      self.questions = questions
      self.network = network
      self.baselines = baselines
      self.reference = found
    }
  }

  /// An answer to a question about one galaxy.
  public struct Answer: Sendable, Equatable {
    /// The answer, in words.
    public var label: String
    /// The weighted fraction of volunteers who gave it.
    public var truth: Double
    /// The fraction that the network expected.
    public var prediction: Double

    /// An answer.
    public init(_ label: String, truth: Double, prediction: Double) {
      self.label = label
      self.truth = truth
      self.prediction = prediction
    }
  }

  /// A question about one galaxy.
  public struct Question: Sendable, Equatable {
    /// What it asks about.
    public var title: String
    /// All its answers.
    public var answers: [Answer]

    /// A question.
    public init(title: String, answers: [Answer]) {
      self.title = title
      self.answers = answers
    }
  }

  /// A galaxy that the network was not trained on.
  public struct Sample: Sendable, Equatable {
    /// Its name in the catalogue.
    public var identifier: String
    /// Its image, a JPEG file's bytes.
    public var jpeg: [UInt8]
    /// All questions about it.
    public var questions: [Question]

    /// A galaxy.
    public init(identifier: String, jpeg: [UInt8], questions: [Question]) {
      self.identifier = identifier
      self.jpeg = jpeg
      self.questions = questions
    }
  }

  /// The name and version of the program that trained, as `galaxy 1.0.0`.
  public var program: String
  /// The network's name.
  public var network: String
  /// The number of its parameters.
  public var parameterCount: Int
  /// What else a reader needs to repeat the run, in the order it is shown.
  public var settings: [Setting]
  /// The epochs so far.
  public var history: [EpochRecord]
  /// The best checkpoint beside the baselines, if they were measured.
  public var comparison: Comparison?
  /// Some validation galaxies.
  public var samples: [Sample]
  /// What a classifier takes for what; nil in regression.
  public var classification: Classification?

  /// The facts about a run.
  public init(
    program: String, network: String, parameterCount: Int, settings: [Setting], history: [EpochRecord],
    comparison: Comparison? = nil, samples: [Sample] = [], classification: Classification? = nil
  ) {
    self.program = program
    self.network = network
    self.parameterCount = parameterCount
    self.settings = settings
    self.history = history
    self.comparison = comparison
    self.samples = samples
    self.classification = classification
  }
}
