// Schedules that are fitted to another length come down as far.
import NeuralNetwork
import Testing

@Suite struct ScheduleLengthTests {
  private static let cases: [(schedule: Schedule, comesDown: Bool)] = [
    (.constant, false), (.plateau(factor: 0.5, patience: 2), false), (.cosine(warmUp: 0.05), true), (.oneCycle(), true),
    (.step(factor: 0.8, epochs: 10), true), (.warmUp(epochs: 1, then: .constant), false),
    (.warmUp(epochs: 1, then: .step(factor: 0.5, epochs: 2)), true),
  ]

  @Test(arguments: cases) func schedulesWithALengthComeDown(schedule: Schedule, comesDown: Bool) {
    #expect(schedule.comesDown == comesDown)
  }

  @Test(arguments: [(50, 500), (50, 25), (40, 8)])
  func theLastRateIsThatOfThePlannedLength(epochs: Int, newEpochs: Int) {
    let schedule = Schedule.step(factor: 0.8, epochs: 10)
    func last(_ schedule: Schedule, _ epochs: Int) -> Double {
      LearningRate(1, schedule: schedule).rate(ofStep: 7 * epochs - 1, stepsPerEpoch: 7, epochs: epochs)
    }
    #expect(last(schedule.fitted(from: epochs, to: newEpochs), newEpochs) == last(schedule, epochs))
  }

  @Test func sharesOfAllStepsStayAsTheyAre() {
    for schedule in [Schedule.cosine(warmUp: 0.05), .oneCycle(), .constant] {
      #expect(schedule.fitted(from: 30, to: 7) == schedule)
    }
    #expect(
      Schedule.warmUp(epochs: 1, then: .step(factor: 0.5, epochs: 10)).fitted(from: 50, to: 16)
        == .warmUp(epochs: 1, then: .step(factor: 0.5, epochs: 3)))
    // Not below an epoch.
    #expect(Schedule.step(factor: 0.5, epochs: 10).fitted(from: 100, to: 2) == .step(factor: 0.5, epochs: 1))
  }
}
