// The report of a run: what its page says is what the run did.
import Experiments
import Foundation
import GalaxyZoo
import Reports
import TestSupport
import Testing
import Training

@Suite(.serialized) struct TrainingReportTests {
  /// A run of so many epochs and its page.
  private static func report(epochs: Int) throws -> (run: TrainingRun, html: String) {
    let small = try SmallRun()
    var run = try TrainingRun(small.configuration(epochs: epochs), in: small.runFolder("run"), overwriting: false)
    try run.finish()
    let written = String(decoding: try small.folder.bytes("run/report.html"), as: UTF8.self)
    let best = epochs == 0 ? run.current : try TrainedNetwork(path: run.folder.path)
    // Equal runs have equal pages, also those that are put together later.
    #expect(try run.page(best: best) { _ in }.html() == written)
    return (run, written)
  }

  private static let ofThreeEpochs = Result { try report(epochs: 3) }

  private let run: TrainingRun
  private let page: ParsedElement

  init() throws {
    let report = try Self.ofThreeEpochs.get()
    run = report.run
    page = try parseMarkup(report.html)
  }

  @Test(arguments: [0, 1, 3]) func pageIsWellFormed(epochs: Int) throws {
    let report = try epochs == 3 ? Self.ofThreeEpochs.get() : Self.report(epochs: epochs)
    let root = try parseMarkup(report.html)
    #expect(root.name == "html")
    #expect(root.attributes["lang"] == "en")
    #expect(root.all("title").map(\.text) == ["hildebrandt: training report"])
    #expect(
      root.all("h2").map(\.text) == [
        "Learning curves", "Error per question", "Predicted against true", "Validation galaxies",
        "Best and worst galaxies", "Where the network looked",
        "What the first layer looks for", "Settings",
      ])
    #expect(root.all("polyline").count == (epochs > 1 ? 3 : 0))
    #expect(root.all("details").map { $0.all("tr").count } == (epochs > 0 ? [epochs + 1] : []))
    #expect(root.text.contains("No epoch has been completed yet.") == (epochs == 0))
    #expect(root.all("dd").isEmpty == (epochs == 0))
    #expect(root.all("circle", style: "mark").count == (epochs > 0 ? 2 : 0))
    let lede = try #require(root.all("p", style: "lede").first).text
    let extents = [0: "no epoch completed yet.", 1: "trained for 1 epoch in ", 3: "trained for 3 epochs in "]
    #expect(lede.hasPrefix("849,285 parameters, " + (extents[epochs] ?? "")))
  }

  @Test func headingHoldsTheKeyNumbers() throws {
    let header = try #require(page.all("header").first)
    let best = try #require(run.best)
    let rmse = try #require(best.validation["rmse"])
    let small = try SmallRun()
    defer { withExtendedLifetime(small) {} }
    let colors = try GalaxyColors(VoteFractions().read(small.data))
    let means = try #require(
      try BaselineScores(
        of: colors, training: run.current.trainingIdentifiers, validation: run.current.validationIdentifiers
      ).tables.first { $0.baseline == .means }?.scores.rmse)
    #expect(header.all("h1").map(\.text) == ["hildebrandt"])
    #expect(
      header.all("dd").map(\.text)
        == [String(format: "%.4f", rmse), String(format: "%.4f", means), String(format: "%.3f", rmse / means)])
    #expect(header.text.contains("at epoch \(best.epoch)"))
  }

  @Test func epochsAreInATable() throws {
    let rows = try #require(page.all("details").first).all("tr").map { $0.children.map(\.text) }
    #expect(
      rows[0] == [
        "epoch", "training loss", "validation loss", "RMSE", "learning rate", "seconds", "images per second",
      ])
    for (record, row) in zip(run.history, rows.dropFirst()) {
      let numbers = record.training.values + record.validation.values
      #expect(
        row == ["\(record.epoch)\(record.epoch == run.best?.epoch ? " (best)" : "")"]
          + numbers.map { String(format: "%.5f", $0) } + [
            "0.001", String(format: "%.1f", record.seconds), String(format: "%.0f", record.imagesPerSecond),
          ])
    }
  }

  @Test func questionsAreComparedWithTheBaselines() throws {
    let table = try #require(page.all("table", style: "numbers").last).all("tr").map { $0.children.map(\.text) }
    #expect(table[0].prefix(2) == ["question", "hildebrandt"])
    #expect(Array(table[0].dropFirst(2).dropLast()) == Baseline.allCases.map(\.title))
    #expect(table[0].last == "hildebrandt ÷ \(Baseline.means.title)")
    #expect(table.count == 1 + 1 + DecisionTree.questions.count && table[1][0] == "all questions")
    #expect(table[1][1] == String(format: "%.4f", try #require(run.best?.validation["rmse"])))
  }

  @Test func samplesHoldImageAndNotableAnswers() throws {
    let sample = GalaxySample(
      identifier: "100053", picture: [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3],
      questions: [
        GalaxySample.Question(
          title: "1 shape",
          answers: [.init("smooth", given: 0.766, expected: 0.714), .init("disk", given: 0.234, expected: 0.286)]),
        GalaxySample.Question(
          title: "4 spiral",
          answers: [.init("yes", given: 0.05, expected: 0.1), .init("no", given: 0.1, expected: 0.05)]),
        GalaxySample.Question(
          title: "9 bulge edge-on",
          answers: [.init("rounded", given: 0, expected: 0.15), .init("boxy", given: 0, expected: 0.06)]),
      ])
    let section = try parseMarkup(GalaxySample.section([sample], network: "hildebrandt").source)
    let article = try #require(section.all("article").first)
    let image = try #require(article.all("img").first)
    #expect(image.attributes["alt"] == "Image of galaxy 100053")
    let encoded = try #require(image.attributes["src"]?.split(separator: ",").last)
    #expect(Data(base64Encoded: String(encoded)) == Data([0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3]))
    // Fifteen per cent came to question 4; to question 9 none did, but the network expected 21.
    #expect(article.all("caption").map(\.text) == ["1 shape", "9 bulge edge-on"])
    #expect(article.all("td", style: "given").map(\.text) == ["0.77", "0.23", "0.00", "0.00"])
    #expect(article.all("td", style: "first").map(\.text) == ["0.71", "0.29", "0.15", "0.06"])
    // The root of (2·0.052² + 2·0.05² + 0.15² + 0.06²) / 6.
    #expect(article.all("p").map(\.text) == ["RMSE 0.0780"])
    #expect(page.all("article").map { $0.all("h3").map(\.text) } == run.current.validationIdentifiers.map { [$0] })
  }

  @Test func theClosestAndTheFarthestGalaxyAreShown() throws {
    let small = try SmallRun()
    let run = try TrainingRun(small.configuration(epochs: 0), in: small.runFolder("run"), overwriting: false)
    let page = try parseMarkup(run.page(best: run.current) { _ in }.html())
    let answers = try run.current.evaluate(on: small.data, subset: .validation).answers
    let errors = zip(answers.answers, answers.labels).map { answers, label in
      (zip(answers, label).reduce(0) { $0 + pow(Double($1.0) - Double($1.1), 2) } / 37).squareRoot()
    }
    // Two galaxies: the better one on one side, the worse one on the other.
    let order = errors[0] < errors[1] ? [0, 1] : [1, 0]
    let section = try #require(page.all("section").first { $0.all("h2").map(\.text) == ["Best and worst galaxies"] })
    #expect(section.all("b").map(\.text) == order.map { answers.identifiers[$0] })
    #expect(section.all("span").map(\.text) == order.map { String(format: "error %.4f", errors[$0]) })
    #expect(section.all("img").count == 2)
  }

  @Test func tablesNameTheirRowsAndColumns() throws {
    #expect(page.all("th").allSatisfy { ["row", "col"].contains($0.attributes["scope"]) })
    for svg in page.all("svg") where svg.attributes["role"] == "img" {
      #expect(svg.attributes["aria-label"]?.isEmpty == false)
    }
    // Two curves, the questions, and predictions against the truth of each of these.
    #expect(page.all("svg").filter { $0.attributes["role"] == "img" }.count == 3 + DecisionTree.questions.count)
  }

  @Test func settingsAreThoseOfTheRun() throws {
    let rows = try #require(page.all("table", style: "settings").first).all("tr").map { $0.children.map(\.text) }
    let configuration = run.configuration
    for row in [
      ["images", configuration.data.images], ["labels", configuration.data.labels ?? ""], ["training galaxies", "10"],
      ["validation galaxies", "2"], ["batch size", "5"], ["epochs", "3"], ["seed", "0"],
    ] {
      #expect(rows.contains(row), "\(row)")
    }
  }
}
