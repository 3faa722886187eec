// What is told of a finished epoch, in a line.
internal import Foundation
package import Training

/// The measurements of an epoch, as many as there is room for.
package struct EpochLine {
  private let record: EpochRecord
  private let isBest: Bool

  /// The line of an epoch; the best so far has a star.
  package init(_ record: EpochRecord, isBest: Bool) {
    self.record = record
    self.isBest = isBest
  }

  /// The line.
  ///
  /// Losses of training and validation stand side by side, since they are the same measure; the score has its name.
  ///
  /// - Parameter width: columns of the terminal; the whole line if nil.
  package func text(width: Int?) -> String {
    let forms = forms
    guard let width else { return forms[0] }
    return forms.first { $0.count < width } ?? String(forms[forms.count - 1].prefix(max(0, width - 1)))
  }

  /// The line in all its lengths, the longest first.
  private var forms: [String] {
    let epoch = String(format: "epoch %3d  ", record.epoch)
    let (training, validation) = (number(record.training["loss"]), number(record.validation["loss"]))
    let score = Self.scores(of: record).last.map { ", \($0)" } ?? ""
    let star = isBest ? " *" : "  "
    let long = epoch + "training loss \(training)  validation loss \(validation)\(score)\(star)"
    let short = epoch + "loss \(training), validation \(validation)\(score)\(star)"
    let rate = String(format: "  learning rate %.3g", record.learningRate)
    let speed = String(format: "  %.0f images/s", record.imagesPerSecond)
    let time = "  " + ProgressBar.duration(record.seconds)
    return [
      long + rate + speed + time, long + speed + time, long + time, short + speed + time, short + time, short,
      epoch + "loss \(training)\(score)\(star)",
    ]
  }

  private func number(_ value: Double?) -> String { String(format: "%.5f", value ?? .nan) }

  /// The measurements of an epoch that people look at beside the loss, in words; the score of the task is the last.
  static func scores(of record: EpochRecord) -> [String] {
    let shown = record.validation.names.filter { record.validation["rmse"] == nil || $0 == "rmse" }
    return shown.prefix(2).map { name in
      let format = name == "rmse" ? "RMSE %.5f" : name == "loss" ? "loss %.5f" : "\(name) %.4f"
      return String(format: format, record.validation[name] ?? .nan)
    }
  }
}
