// The logarithm of a sum of exponentials.
internal import Foundation

/// The logarithm of a sum of exponentials, in parts that keep their digits for logits of any size.
struct LogSumExp {
  /// The largest logit.
  private let largest: Double
  /// The logarithm of the sum, above the largest logit.
  private let excess: Double

  /// Of the logits at a range of indices; `logits` must outlive the call.
  init(_ logits: Tensor, _ range: Range<Int>) {
    let x = logits.pointer
    var top = range.lowerBound
    for index in range where x[index] > x[top] { top = index }
    largest = Double(x[top])
    var others = 0.0
    for index in range where index != top { others += exp(Double(x[index]) - largest) }
    excess = Foundation.log1p(others)
  }

  /// The negative logarithm of a class's probability.
  func surprise(_ logit: Float) -> Double { (largest - Double(logit)) + excess }

  /// The probability of a class.
  func probability(_ logit: Float) -> Double { exp(-surprise(logit)) }
}
