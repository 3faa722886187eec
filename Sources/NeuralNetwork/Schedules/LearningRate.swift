// The learning rate of a training under way.
internal import Foundation

/// A learning rate that follows a ``Schedule``: told every epoch's validation loss, it knows every step's rate.
public struct LearningRate: Sendable, Equatable {
  /// What a plateau schedule remembers between epochs, for a checkpoint; other schedules need only the step's number.
  public struct Memory: Sendable, Equatable, Codable {
    /// The rate now.
    fileprivate var rate: Double
    fileprivate var lowestLoss: Double?
    fileprivate var epochsWaited = 0
    fileprivate var cooldownEpochs = 0
  }

  /// The rate to begin with.
  public let initial: Double
  /// The rule.
  public let schedule: Schedule
  /// Everything that does not follow from the step's number.
  public private(set) var memory: Memory

  /// A rate at the beginning of a training or, with its memory, later; the schedule's settings are in their ranges.
  public init(_ initial: Double, schedule: Schedule, memory: Memory? = nil) {
    do { try schedule.check() } catch { fatalError("LearningRate: \(error)") }
    self.initial = initial
    self.schedule = schedule
    self.memory = memory ?? Memory(rate: initial)
  }

  /// The rate of a step.
  ///
  /// - Parameters:
  ///   - step: its number, counted from 0 at the beginning of the training.
  ///   - stepsPerEpoch: steps to an epoch.
  ///   - epochs: epochs of the whole training.
  public func rate(ofStep step: Int, stepsPerEpoch: Int, epochs: Int) -> Double {
    rate(by: schedule, ofStep: step, stepsPerEpoch: stepsPerEpoch, epochs: epochs)
  }

  private func rate(by schedule: Schedule, ofStep step: Int, stepsPerEpoch: Int, epochs: Int) -> Double {
    switch schedule {
    case .constant: return initial
    case .plateau: return memory.rate
    case .step(let factor, let interval): return initial * pow(factor, Double(step / stepsPerEpoch / interval))
    case .cosine(let warmUp):
      let total = stepsPerEpoch * epochs
      let rise = Int(warmUp * Double(total))
      if step < rise { return initial * Double(step) / Double(rise) }
      let done = Double(min(step, total) - rise) / Double(total - rise)
      return initial * 0.5 * (1 + cos(.pi * done))
    case .oneCycle(let warmUp, let start, let end):
      let last = Double(max(stepsPerEpoch * epochs - 1, 1))
      let peak = max(warmUp * (last + 1) - 1, 0)
      let position = min(Double(step), last)
      let (from, to, done) =
        position <= peak && peak > 0
        ? (start, 1, position / peak) : (1, end, last > peak ? (position - peak) / (last - peak) : 1)
      return initial * (to + (from - to) / 2 * (1 + cos(.pi * done)))
    case .warmUp(let rise, let rule):
      let rate = rate(by: rule, ofStep: step, stepsPerEpoch: stepsPerEpoch, epochs: epochs)
      return rate * min(Double(step) / (rise * Double(stepsPerEpoch)), 1)
    }
  }

  /// Takes note of the validation loss after an epoch.
  public mutating func endEpoch(loss: Double) {
    guard case .plateau(let factor, let patience, let cooldown, let floor, let minimumDelta) = schedule.withoutWarmUp
    else { return }
    if memory.cooldownEpochs > 0 {
      memory.cooldownEpochs -= 1
      memory.epochsWaited = 0
    }
    if memory.lowestLoss.map({ loss + minimumDelta < $0 }) ?? true {
      memory.lowestLoss = loss
      memory.epochsWaited = 0
    } else if memory.cooldownEpochs == 0 {
      memory.epochsWaited += 1
      if memory.epochsWaited >= patience, memory.rate > floor {
        memory.rate = max(memory.rate * factor, floor)
        memory.cooldownEpochs = cooldown
        memory.epochsWaited = 0
      }
    }
  }
}
