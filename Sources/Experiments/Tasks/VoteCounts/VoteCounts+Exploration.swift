// Vote counts, looked at: the fractions that they make.
internal import GalaxyZoo
internal import ImageDatasets
public import Training

extension VoteCounts {
  public func explore(
    _ material: ExplorationMaterial, progress: (WorkProgress) -> Void
  ) -> TaskExploration {
    QuestionExploration(
      tree, rows: material.images.labels.map { tree.weighted(counts: $0[...]) }, material: material
    ).told(progress: progress)
  }
}
