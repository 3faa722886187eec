// The part of the report that classifiers have.
import ImageModels
import Experiments
import Foundation
import NeuralNetwork
import Reports
import Tensors
import TestSupport
import Testing
import Training

@Suite struct ClassificationReportTests {
  /// A section on as many classes as there are titles, each taken for the next one once and for itself as often as its
  /// number says.
  private func section(_ titles: [String]) throws -> ParsedElement {
    let count = titles.count
    var confusion = ConfusionMatrix(classes: count)
    func add(_ truth: Int, _ answer: Int) {
      confusion.add(Tensor([1, count], scalars: (0..<count).map { $0 == answer ? 1 : 0 }), classes: [truth])
    }
    for truth in 0..<count {
      add(truth, (truth + 1) % count)
      for _ in 0..<truth { add(truth, truth) }
    }
    let probabilities = (0..<count).map { $0 == 1 ? 0.75 : 0.25 / Double(count - 1) }
    let section = ClassifiedPicture.section(
      titles: titles, confusion: confusion,
      pictures: [
        ClassifiedPicture(identifier: "a/1", picture: [1, 2], truth: 1, probabilities: probabilities),
        ClassifiedPicture(identifier: "b/2", picture: [3], truth: 0, probabilities: probabilities),
      ])
    return try parseMarkup(section.source)
  }

  @Test func fewClassesMakeAMatrix() throws {
    let section = try section(["cat", "dog", "<b>&"])
    #expect(section.all("h2").map(\.text) == ["Classes"])
    let matrix = section.all("table", style: "numbers matrix")[0]
    #expect(matrix.all("thead")[0].all("th").map(\.text) == ["class", "cat", "dog", "<b>&", "recall"])
    #expect(matrix.all("tbody")[0].all("tr")[1].all("td").map(\.text) == ["0", "1", "1", "0.500"])
    #expect(section.all("article").map { $0.all("caption")[0].text } == ["right", "wrong"])
    #expect(section.all("article")[1].all("tr")[0].all("th")[0].text == "dog")
  }

  @Test func manyClassesMakeAListOfMistakes() throws {
    let section = try section((0..<40).map { "class \($0)" })
    let rows = section.all("table", style: "numbers")[0].all("tbody")[0].all("tr")
    #expect(rows.count == 30)
    #expect(rows[0].all("th")[0].text == "class 0")
    #expect(rows[0].all("td").map(\.text) == ["class 1", "1"])
  }

  @Test func headingAndCurvesAreOfTheAccuracy() throws {
    let folder = try TemporaryFolder()
    let images = try ColoredSquares.write(4, to: "squares", in: folder)
    var recipe = try Recipe(network: "mobilenet-v1")
    recipe.setTask(Classification.self)
    recipe.setImageSize(32)
    recipe.options.widthMultiplier = 0.25
    recipe.epochs = 3
    recipe.validationFraction = 0.25
    var run = try TrainingRun(
      RunConfiguration(data: DataSet(images: images), recipe: recipe), in: RunFolder(path: folder.path("run")),
      overwriting: false)
    try run.finish()
    let page = try parseMarkup(run.page(best: TrainedNetwork(path: run.folder.path)) { _ in }.html())
    let best = try #require(run.best)
    let (accuracy, loss) = (try #require(best.validation["accuracy"]), try #require(best.validation["loss"]))
    #expect(
      page.all("h2").map(\.text) == [
        "Learning curves", "Classes", "Best and worst images", "Where the network looked",
        "What the first layer looks for", "Settings",
      ])
    #expect(page.all("dd").map(\.text) == [String(format: "%.4f", accuracy), String(format: "%.4f", loss)])
    // Accuracy and top-5 accuracy, training and validation loss.
    #expect(page.all("polyline").count == 4)
    let headings = try #require(page.all("details").first).all("thead")[0].all("th").map(\.text)
    #expect(
      headings == [
        "epoch", "training loss", "validation loss", "accuracy", "top-5 accuracy", "learning rate", "seconds",
        "images per second",
      ])
  }
}
