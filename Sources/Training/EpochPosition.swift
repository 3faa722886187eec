// Where a training stands within an epoch.

/// What the steps of an unfinished epoch leave behind beside the state of what is trained; order, schedule and chance follow
/// from it.
struct EpochPosition: Sendable, Equatable, Codable {
  /// Items of the epoch, for comparison.
  let count: Int
  /// Items that are done, the first ones in the epoch's order.
  var done = 0
  /// What was measured on them.
  var means = MeasurementMeans()
  /// The learning rate of the last step; nil before the first.
  var learningRate: Double?
  /// Time that was spent on them, in seconds: the one thing of a checkpoint that differs between equal trainings. The
  /// checkpoint of a whole epoch does not have it.
  var seconds = 0.0

  /// The beginning of an epoch of `count` items.
  init(count: Int) { self.count = count }

  /// Makes sure that an epoch of `count` items in steps of `batchSize` can go on here.
  ///
  /// - Throws: ``PlanError``.
  func check(count: Int, batchSize: Int) throws {
    guard self.count == count else {
      throw PlanError(problem: "stopped in an epoch of \(self.count) items, found \(count)")
    }
    guard done > 0, done == count || (done < count && done % batchSize == 0) else {
      throw PlanError(problem: "stopped after \(done) items of an epoch, which is no end of a step")
    }
  }
}
