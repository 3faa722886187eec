// When the report of a run is written: after epochs, cheaply, and at the end.
internal import DataFiles
internal import Foundation
internal import ImageDatasets
internal import Reports
internal import Training

/// Keeps the report of a run up to date while it is trained.
struct RunReporter {
  private let folder: RunFolder
  var page: RunPage
  /// What is said of the best network, and after which epoch it was the best.
  private var body: (epoch: Int, contents: RunPage.Body)?
  /// How many epochs the last report has, when it was written, and how long that took.
  private var written: (epochs: Int, end: ContinuousClock.Instant, duration: Duration)?

  // A report after every epoch takes no more of the time than this.
  private static let largestShare = 0.04

  init(folder: RunFolder, page: RunPage) {
    self.folder = folder
    self.page = page
  }

  /// Writes the report of an epoch, unless the last one took too much of the time since.
  ///
  /// - Throws: `FileError` where it cannot be written.
  mutating func endEpoch(_ loop: TrainingLoop<ImageTraining>, progress: (WorkProgress) -> Void) throws {
    // The answers of a best network are not kept for later.
    if let written, .now - written.end < written.duration / Self.largestShare { return }
    try write(loop, isWhole: false, progress: progress)
  }

  /// Writes the report at the end of a go: with all baselines where the run is over, as it can be had at once where it was
  /// stopped.
  mutating func finish(
    _ loop: TrainingLoop<ImageTraining>, _ end: TrainingEnd, progress: (WorkProgress) -> Void
  ) throws {
    switch end {
    case .lastEpoch, .earlyStopping:
      body = nil
      try write(loop, isWhole: true, progress: progress)
    case .timeLimit, .stopped:
      let isThere = FileManager.default.fileExists(atPath: folder.report)
      if isThere, (written?.epochs ?? loop.epoch) == loop.epoch { return }
      try write(loop, isWhole: false, progress: progress)
    }
  }

  private mutating func write(
    _ loop: TrainingLoop<ImageTraining>, isWhole: Bool, progress: (WorkProgress) -> Void
  ) throws {
    let start = ContinuousClock.now
    let best = loop.best?.epoch ?? 0
    if isWhole || best > 0, body?.epoch != best {
      let trained = try best == 0 ? loop.trainable.trained : TrainedNetwork(path: folder.best, networks: page.networks)
      // The last validation was that of the best network, or of a later one.
      let answers =
        best == loop.epoch && best > 0 ? loop.trainable.heldOutAnswers(count: page.data.validation.count) : nil
      body = (best, try page.body(best: trained, answers: answers, isWhole: isWhole, progress: progress))
    }
    let history = loop.history.epochs
    try AtomicFile.write(try page.page(body?.contents, history: history).html(), to: folder.report)
    written = (history.count, .now, .now - start)
  }
}
