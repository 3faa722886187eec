// Vote fractions, looked at.
public import Training
internal import GalaxyZoo
internal import ImageDatasets

extension VoteFractions {
  public func explore(
    _ material: ExplorationMaterial, progress: (WorkProgress) -> Void
  ) -> TaskExploration {
    QuestionExploration(.challenge, rows: material.images.labels, material: material).told(progress: progress)
  }
}
