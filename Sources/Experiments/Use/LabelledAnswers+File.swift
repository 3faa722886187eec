// Answers that a CSV file holds, beside the labels of another.
internal import DataFiles
internal import GalaxyZoo
internal import ImageDatasets

extension LabelledAnswers {
  /// Reads predictions, such as a submission, and the labels of the same images.
  ///
  /// - Parameters:
  ///   - path: a table as `galaxy predict` writes it.
  ///   - data: where the labels are, and which columns of them; images are not needed.
  /// - Returns: the images that both have, and what was left over.
  /// - Throws: `FileError` naming the file, line and column of what is wrong; ``DataSetError``.
  public static func reading(predictions path: String, labels data: DataSet) throws -> (LabelledAnswers, PairReport) {
    try data.check()
    guard let labels = data.labels else { throw DataSetError(problem: "predictions are scored on a file of labels") }
    if let column = data.classColumn {
      return try classes(path, labels, column: column, idColumn: data.idColumn)
    }
    if let targets = data.targets { return try columns(path, labels, targets, idColumn: data.idColumn) }
    return try fractions(path, labels)
  }

  private static func fractions(_ path: String, _ labels: String) throws -> (LabelledAnswers, PairReport) {
    let predictions = try PredictionFile(path: path, columns: DecisionTree.columnNames)
    try predictions.requireAll(DecisionTree.columnNames)
    let catalogue = try Catalogue(path: labels)
    let (pairs, report) = try predictions.pairs(with: LabelTable(path: labels))
    var answers = LabelledAnswers(task: VoteFractions())
    for (own, other) in pairs {
      answers.append(predictions.identifiers[own], predictions.rows[own], label: Array(catalogue.row(other)))
    }
    return (answers, report)
  }

  private static func columns(
    _ path: String, _ labels: String, _ targets: [String], idColumn: String?
  ) throws -> (LabelledAnswers, PairReport) {
    let predictions = try PredictionFile(path: path, columns: targets)
    try predictions.requireAll(targets)
    let table = try LabelTable(path: labels, idColumn: idColumn, columns: targets)
    let numbers = try targets.map { try table.numbers(of: $0) }
    let (pairs, report) = try predictions.pairs(with: table)
    let known = pairs.map { pair in numbers.map { $0[pair.other] ?? .nan } }
    // Without a network the scale of a column is that of its labels.
    var answers = LabelledAnswers(task: ColumnRegression(columns: targets).fitted(to: known))
    for (pair, label) in zip(pairs, known) {
      answers.append(predictions.identifiers[pair.own], predictions.rows[pair.own], label: label)
    }
    return (answers, report)
  }

  private static func classes(
    _ path: String, _ labels: String, column: String, idColumn: String?
  ) throws -> (LabelledAnswers, PairReport) {
    let names = try PredictionFile.numberColumns(path: path)
    guard names.count >= 2 else {
      throw FileError(path: path, problem: "expected columns of probabilities, one for each class, found \(names)")
    }
    let predictions = try PredictionFile(path: path, columns: names)
    try predictions.requireAll(names)
    let table = try LabelTable(path: labels, idColumn: idColumn, columns: [column])
    let classes = table.classes(of: column)
    let (pairs, report) = try predictions.pairs(with: table)
    let outputs = LabelNames(names: names)
    var answers = LabelledAnswers(task: Classification(outputs, column: column))
    let known = outputs.indices
    for (own, other) in pairs {
      // Images without a class are no part of the score.
      guard let name = classes[other] else { continue }
      guard let label = known[ExactText(name)] else {
        throw ForeignClassError(image: predictions.identifiers[own], name: name)
      }
      answers.append(predictions.identifiers[own], predictions.rows[own], label: [Float(label)])
    }
    guard answers.count > 0 else { throw FileError(path: labels, problem: "no image that is predicted has a class") }
    return (answers, report)
  }

  /// The task's analysis of all images, at least one.
  public func analysis(loss: Loss = .crossEntropy, bootstrap: Bootstrap = Bootstrap()) -> any TaskAnalysis {
    task.analysis(of: self, scores: scores(loss: loss), bootstrap: bootstrap)
  }
}

extension PredictionFile {
  /// Makes sure that no number is missing.
  ///
  /// - Throws: `FileError` naming the first image without one.
  fileprivate func requireAll(_ columns: [String]) throws {
    for (identifier, row) in zip(identifiers, rows) {
      if let missing = row.firstIndex(where: \.isNaN) {
        throw FileError(path: path, problem: "has no \(columns[missing]) for \(identifier)")
      }
    }
  }
}
