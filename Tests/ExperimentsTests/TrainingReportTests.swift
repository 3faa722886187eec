import Experiments
import Foundation
import Testing

@Suite struct TrainingReportTests {
  private func history(_ count: Int) -> [EpochRecord] {
    (0..<count).map { index in
      // Lowest at the last epoch but one.
      let rmse = 0.09 + 0.06 * exp(-Double(index) / 8) + (index == count - 2 ? -0.01 : 0)
      return EpochRecord(
        epoch: index + 1, trainingLoss: rmse * rmse * 1.1, validationLoss: rmse * rmse, validationRMSE: rmse,
        learningRate: 0.001, seconds: 20, imagesPerSecond: 1500)
    }
  }

  private func report(epochs: Int = 50) -> TrainingReport {
    TrainingReport(
      program: "galaxy 1.2.3", network: "hildebrandt", parameterCount: 849_285,
      settings: [.init("batch size", "64"), .init("optimizer", "adam")], history: history(epochs),
      comparison: .init(
        questions: ["1 shape", "2 edge-on"], network: .init(name: "hildebrandt", rmse: 0.08, perQuestion: [0.1, 0.05]),
        baselines: [
          .init(name: "zeros", rmse: 0.2716, perQuestion: [0.4, 0.3]),
          .init(name: "column means", rmse: 0.16, perQuestion: [0.25, 0.2]),
        ], reference: "column means"),
      samples: [
        .init(
          identifier: "100053", jpeg: [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3],
          questions: [
            .init(
              title: "1 shape",
              answers: [
                .init("smooth", truth: 0.766, prediction: 0.714), .init("disk", truth: 0.234, prediction: 0.286),
              ]
            ),
            .init(
              title: "4 spiral",
              answers: [.init("yes", truth: 0.05, prediction: 0.1), .init("no", truth: 0.1, prediction: 0.05)]),
            .init(
              title: "9 bulge edge-on",
              answers: [.init("rounded", truth: 0, prediction: 0.15), .init("boxy", truth: 0, prediction: 0.06)]),
          ])
      ])
  }

  @Test(arguments: [0, 1, 2, 3, 200])
  func pageIsWellFormed(epochs: Int) throws {
    let root = try parseMarkup(report(epochs: epochs).html())
    #expect(root.name == "html")
    #expect(root.attributes["lang"] == "en")
    #expect(root.all("title").map(\.text) == ["hildebrandt: training report"])
    #expect(root.all("polyline").count == (epochs > 1 ? 3 : 0))
    #expect(root.all("details").map { $0.all("tr").count } == (epochs > 0 ? [epochs + 1] : []))
  }

  @Test func nothingIsLoadedFromElsewhere() throws {
    let page = report().html()
    #expect(!page.contains("http"))
    #expect(!page.contains("url("))
    #expect(!page.contains("@import"))
    let root = try parseMarkup(page)
    for name in ["script", "link", "iframe", "object"] { #expect(root.all(name).isEmpty) }
    #expect(root.all("img").allSatisfy { $0.attributes["src"]?.hasPrefix("data:image/jpeg;base64,") == true })
  }

  @Test func headingHoldsTheKeyNumbers() throws {
    let header = try #require(try parseMarkup(report().html()).all("header").first)
    let best = 0.08 + 0.06 * exp(-48.0 / 8)
    #expect(header.all("h1").map(\.text) == ["hildebrandt"])
    #expect(
      header.all("dd").map(\.text) == [
        String(format: "%.4f", best), "0.1600", String(format: "%.3f", best / 0.16),
      ])
    #expect(header.text.contains("at epoch 49"))
    #expect(header.text.contains("849,285 parameters, trained for 50 epochs in 16\u{A0}min 40\u{A0}s."))
  }

  @Test func unfinishedRunsSaySo() throws {
    let none = try parseMarkup(report(epochs: 0).html())
    #expect(none.text.contains("No epoch has been completed yet."))
    #expect(none.all("dd").isEmpty)
    let one = try parseMarkup(report(epochs: 1).html())
    #expect(one.text.contains("trained for 1 epoch in 20\u{A0}s."))
    #expect(one.all("circle", style: "mark").count == 2)
  }

  @Test func divergedRunIsReported() throws {
    var report = report(epochs: 3)
    for index in report.history.indices {
      report.history[index].validationLoss = .nan
      report.history[index].validationRMSE = .nan
      report.history[index].trainingLoss = .infinity
    }
    let root = try parseMarkup(report.html())
    #expect(root.all("dd").isEmpty)
    #expect(root.text.contains("nothing to draw"))
    #expect(root.all("tr", style: "other").first?.text.hasPrefix("1∞NaNNaN") == true)
  }

  @Test func bareRunHasNoEmptySections() throws {
    let report = TrainingReport(program: "p", network: "n", parameterCount: 1, settings: [], history: history(2))
    let root = try parseMarkup(report.html())
    #expect(root.all("h2").map(\.text) == ["Learning curves"])
    #expect(root.all("dd").count == 1)
  }

  @Test func epochsAreInATable() throws {
    let root = try parseMarkup(report(epochs: 3).html())
    let rows = try #require(root.all("details").first).all("tr")
    #expect(rows.count == 4)
    #expect(rows[2].children.map(\.text).first == "2 (best)")
    #expect(rows[1].children.map(\.text) == ["1", "0.02475", "0.02250", "0.15000", "0.001", "20.0", "1500"])
  }

  @Test func questionsAreComparedWithTheBaselines() throws {
    let root = try parseMarkup(report().html())
    let rows = try #require(root.all("table", style: "numbers").last).all("tr").map { $0.children.map(\.text) }
    #expect(
      rows == [
        ["question", "hildebrandt", "zeros", "column means", "hildebrandt ÷ column means"],
        ["all questions", "0.0800", "0.2716", "0.1600", "0.500"],
        ["1 shape", "0.1000", "0.4000", "0.2500", "0.400"],
        ["2 edge-on", "0.0500", "0.3000", "0.2000", "0.250"],
      ])
    #expect(root.all("rect").count == 9)
  }

  @Test func samplesHoldImageAndNotableAnswers() throws {
    let article = try #require(try parseMarkup(report().html()).all("article").first)
    let image = try #require(article.all("img").first)
    #expect(image.attributes["alt"] == "Image of galaxy 100053")
    let encoded = try #require(image.attributes["src"]?.split(separator: ",").last)
    #expect(Data(base64Encoded: String(encoded)) == Data([0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3]))
    // Fifteen per cent came to question 4; to question 9 none did, but the network expected 21.
    #expect(article.all("caption").map(\.text) == ["1 shape", "9 bulge edge-on"])
    #expect(article.all("td", style: "truth").map(\.text) == ["0.77", "0.23", "0.00", "0.00"])
    #expect(article.all("td", style: "network").map(\.text) == ["0.71", "0.29", "0.15", "0.06"])
    #expect(
      article.all("span", style: "truth").map { $0.attributes["style"] } == [
        "width:76.6%", "width:23.4%", "width:0.0%", "width:0.0%",
      ])
    // The root of (2·0.052² + 2·0.05² + 0.15² + 0.06²) / 6.
    #expect(article.all("p").map(\.text) == ["RMSE 0.0780"])
  }

  @Test func barsStayWithinTheirCells() throws {
    var report = report()
    report.samples[0].questions = [
      .init(title: "q", answers: [.init("a", truth: 1.5, prediction: -0.2), .init("b", truth: 0.2, prediction: .nan)])
    ]
    let article = try #require(try parseMarkup(report.html()).all("article").first)
    #expect(
      article.all("span").map { $0.attributes["style"] } == [
        "width:100.0%", "width:0.0%", "width:20.0%", "width:0.0%",
      ])
  }

  @Test func allTextIsEscaped() throws {
    let hostile = #"</title></style><script>"&'x'"#
    let answers: [TrainingReport.Answer] = [.init(hostile, truth: 1, prediction: 1)]
    let score = TrainingReport.Score(name: hostile, rmse: 0.1, perQuestion: [0.1])
    let report = TrainingReport(
      program: hostile, network: hostile, parameterCount: 1, settings: [.init(hostile, hostile)], history: history(5),
      comparison: .init(questions: [hostile], network: score, baselines: [score], reference: hostile),
      samples: [.init(identifier: hostile, jpeg: [], questions: [.init(title: hostile, answers: answers)])])
    let root = try parseMarkup(report.html())
    #expect(root.all("script").isEmpty)
    #expect(root.all("h1").map(\.text) == [hostile])
    #expect(root.all("caption").map(\.text) == [hostile])
    #expect(root.all("img").first?.attributes["alt"] == "Image of galaxy \(hostile)")
    #expect(root.all("table", style: "settings").first?.text == hostile + hostile)
  }

  @Test func tablesNameTheirRowsAndColumns() throws {
    let root = try parseMarkup(report().html())
    #expect(root.all("th").allSatisfy { ["row", "col"].contains($0.attributes["scope"]) })
    for svg in root.all("svg") where svg.attributes["role"] == "img" {
      #expect(svg.attributes["aria-label"]?.isEmpty == false)
    }
    #expect(root.all("svg").filter { $0.attributes["role"] == "img" }.count == 3)
  }

  @Test func equalReportsAreEqualPages() {
    #expect(report().html() == report().html())
  }
}
