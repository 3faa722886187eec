// Vote fractions that obey the decision tree by construction.
import Experiments
import Foundation
import GalaxyZoo
import ImageModels
import TestSupport
import Testing

@Suite struct TreeHeadTests {
  @Test func predictionsObeyTheTree() throws {
    let run = try SmallRun()
    try run.train("run", epochs: 1) { $0.options.output = VoteFractions.treeOutput }
    let trained = try TrainedNetwork(path: run.folder.path("run"))
    #expect(trained.task is VoteFractions)
    _ = try trained.predict(images: run.images, to: run.folder.path("predicted.csv"))
    let catalogue = try Catalogue(path: run.folder.path("predicted.csv"))
    #expect(catalogue.count == SyntheticGalaxies.count)
    for row in 0..<catalogue.count {
      // Six decimals in seven columns.
      #expect(DecisionTree.violations(in: catalogue.row(row), tolerance: 5e-6).isEmpty)
    }
    // Those of single sigmoids do not.
    try run.train("free", epochs: 1)
    let free = try TrainedNetwork(path: run.folder.path("free"))
    _ = try free.predict(images: run.images, to: run.folder.path("free.csv"))
    let freely = try Catalogue(path: run.folder.path("free.csv"))
    #expect((0..<freely.count).allSatisfy { !DecisionTree.violations(in: freely.row($0), tolerance: 5e-6).isEmpty })
  }

  @Test func aRunInTwoGoesEndsWithTheBytesOfOne() throws {
    let run = try SmallRun()
    let whole = try run.train("whole", epochs: 2) { $0.options.output = VoteFractions.treeOutput }
    try run.train("resumed", epochs: 1) { $0.options.output = VoteFractions.treeOutput }
    let resumed = try run.resume("resumed", epochs: 2)
    #expect(resumed["last.safetensors"] == whole["last.safetensors"])
  }

  @Test func binaryCrossEntropyIsForSingleFractions() throws {
    var recipe = try Recipe(network: "hildebrandt")
    recipe.loss = .binaryCrossEntropy
    try recipe.check()
    recipe.options.output = VoteFractions.treeOutput
    #expect(throws: LossError.self) { try recipe.check() }
    recipe.loss = .meanSquaredError
    try recipe.check()
  }

  @Test func theOutputSaysWhichTaskItIsFor() {
    #expect(LearningTasks.task(of: VoteFractions.treeOutput).name == VoteFractions.name)
    #expect(LearningTasks.task(of: VoteCounts.output).name == VoteCounts.name)
    #expect(LearningTasks.task(of: .identity).name == ColumnRegression.name)
  }
}
