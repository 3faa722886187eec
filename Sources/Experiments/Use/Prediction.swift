// Predictions of a folder of images, as a CSV file.
internal import DataFiles
public import ImageDatasets
public import Training

/// What became of a table of predictions.
public struct PredictionSummary: Sendable {
  /// Images predicted.
  public let count: Int
  /// Answers that lay outside their range and were clipped to it.
  public let clippedCount: Int
  /// Images that could not be read, and why; they were left out, or the means of the training labels stand in.
  public let failures: [ImageFailure]
  /// Whether the images that could not be read have rows of means.
  public let isFilled: Bool
  /// Images whose main answer - the class, or the first question's - is another in one view than in another.
  public let changingWithView: [String]
  /// How the rows of a catalogue and the images met; nil where there was no catalogue.
  public let report: JoinReport?
  /// Images that an earlier, interrupted program had done.
  public let resumedCount: Int
  /// The names of the table's columns.
  public let columns: [String]
  /// What lay between the images and was not read, as a sentence; nil where there was nothing.
  public let skipped: String?
}

extension TrainedNetwork {
  /// Predicts every image of a folder or cache; see ``Ensemble/predict(images:to:_:progress:)``.
  public func predict(
    images path: String, template: String? = nil, to output: String, progress: (WorkProgress) -> Void = { _ in }
  ) throws -> PredictionSummary {
    try Ensemble([self]).predict(
      images: path, to: .file(output), PredictionOptions(template: template), progress: progress)
  }
}

extension Ensemble {
  /// Predicts every image of a folder or cache, or every row of a catalogue, and writes a table, a few hundred images in
  /// memory at a time.
  ///
  /// Of vote fractions it is a submission: rows ascend by GalaxyID, or follow the template, whose galaxies must be those of
  /// the images; where some images are not named by GalaxyIDs, it is a table with the column `id`. A classifier's table has
  /// the columns `image`, `class` and one of probabilities for each class; a regression of columns has the identifier and
  /// the columns. Images may be in sub-folders.
  ///
  /// A file is saved from time to time under the name `<output>.partial`, from where an interrupted prediction can be
  /// resumed; the table has the same bytes then.
  ///
  /// - Throws: `FileError` that names what is wrong; `BadImagesError` or ``MissingMeansError`` before anything is
  ///   predicted.
  public func predict(
    images path: String, to output: TableOutput, _ options: PredictionOptions = PredictionOptions(),
    progress: (WorkProgress) -> Void = { _ in }
  ) throws -> PredictionSummary {
    let source = try ImageSource(path: path, allowingClassFolders: true)
    let format = task.predictionFormat(for: source.identifiers)
    var lines = PredictionLines(format: format, includesSpread: options.includesSpread, kept: nil, path: output.name)
    var catalogue = try options.catalogue.map {
      try CatalogueRows(
        path: $0, idColumn: options.idColumn, source: source,
        predicted: lines.header.filter { $0 != format.leadingColumns[0] })
    }
    if let catalogue {
      lines = PredictionLines(
        format: format, includesSpread: options.includesSpread, kept: catalogue.columns, path: output.name)
    }
    let order = try catalogue?.order ?? task.predictionOrder(of: source, template: options.template)
    let means = options.policy == .mean ? try requiredMeans() : []

    var state = PredictionState()
    let sink = try sink(output, options) { try key(source, order, options, header: lines.header) }
    if let saved = sink.state { state = saved }
    lines.clippedCount = state.clippedCount
    let resumedCount = state.done
    // What is taken up was checked when it was begun.
    if options.policy == .fail, state.done == 0 {
      try check(order, of: source, blockSize: options.blockSize, progress: progress)
    }
    var text: [UInt8] = []
    if state.done == 0 { lines.appendHeader(to: &text) }
    var lastSave = ContinuousClock.now
    progress(WorkProgress("predicting", state.done, order.count))
    while state.done < order.count {
      let block = Array(order[state.done..<min(state.done + options.blockSize, order.count)])
      for (offset, result) in try answers(to: block, of: source).enumerated() {
        let image = block[offset]
        let (identifier, file) = (source.identifiers[image], source.fileName(of: image))
        func subject() throws -> PredictionLines.Subject {
          PredictionLines.Subject(
            identifier: identifier, file: file, kept: try catalogue?.fields(at: state.done + offset))
        }
        switch result {
        case .success(let row):
          try lines.append(subject(), answers: row.answers, spread: row.spread, to: &text)
          if row.changesWithView { state.changing.append(identifier) }
          state.count += 1
        case .failure(let failure):
          state.failures.append(PredictionState.Failure(identifier: identifier, problem: "\(failure)"))
          if options.policy == .mean { try lines.append(subject(), answers: means, spread: nil, to: &text) }
        }
      }
      state.done += block.count
      state.clippedCount = lines.clippedCount
      try sink.output.write(text)
      text.removeAll(keepingCapacity: true)
      if state.done < order.count, ContinuousClock.now - lastSave >= options.saveInterval {
        try sink.file?.save(state)
        lastSave = ContinuousClock.now
      }
      progress(WorkProgress("predicting", state.done, order.count))
    }
    if state.count == 0, let failure = state.imageFailures.first { throw failure.error }
    try sink.output.commit()
    return PredictionSummary(
      count: state.count, clippedCount: state.clippedCount, failures: state.imageFailures,
      isFilled: options.policy == .mean, changingWithView: state.changing, report: catalogue?.report,
      resumedCount: resumedCount, columns: lines.header, skipped: source.skippedDescription)
  }
}
