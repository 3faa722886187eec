// Learning rates against Keras's callbacks and schedules, and across an interruption.
import Foundation
import NeuralNetwork
import TestSupport
import Tensors
import Testing

private struct Plateau: Decodable {
  let factor: Double
  let patience: Int
  let cooldown: Int
  let floor: Double
  let minimumDelta: Double

  var schedule: Schedule {
    .plateau(factor: factor, patience: patience, cooldown: cooldown, floor: floor, minimumDelta: minimumDelta)
  }
}

private struct Cosine: Decodable {
  let warmUp: Double
  let stepsPerEpoch: Int
  let epochs: Int
}

private struct OneCycle: Decodable {
  let warmUp: Double
  let start: Double
  let end: Double
  let stepsPerEpoch: Int
  let epochs: Int
}

@Suite struct LearningRateTests {
  private let fixture: Fixture

  init() throws { fixture = try Fixture("schedules", in: .module) }

  /// The rate of every epoch and of the one after the last.
  private func rates(_ schedule: Schedule, losses: [Float]) -> [Double] {
    var rate = LearningRate(0.01, schedule: schedule)
    func now(_ epoch: Int) -> Double { rate.rate(ofStep: epoch * 3, stepsPerEpoch: 3, epochs: losses.count) }
    return [now(0)]
      + losses.enumerated().map { epoch, loss in
        rate.endEpoch(loss: Double(loss))
        return now(epoch + 1)
      }
  }

  private func agree(_ rates: [Double], _ expected: Tensor) -> Bool {
    rates.count == expected.shape.count
      // Relative to each rate, however small: Keras rounds every rate to Float. Cosines cancel near their end.
      && zip(rates, expected.scalars).allSatisfy { abs($0 - Double($1)) <= 1e-6 * abs($0) + 2e-9 }
  }

  static let plateaus = ["plateau", "plateauAtOnce", "plateauCooldown", "plateauFloor", "plateauDelta"]

  @Test(arguments: plateaus) func plateausAreKerass(testCase: String) throws {
    let losses = try #require(fixture.tensor(testCase, "losses")).scalars
    let expected = try #require(fixture.tensor(testCase, "rates"))
    let settings = try fixture.settings(testCase, as: Plateau.self)
    #expect(agree(rates(settings.schedule, losses: losses), expected))
    // The comparison itself: no other case's rule gives these rates.
    for other in Self.plateaus where other != testCase {
      let wrong = try fixture.settings(other, as: Plateau.self).schedule
      #expect(!agree(rates(wrong, losses: losses), expected), "\(other)")
    }
  }

  @Test(arguments: ["cosine", "cosineWarmUp", "cosineOddWarmUp"]) func cosinesAreKerass(testCase: String) throws {
    let settings = try fixture.settings(testCase, as: Cosine.self)
    let expected = try #require(fixture.tensor(testCase, "rates"))
    func rates(warmUp: Double) -> [Double] {
      let rate = LearningRate(0.01, schedule: .cosine(warmUp: warmUp))
      return (0..<expected.shape.count).map {
        rate.rate(ofStep: $0, stepsPerEpoch: settings.stepsPerEpoch, epochs: settings.epochs)
      }
    }
    #expect(agree(rates(warmUp: settings.warmUp), expected))
    #expect(!agree(rates(warmUp: settings.warmUp + 0.1), expected))
  }

  @Test(arguments: ["oneCycle", "oneCycleSlow", "oneCycleShort"]) func cyclesArePyTorchs(testCase: String) throws {
    let fixture = try Fixture("one-cycle", in: .module)
    let settings = try fixture.settings(testCase, as: OneCycle.self)
    let expected = try #require(fixture.tensor(testCase, "rates"))
    func rates(warmUp: Double) -> [Double] {
      let rate = LearningRate(0.01, schedule: .oneCycle(warmUp: warmUp, start: settings.start, end: settings.end))
      return (0..<expected.shape.count).map {
        rate.rate(ofStep: $0, stepsPerEpoch: settings.stepsPerEpoch, epochs: settings.epochs)
      }
    }
    #expect(agree(rates(warmUp: settings.warmUp), expected))
    #expect(!agree(rates(warmUp: settings.warmUp + 0.1), expected))
  }

  @Test func aWarmUpRisesToWhateverFollows() {
    let steps = LearningRate(1, schedule: .warmUp(epochs: 1.5, then: .step(factor: 0.5, epochs: 2)))
    let rates = (0..<12).map { steps.rate(ofStep: $0, stepsPerEpoch: 4, epochs: 3) }
    let expected = (0..<6).map { Double($0) / 6 } + [1, 1] + [0.5, 0.5, 0.5, 0.5]
    for (rate, wanted) in zip(rates, expected) { #expect(abs(rate - wanted) < 1e-15) }
    // A plateau counts its epochs behind it as it does alone.
    var (behind, alone) = (
      LearningRate(1, schedule: .warmUp(epochs: 1, then: .plateau(factor: 0.5, patience: 1))),
      LearningRate(1, schedule: .plateau(factor: 0.5, patience: 1))
    )
    for _ in 0..<4 {
      behind.endEpoch(loss: 1)
      alone.endEpoch(loss: 1)
      #expect(behind.memory == alone.memory)
    }
    #expect(behind.rate(ofStep: 99, stepsPerEpoch: 4, epochs: 30) == 0.125)
  }

  @Test func aWarmUpTakesThePlaceOfAnother() {
    let plateau = Schedule.plateau(factor: 0.5, patience: 2)
    #expect(plateau.behindWarmUp(epochs: 2) == .warmUp(epochs: 2, then: plateau))
    #expect(plateau.behindWarmUp(epochs: 2).behindWarmUp(epochs: 0.5) == .warmUp(epochs: 0.5, then: plateau))
    #expect(plateau.behindWarmUp(epochs: 2).behindWarmUp(epochs: 0) == plateau)
    #expect(Schedule.cosine(warmUp: 0.05).behindWarmUp(epochs: 1) == .warmUp(epochs: 1, then: .cosine(warmUp: 0)))
    #expect("\(plateau.behindWarmUp(epochs: 2))" == "× 0.5 on a plateau of 2 epochs behind a warm-up of 2.0 epochs")
  }

  @Test func stepsAndConstants() {
    let losses = [Float](repeating: 1, count: 6)
    #expect(rates(.constant, losses: losses) == [Double](repeating: 0.01, count: 7))
    let expected: [Double] = [0.01, 0.01, 0.0025, 0.0025, 0.000625, 0.000625, 0.00015625]
    for (rate, wanted) in zip(rates(.step(factor: 0.25, epochs: 2), losses: losses), expected) {
      #expect(abs(rate - wanted) < 1e-15)
    }
    let within = LearningRate(1, schedule: .step(factor: 0.5, epochs: 1))
    #expect((0..<6).map { within.rate(ofStep: $0, stepsPerEpoch: 3, epochs: 2) } == [1, 1, 1, 0.5, 0.5, 0.5])
  }

  @Test(arguments: plateaus) func memoryIsAllItTakesToGoOn(testCase: String) throws {
    let losses = try #require(fixture.tensor(testCase, "losses")).scalars.map(Double.init)
    let schedule = try fixture.settings(testCase, as: Plateau.self).schedule
    var whole = LearningRate(0.01, schedule: schedule)
    for (epoch, loss) in losses.enumerated() {
      let stored = try JSONDecoder().decode(
        LearningRate.Memory.self, from: try JSONEncoder().encode(whole.memory))
      var resumed = LearningRate(0.01, schedule: schedule, memory: stored)
      #expect(resumed == whole)
      for loss in losses[epoch...] { resumed.endEpoch(loss: loss) }
      var uninterrupted = whole
      for loss in losses[epoch...] { uninterrupted.endEpoch(loss: loss) }
      #expect(resumed == uninterrupted)
      whole.endEpoch(loss: loss)
    }
  }

  @Test(arguments: [
    Schedule.constant, .step(factor: 0.8, epochs: 10), .cosine(warmUp: 0.05), .plateau(factor: 0.5, patience: 2),
    .oneCycle(), .warmUp(epochs: 2, then: .plateau(factor: 0.5, patience: 2)), .warmUp(epochs: 2, then: .oneCycle()),
  ])
  func schedulesComeBackFromJSON(schedule: Schedule) throws {
    #expect(try JSONDecoder().decode(Schedule.self, from: try JSONEncoder().encode(schedule)) == schedule)
    let ofFixedLength: [Schedule] = [.cosine(warmUp: 0.05), .oneCycle(), .warmUp(epochs: 2, then: .oneCycle())]
    #expect(schedule.dependsOnLength == ofFixedLength.contains(schedule))
  }

  @Test func senselessSettingsAreMistakes() async {
    await #expect(processExitsWith: .failure) {
      _ = LearningRate(1, schedule: .step(factor: 1, epochs: 1))
    }
    await #expect(processExitsWith: .failure) {
      _ = LearningRate(1, schedule: .plateau(factor: 0.5, patience: -1))
    }
  }
}
