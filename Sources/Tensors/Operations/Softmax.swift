// Logits to probabilities.
internal import Foundation
internal import Preconditions

/// The exponentials over the last axis, divided by their sum: probabilities of classes that exclude each other.
///
/// - Shape: any, at least one axis → the same.
public func softmax(_ input: Variable) -> Variable {
  require(input.shape.rank >= 1, "softmax: expected at least one axis, found shape \(input.shape)")
  let columns = input.shape[-1]
  let output = Tensor(input.shape) { output in
    let x = input.value
    Parallel.forEachRow(of: x) { row in
      let places = row * columns..<(row + 1) * columns
      let sum = LogSumExp(x, places)
      for place in places { output[place] = Float(sum.probability(x.pointer[place])) }
    }
    withExtendedLifetime(x) {}
  }
  return Variable.record(output, from: [input]) { dOutput in
    let d = dOutput
    let dInput = Tensor(output.shape) { dInput in
      Parallel.forEachRow(of: output) { row in
        let places = row * columns..<(row + 1) * columns
        let mean = places.reduce(0.0) { $0 + Double(d.pointer[$1]) * Double(output.pointer[$1]) }
        for place in places {
          dInput[place] = Float(Double(output.pointer[place]) * (Double(d.pointer[place]) - mean))
        }
      }
      withExtendedLifetime((d, output)) {}
    }
    return [dInput]
  }
}

/// The logarithm of a sum of exponentials, in parts that keep their digits for logits of any size.
struct LogSumExp {
  /// The largest logit.
  private let largest: Double
  /// The logarithm of the sum, above the largest logit.
  private let excess: Double

  /// Of the logits at some places of a tensor; the caller holds the tensor.
  init(_ logits: Tensor, _ places: Range<Int>) {
    let x = logits.pointer
    var top = places.lowerBound
    for place in places where x[place] > x[top] { top = place }
    largest = Double(x[top])
    var others = 0.0
    for place in places where place != top { others += exp(Double(x[place]) - largest) }
    excess = log1p(others)
  }

  /// The negative logarithm of a class's probability.
  func surprise(_ logit: Float) -> Double { (largest - Double(logit)) + excess }

  /// The probability of a class.
  func probability(_ logit: Float) -> Double { exp(-surprise(logit)) }
}

extension Parallel {
  /// Runs `body` for every row of a tensor along its last axis.
  static func forEachRow(of tensor: Tensor, _ body: (_ row: Int) -> Void) {
    let columns = max(tensor.shape[-1], 1)
    forEachRange(tensor.shape.count / columns, grain: max(1, elementGrain / 8 / columns)) { rows in
      for row in rows { body(row) }
    }
  }
}
