// The part of the report that classifiers have.
import Experiments
import Foundation
import NeuralNetwork
import Tensors
import Testing

@Suite struct ClassificationReportTests {
  /// A report on as many classes as there are titles, each taken for the next one once and for itself as often as its
  /// number says.
  private func report(_ titles: [String]) -> TrainingReport {
    let count = titles.count
    var confusion = ConfusionMatrix(classes: count)
    func add(_ truth: Int, _ answer: Int) {
      confusion.add(Tensor([1, count], scalars: (0..<count).map { $0 == answer ? 1 : 0 }), classes: [truth])
    }
    for truth in 0..<count {
      add(truth, (truth + 1) % count)
      for _ in 0..<truth { add(truth, truth) }
    }
    let history = (1...3).map { epoch in
      EpochRecord(
        epoch: epoch, trainingLoss: 1 / Double(epoch), validationLoss: 2 / Double(epoch),
        validationAccuracy: 0.25 * Double(epoch), validationTop5Accuracy: 1, learningRate: 0.1, seconds: 1,
        imagesPerSecond: 10)
    }
    let probabilities = (0..<count).map { $0 == 1 ? 0.75 : 0.25 / Double(count - 1) }
    return TrainingReport(
      program: "galaxy 1.2.3", network: "net", parameterCount: 10, settings: [], history: history,
      classification: .init(
        titles: titles, confusion: confusion,
        pictures: [
          .init(identifier: "a/1", jpeg: [1, 2], truth: 1, probabilities: probabilities),
          .init(identifier: "b/2", jpeg: [3], truth: 0, probabilities: probabilities),
        ]))
  }

  @Test func fewClassesMakeAMatrix() throws {
    let page = try parseMarkup(report(["cat", "dog", "<b>&"]).html())
    #expect(page.all("h2").map(\.text) == ["Learning curves", "Classes"])
    #expect(page.all("dd").map(\.text) == ["0.7500", "0.6667"])
    // Accuracy of the first and of the first five answers, training and validation loss.
    #expect(page.all("polyline").count == 4)
    let matrix = page.all("table", style: "numbers matrix")[0]
    #expect(matrix.all("thead")[0].all("th").map(\.text) == ["class", "cat", "dog", "<b>&", "recall"])
    #expect(matrix.all("tbody")[0].all("tr")[1].all("td").map(\.text) == ["0", "1", "1", "0.500"])
    #expect(page.all("article").map { $0.all("caption")[0].text } == ["right", "wrong"])
    #expect(page.all("article")[1].all("tr")[0].all("th")[0].text == "dog")
  }

  @Test func manyClassesMakeAListOfMistakes() throws {
    let page = try parseMarkup(report((0..<40).map { "class \($0)" }).html())
    let rows = page.all("table", style: "numbers")[1].all("tbody")[0].all("tr")
    #expect(rows.count == 30)
    #expect(rows[0].all("th")[0].text == "class 0")
    #expect(rows[0].all("td").map(\.text) == ["class 1", "1"])
  }
}
