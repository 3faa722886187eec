// Outputs that are answers to questions, some of which only those are asked who gave a certain answer before.
internal import NeuralNetwork
internal import Preconditions
public import Tensors

/// Which outputs of a network are the answers to one question, and the answer that leads to the question.
///
/// The fraction of an answer is weighted: the answers of a question sum to the fraction that led to it, as in Galaxy Zoo's
/// tables.
public struct AnswerHierarchy: Sendable, Hashable {
  /// A question; its answers are the outputs that follow those of the question before.
  public struct Question: Sendable, Hashable, Codable {
    /// Number of answers, one or more.
    public let answers: Int
    /// The output, of an earlier question, that leads to this one; nil where everybody is asked.
    public let parent: Int?

    /// A question.
    public init(answers: Int, parent: Int? = nil) {
      self.answers = answers
      self.parent = parent
    }
  }

  /// The questions, in the order of the outputs.
  public let questions: [Question]
  /// The outputs of every question.
  public let columns: [Range<Int>]

  /// Number of outputs.
  public var outputs: Int { columns.last?.upperBound ?? 0 }

  /// The given questions, at least one.
  public init(_ questions: [Question]) {
    let problem = Self.problem(questions)
    require(problem == nil, "AnswerHierarchy: \(problem ?? "")")
    self.questions = questions
    columns = Self.columns(of: questions)
  }

  private static func columns(of questions: [Question]) -> [Range<Int>] {
    var end = 0
    return questions.map { question in
      end += question.answers
      return end - question.answers..<end
    }
  }

  private static func problem(_ questions: [Question]) -> String? {
    if questions.isEmpty { return "expected one or more questions, found none" }
    var outputs = 0
    for (index, question) in questions.enumerated() {
      guard (1...10_000).contains(question.answers) else {
        return "question \(index + 1) has \(question.answers) answers"
      }
      if let parent = question.parent, !(0..<outputs).contains(parent) {
        return "expected an output of an earlier question to lead to question \(index + 1), found \(parent)"
      }
      outputs += question.answers
    }
    return nil
  }
}

extension AnswerHierarchy {
  /// The softmax over the answers of every question, times the fraction that leads to the question: weighted fractions that
  /// obey the hierarchy whatever the logits are.
  ///
  /// - Shape: logits [N, outputs] → the same.
  public func fractions(ofLogits logits: Variable) -> Variable {
    weighted(answersByQuestion(logits).map(softmax))
  }

  /// The weighted fractions to expect where the answers to every question have a Dirichlet distribution.
  ///
  /// - Shape: concentrations [N, outputs], positive → the same.
  public func fractions(ofConcentrations concentrations: Variable) -> Variable {
    weighted(answersByQuestion(concentrations).map { $0 / sum($0, over: [1], keepingAxes: true) })
  }

  /// - Shape: [N, outputs] → [N, answers] for each question.
  private func answersByQuestion(_ values: Variable) -> [Variable] {
    require(
      values.shape.rank == 2 && values.shape[1] == outputs,
      "AnswerHierarchy: expected [N, \(outputs)], found \(values.shape)")
    return split(values, into: columns.map(\.count))
  }

  /// - Shape: shares of every answer among those who are asked, [N, answers] for each question → [N, outputs].
  private func weighted(_ shares: [Variable]) -> Variable {
    var fractions: [Variable] = []
    for (question, shares) in zip(questions, shares) {
      guard let parent = question.parent, let asker = columns.firstIndex(where: { $0.contains(parent) }) else {
        fractions.append(shares)
        continue
      }
      let position = parent - columns[asker].lowerBound
      fractions.append(shares * slice(fractions[asker], .all, .range(position..<position + 1)))
    }
    return concatenate(fractions)
  }
}

extension AnswerHierarchy: Codable {
  private enum CodingKeys: CodingKey { case questions }

  /// Reads the stored form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    questions = try container.decode([Question].self, forKey: .questions)
    if let problem = Self.problem(questions) {
      throw DecodingError.dataCorruptedError(forKey: .questions, in: container, debugDescription: problem)
    }
    columns = Self.columns(of: questions)
  }

  /// Writes the questions.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(questions, forKey: .questions)
  }
}
