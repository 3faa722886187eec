// The lists of layers of all networks, line by line as they were before graphs.
import Foundation
import ImageModels
import NeuralNetwork
import Tensors
import Testing

@Suite struct NetworkSummaryTests {
  /// Lines of the fixture by network: name, kind, output, parameters, trainable ones, multiply-adds, between tabulators.
  private let recorded: [String: [Substring]]

  init() throws {
    let url = Bundle.module.url(forResource: "network_summaries", withExtension: "txt", subdirectory: "Fixtures")
    var recorded: [String: [Substring]] = [:]
    var network = ""
    for line in try String(contentsOf: #require(url), encoding: .utf8).split(separator: "\n") {
      if line.contains("\t") { recorded[network, default: []].append(line) } else { network = String(line) }
    }
    self.recorded = recorded
  }

  @Test(arguments: NetworkDefinition.standard) func linesAreThoseRecorded(_ definition: NetworkDefinition) throws {
    let lines = try definition.graph().summary.map { line in
      [
        line.name, line.kind, "\(line.output)", "\(line.parameters)", "\(line.trainableParameters)",
        "\(line.multiplyAdds)",
      ].joined(separator: "\t")
    }
    let expected = try #require(recorded[definition.name])
    #expect(lines.count == expected.count)
    for (line, wanted) in zip(lines, expected) { #expect(line == wanted) }
  }
}
