// Trees of questions as files.
import DataFiles
import Foundation
import GalaxyZoo
import Testing

@Suite struct DecisionTreeFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static let small = """
    name: A small survey
    questions:
      - title: shape
        answers:
          - {column: smooth, title: smooth}
          - {column: disk, title: disk, next: bar}
      - title: bar
        parent: disk
        answers:
          - {column: bar_yes, title: "yes"}
          - {column: bar_no, title: "no"}
    """

  @Test func aFileIsRead() throws {
    let tree = try DecisionTree(path: folder.file("tree.yaml", Self.small))
    #expect(tree.name == "A small survey")
    #expect(tree.columnNames == ["smooth", "disk", "bar_yes", "bar_no"])
    #expect(tree.questions.map(\.title) == ["shape", "bar"])
    #expect(tree.questions.map(\.number) == [1, 2])
    #expect(tree.questions.map(\.columns) == [0..<2, 2..<4])
    #expect(tree.questions.map(\.parentColumn) == [nil, 1])
    #expect(tree.questions.map(\.next) == [[nil, 2], [nil, nil]])
    #expect(tree.questions.map(\.answers) == [["smooth", "disk"], ["yes", "no"]])
  }

  /// The tree that the examples hold, counted by hand from the survey's paper.
  @Test func galaxyZooDECaLSIsRead() throws {
    let package = URL(fileURLWithPath: #filePath).pathComponents.dropLast(4).joined(separator: "/")
    let tree = try DecisionTree(path: String(package.dropFirst()) + "/Examples/Trees/galaxy-zoo-decals.yaml")
    #expect(tree.questions.map(\.answers.count) == [3, 2, 3, 2, 3, 6, 5, 3, 3, 4])
    #expect(
      tree.questions.map { $0.parentColumn.map { tree.columnNames[$0] } ?? "" } == [
        "", "smooth-or-featured-dr5_featured-or-disk", "disk-edge-on-dr5_no", "disk-edge-on-dr5_no",
        "has-spiral-arms-dr5_yes", "has-spiral-arms-dr5_yes", "disk-edge-on-dr5_no", "smooth-or-featured-dr5_smooth",
        "disk-edge-on-dr5_yes", "",
      ])
  }

  @Test func theStoredFormIsReadBack() throws {
    let data = try JSONEncoder().encode(DecisionTree.challenge)
    #expect(try JSONDecoder().decode(DecisionTree.self, from: data) == DecisionTree.challenge)
  }

  @Test(arguments: [
    (
      "title: bar\n    parent: disk", "title: bar\n    parent: spiral",
      "the parent of \"bar\", \"spiral\", is no column"
    ),
    ("title: bar\n    parent: disk", "title: bar\n    parent: bar_no", "is no column of an earlier question"),
    ("column: bar_no", "column: smooth", "the column \"smooth\" appears twice"),
    ("title: bar\n", "title: shape\n", "the question \"shape\" appears twice"),
    ("next: bar", "next: arms", "there is no question \"arms\""),
    ("name: A small survey\n", "", "name is missing"),
    ("{column: smooth, title: smooth}", "{column: smooth}", "title is missing"),
    ("- {column: bar_yes, title: \"yes\"}\n      - {column: bar_no, title: \"no\"}", "[]", "is no decision tree"),
    ("questions:", "questions: [", "is no"),
  ])
  func whatIsWrongIsNamed(text: String, replacement: String, problem: String) throws {
    #expect(Self.small.contains(text))
    let path = try folder.file("tree.yaml", Self.small.replacingOccurrences(of: text, with: replacement))
    #expect {
      try DecisionTree(path: path)
    } throws: {
      let error = "\($0)"
      return error.hasPrefix(path) && error.contains(problem) && !error.contains("\n")
    }
  }

  @Test func aTreeWithoutQuestionsIsRefused() throws {
    let path = try folder.file("tree.yaml", "name: nothing\nquestions: []\n")
    #expect(throws: FileError(path: path, problem: "is no decision tree: expected one or more questions, found none")) {
      try DecisionTree(path: path)
    }
  }
}
