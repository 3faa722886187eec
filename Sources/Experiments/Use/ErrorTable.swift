// The error of every image as a table.
internal import DataFiles

extension LabelledAnswers {
  /// Writes a table with the errors of every image: its name, one number for all answers, and what the task says of each.
  ///
  /// - Throws: `FileError` where it cannot be written.
  public func writeErrors(to path: String) throws {
    let file = try AtomicFile(path: path)
    func line(_ fields: [String]) throws { try file.write(fields.map(CSVField.text).joined(separator: ",") + "\n") }
    try line(["id"] + task.errorColumns)
    for (row, identifier) in identifiers.enumerated() {
      try line([identifier] + task.error(answers[row], label: labels[row]).fields)
    }
    try file.commit()
  }
}
