// How a training goes, whatever is trained.
public import NeuralNetwork

/// The length of a training, the size of its batches and its learning rate.
public struct TrainingPlan: Sendable, Equatable, Codable {
  /// Passes over the training items.
  public var epochs: Int
  /// Items to a step.
  public var batchSize: Int
  /// The learning rate to begin with.
  public var learningRate: Double
  /// How it changes.
  public var schedule: Schedule
  /// When training ends before the last epoch; never if nil.
  public var earlyStopping: EarlyStopping?
  /// Decides the order of the items and all other chance.
  public var seed: UInt64

  /// A plan; the learning rate is constant unless a schedule is given.
  public init(
    epochs: Int, batchSize: Int, learningRate: Double = 1e-3, schedule: Schedule = .constant,
    earlyStopping: EarlyStopping? = nil, seed: UInt64 = 0
  ) {
    self.epochs = epochs
    self.batchSize = batchSize
    self.learningRate = learningRate
    self.schedule = schedule
    self.earlyStopping = earlyStopping
    self.seed = seed
  }

  /// Makes sure that a training that has `epoch` epochs behind it can go on by this plan.
  ///
  /// - Parameter begun: the plan that it was begun by; nil where that is not known.
  /// - Throws: ``PlanError`` where more than the number of epochs differs, or this number is below those done or fixed by the
  ///   schedule.
  package func check(goesOnWith begun: TrainingPlan?, after epoch: Int) throws {
    var same = begun ?? self
    same.epochs = epochs
    guard same == self else { throw PlanError(problem: "was begun with other settings than those given now") }
    guard epochs >= epoch else {
      throw PlanError(problem: "is at epoch \(epoch) already, beyond the \(epochs) asked for")
    }
    guard let begun else { return }
    guard epochs == begun.epochs || !schedule.dependsOnLength else {
      throw PlanError(
        problem: "its learning rates were planned for \(begun.epochs) epochs (\(schedule)), "
          + "not for the \(epochs) asked for")
    }
  }
}

/// A plan that a training cannot go on by.
struct PlanError: Error, CustomStringConvertible {
  let problem: String

  /// One line for the user, about what is trained.
  var description: String { problem }
}
