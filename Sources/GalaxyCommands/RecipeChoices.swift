// What the command line offers of optimizers, schedules and augmentations.
public import ArgumentParser
public import Experiments
internal import ImageDatasets
internal import ImageModels
internal import NeuralNetwork
public import Training

/// An augmentation by name.
enum AugmentChoice: String, ExpressibleByArgument, CaseIterable {
  case recipe, galaxies, photographs, none

  /// The augmentation; `recipe` leaves the recipe its own.
  func augmentation(insteadOf augmentation: Augmentation) -> Augmentation {
    switch self {
    case .recipe: augmentation
    case .galaxies: .galaxies
    case .photographs: .photographs
    case .none: .none
    }
  }
}

/// An optimizer by name, with its usual settings.
enum OptimizerChoice: String, ExpressibleByArgument, CaseIterable {
  case adam, adamw, muon, rmsprop, sgd

  /// The optimizer's settings.
  var rule: OptimizerRule {
    switch self {
    case .adam: .adam()
    case .adamw: .adamW()
    case .muon: .muon()
    case .rmsprop: .rmsProp()
    case .sgd: .sgd(momentum: 0.9)
    }
  }
}

/// A learning-rate schedule by name, with usual settings.
enum ScheduleChoice: String, ExpressibleByArgument, CaseIterable {
  case constant, plateau, step, cosine
  case oneCycle = "one-cycle"

  /// The schedule; a recipe that has one of this kind keeps it.
  func schedule(insteadOf schedule: Schedule) -> Schedule {
    switch self {
    case .constant: return .constant
    case .plateau:
      if case .plateau = schedule { return schedule }
      return .plateau(factor: 0.2, patience: 7)
    case .step: return .step(factor: 0.8, epochs: 10)
    case .cosine: return .cosine(warmUp: 0.05)
    case .oneCycle: return .oneCycle()
    }
  }
}

/// What makes vote fractions of a network's logits, by name.
enum HeadChoice: String, ExpressibleByArgument, CaseIterable {
  case sigmoid, tree

  /// Has a network of vote fractions put them out this way.
  func apply(to recipe: inout Recipe) throws {
    try require(
      VoteFractions.accepts(recipe.options.output), "--head is for networks that learn the 37 vote fractions")
    recipe.options.output = self == .tree ? VoteFractions.treeOutput : VoteFractions.output
  }
}

extension Loss: ExpressibleByArgument {}
extension BadBatchRule: ExpressibleByArgument {}
