// Evaluations as pages, of every task.
import Experiments
import GalaxyZoo
import ImageDatasets
import TestSupport
import Testing

@Suite struct EvaluationPageTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func page(_ answers: LabelledAnswers, images: ImageSource? = nil) throws -> (
    text: String, root: ParsedElement
  ) {
    try EvaluationPage(answers, analysis: answers.analysis(), of: "a <b> run", images: images)
      .write(to: folder.path("page.html"))
    let html = String(decoding: try folder.bytes("page.html"), as: UTF8.self)
    #expect(!html.contains("http://") && !html.contains("https://") && !html.contains("<script"))
    return (html, try parseMarkup(html))
  }

  /// Every answer misses by a tenth, more in later galaxies.
  private func fractions() -> LabelledAnswers {
    var answers = LabelledAnswers(task: VoteFractions())
    for (index, name) in SyntheticGalaxies.identifiers.enumerated() {
      let label = (0..<37).map { Float(($0 + index) % 5) / 5 }
      answers.append(name, label.map { $0 + 0.01 * Float(index + 1) }, label: label)
    }
    return answers
  }

  @Test func galaxiesAreShownWorstAndBest() throws {
    let survey = try SyntheticGalaxies.write(to: folder)
    let (text, root) = try page(fractions(), images: ImageSource(path: survey.images))
    #expect(root.all("h1").map(\.text) == ["a <b> run"])
    for title in [
      "What the number means", "Error per question", "Beside published scores", "Calibration",
      "Every question and answer",
      "Distribution of errors", "The largest errors", "The smallest errors",
    ] {
      #expect(root.all("h2").contains { $0.text == title }, "\(title)")
    }
    #expect(root.all("h3").map(\.text) == [12, 11, 10, 9, 8, 7, 6, 5, 1, 2, 3, 4].map { "\(100_000 + $0)" })
    #expect(root.all("img").count == 12 && text.contains("error 0.1200") && text.contains("error 0.0100"))
    // The root of the mean of the squares of 0.01 to 0.12: √(650 / 12) / 100.
    #expect(root.all("dd").first?.text == "0.0736")
    #expect(text.contains("have errors up to 0.0600, nine tenths up to 0.1100; the largest is 0.1200"))
    // All published scores, and this one.
    #expect(root.all("tr", style: "best").count == 1 && text.contains("official central-pixel benchmark"))
  }

  @Test func imagesThatAreNotThereAreNamed() throws {
    let survey = try SyntheticGalaxies.write(to: folder)
    try folder.remove("images/100012.jpg")
    try folder.write(SyntheticGalaxies.truncatedImage(), to: "images/100011.jpg")
    let (text, root) = try page(fractions(), images: ImageSource(path: survey.images))
    #expect(root.all("img").count == 10)
    #expect(text.contains("there is no image of this name") && text.contains("cannot be shown: is a damaged JPEG"))
    #expect(try page(fractions()).root.all("img").isEmpty)
  }

  @Test func classesHaveTheirOwn() throws {
    let names = LabelNames(names: ["<script>alert(1)</script>", "disk", "smooth"])
    var answers = LabelledAnswers(task: Classification(names))
    for index in 0..<9 {
      answers.append("i\(index)", index < 6 ? [0.7, 0.2, 0.1] : [0.1, 0.1, 0.8], label: [Float(index % 3)])
    }
    let (text, root) = try page(answers)
    #expect(text.contains("accuracy; higher is better") && !text.contains("first five"))
    #expect(text.contains("wrong: the class is disk") && text.contains("share that was right"))
    // Right are 0 and 3, and 8: Wilson's interval of 3 of 9.
    #expect(root.all("dd").map(\.text).prefix(2) == ["0.333", "0.121–0.646"])
    #expect(root.all("h2").contains { $0.text == "What is taken for what" } && text.contains("error 0.9000"))
  }

  @Test func columnsHaveTheirOwn() throws {
    var answers = LabelledAnswers(task: ColumnRegression(columns: ["size"]))
    for index in 0..<5 { answers.append("i\(index)", [Float(index) + 0.5], label: [index == 2 ? .nan : Float(index)]) }
    let (text, root) = try page(answers)
    #expect(root.all("dd").map(\.text).prefix(2) == ["0.5", "0.5–0.5"] && text.contains("Error per column"))
  }
}
