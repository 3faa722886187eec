// The end of a training against Keras's callback, and across an interruption.
import Foundation
import NeuralNetwork
import TestSupport
import Tensors
import Testing

@Suite struct EarlyStoppingTests {
  private struct Settings: Decodable {
    let patience: Int
    let minimumDelta: Double
  }

  /// Epochs until the training is over, or all; the memory goes through JSON after every epoch.
  private func epochs(_ rule: EarlyStopping, losses: [Float]) throws -> Int {
    var memory = EarlyStopping.Memory()
    for (epoch, loss) in losses.enumerated() {
      rule.endEpoch(loss: Double(loss), &memory)
      if memory.isOver { return epoch + 1 }
      let stored = try JSONDecoder().decode(EarlyStopping.Memory.self, from: try JSONEncoder().encode(memory))
      #expect(stored == memory)
      memory = stored
    }
    return losses.count
  }

  @Test(arguments: ["stopping", "stoppingAtOnce", "stoppingPatient", "stoppingNever", "stoppingDelta"])
  func endsWhereKerasDoes(testCase: String) throws {
    let fixture = try Fixture("schedules", in: .module)
    let settings = try fixture.settings(testCase, as: Settings.self)
    let losses = try #require(fixture.tensor(testCase, "losses")).scalars
    let expected = Int(try #require(fixture.tensor(testCase, "last")).scalar)
    let rule = EarlyStopping(patience: settings.patience, minimumDelta: settings.minimumDelta)
    #expect(try epochs(rule, losses: losses) == expected)
    // The comparison itself: twice the patience ends elsewhere.
    let patient = EarlyStopping(patience: settings.patience * 2 + 2, minimumDelta: settings.minimumDelta)
    #expect(try epochs(patient, losses: losses) != expected || expected == losses.count)
  }

  @Test func theFirstEpochNeverEndsIt() throws {
    #expect(try epochs(EarlyStopping(patience: 0), losses: [1, 0.5, 0.5, 0.4]) == 3)
  }
}
