// Trees of questions as YAML files.
internal import DataFiles
internal import Yams

extension DecisionTree {
  /// Reads a tree from a YAML file.
  ///
  /// The file has a `name` and a list of `questions`, each with a `title`, the column of its `parent` answer unless everybody
  /// is asked, and a list of `answers`, each with its `column` and `title` and the title of the question that is asked `next`,
  /// if any:
  ///
  /// ```yaml
  /// name: A small survey
  /// questions:
  ///   - title: shape
  ///     answers:
  ///       - {column: smooth, title: smooth}
  ///       - {column: disk, title: disk, next: bar}
  ///   - title: bar
  ///     parent: disk
  ///     answers:
  ///       - {column: bar_yes, title: "yes"}
  ///       - {column: bar_no, title: "no"}
  /// ```
  ///
  /// - Throws: `FileError` that names what is wrong.
  public init(path: String) throws {
    try self.init(yaml: String(decoding: try readFile(path), as: UTF8.self), path: path)
  }

  init(yaml: String, path: String) throws {
    do {
      self = try YAMLDecoder().decode(DecisionTree.self, from: yaml)
    } catch let error as DecodingError {
      throw FileError(path: path, problem: "is no decision tree: \(error.line)")
    } catch {
      throw FileError(path: path, problem: "is no YAML file")
    }
  }
}

extension DecisionTree: Codable {
  /// Reads the form that files have.
  public init(from decoder: any Decoder) throws {
    let file = try File(from: decoder)
    if let problem = file.problem {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: decoder.codingPath, debugDescription: problem))
    }
    self = file.tree
  }

  /// Writes the form that files have.
  public func encode(to encoder: any Encoder) throws { try File(self).encode(to: encoder) }
}

/// A tree as files hold it.
private struct File: Codable {
  let name: String
  let questions: [Question]

  struct Question: Codable {
    let title: String
    let parent: String?
    let answers: [Answer]
  }

  struct Answer: Codable {
    let column: String
    let title: String
    let next: String?
  }

  init(_ tree: DecisionTree) {
    name = tree.name
    questions = tree.questions.map { question in
      Question(
        title: question.title, parent: question.parentColumn.map { tree.columnNames[$0] },
        answers: question.answers.indices.map { index in
          Answer(
            column: tree.columnNames[question.columns.lowerBound + index], title: question.answers[index],
            next: question.next[index].map { tree.questions[$0 - 1].title })
        })
    }
  }

  /// Why this is no tree; nil where it is one.
  var problem: String? {
    if questions.isEmpty { return "expected one or more questions, found none" }
    var (titles, columns): (Set<String>, Set<String>) = ([], [])
    for question in questions {
      if !titles.insert(question.title).inserted { return "the question \(question.title.excerpt) appears twice" }
      if question.answers.isEmpty { return "the question \(question.title.excerpt) has no answers" }
      if let parent = question.parent, !columns.contains(parent) {
        return "the parent of \(question.title.excerpt), \(parent.excerpt), is no column of an earlier question"
      }
      for answer in question.answers where !columns.insert(answer.column).inserted {
        return "the column \(answer.column.excerpt) appears twice"
      }
    }
    for next in questions.flatMap(\.answers).compactMap(\.next) where !titles.contains(next) {
      return "there is no question \(next.excerpt), which an answer leads to"
    }
    return nil
  }

  /// The tree, where there is no ``problem``.
  var tree: DecisionTree {
    let columns = questions.flatMap { $0.answers.map(\.column) }
    let numbers = Dictionary(questions.enumerated().map { ($1.title, $0 + 1) }, uniquingKeysWith: { first, _ in first })
    var end = 0
    let questions = questions.enumerated().map { index, question in
      end += question.answers.count
      return DecisionTree.Question(
        number: index + 1, title: question.title, answers: question.answers.map(\.title),
        columns: end - question.answers.count..<end, parentColumn: question.parent.flatMap(columns.firstIndex),
        next: question.answers.map { $0.next.flatMap { numbers[$0] } })
    }
    return DecisionTree(name: name, questions: questions, columnNames: columns)
  }
}
