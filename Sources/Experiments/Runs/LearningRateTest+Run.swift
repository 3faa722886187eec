// The test of learning rates for a run that is not begun.
internal import Foundation
package import Reports
public import Training

extension LearningRateTest {
  /// Tests learning rates on the data and the network that a run would begin with; nothing is written.
  ///
  /// - Parameters:
  ///   - configuration: what to train, on which data.
  ///   - networks: the networks that its recipe may name.
  ///   - rates: the learning rates of the first and of the last step.
  ///   - steps: how many steps at most.
  ///   - memory: how much memory the images may take.
  ///   - onEvent: called on the calling thread with what there is to report.
  /// - Throws: an error of one line.
  public init(
    of configuration: RunConfiguration, networks: NetworkRegistry = .standard, rates: ClosedRange<Double> = 1e-7...1,
    steps: Int = 100, memory: ImageMemory = .unlimited, onEvent: (RunEvent) -> Void = { _ in }
  ) throws {
    try configuration.data.check()
    try configuration.recipe.check(networks: networks)
    let material = try RunMaterial(configuration, networks: networks, memory: memory, onEvent: onEvent)
    let recipe = material.configuration.recipe
    try self.init(
      of: material.training, on: material.data.trainingSource, batchSize: recipe.batchSize, seed: recipe.seed,
      rates: rates, steps: steps, progress: { onEvent(.progress($0)) })
  }

  /// The test as a page, with its curve.
  package func page(of recipe: Recipe) -> Page {
    func line(_ value: KeyPath<Point, Double>) -> [(x: Double, y: Double)] {
      points.map { (x: log10($0.rate), y: $0[keyPath: value]) }
    }
    let mark = suggestion.flatMap { suggestion in points.last { $0.rate <= suggestion } }
    let plot = SVGPlot(
      title: "Loss", description: "Line chart of the loss against the learning rate",
      xLabel: "learning rate, as a power of ten",
      series: [
        SVGPlot.Series(name: "of each step", style: "second", points: line(\.loss)),
        SVGPlot.Series(name: "smoothed", style: "first", points: line(\.smoothedLoss)),
      ],
      mark: mark.map { (x: log10($0.rate), y: $0.smoothedLoss, label: "suggestion") })
    let figure = suggestion.map { KeyFigure(NumberText.significant($0), "suggested learning rate", isMain: true) }
    return Page(
      title: recipe.network, kicker: "Test of learning rates",
      lede: "\(points.count) steps, each with a higher learning rate than the one before.",
      figures: figure.map { [$0] } ?? [], sections: [plot.figure, SettingsTable(recipe.rows).section],
      program: "galaxy \(galaxyVersion)")
  }
}
