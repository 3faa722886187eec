// Logits to probabilities.
internal import CKernels
internal import Preconditions

/// The exponentials over the last axis, divided by their sum: probabilities of classes that exclude each other.
///
/// - Shape: any, at least one axis → the same.
public func softmax(_ input: Variable) -> Variable {
  require(input.shape.rank >= 1, "softmax: expected at least one axis, found shape \(input.shape)")
  let columns = input.shape[-1]
  let output = Tensor(uninitialized: input.shape) { output in
    let input = input.value
    withPointers(input) { x in
      Parallel.forEachRow(of: input) { row in
        let range = row * columns..<(row + 1) * columns
        var isCertain: Int32 = 0
        gk_softmax_row(x + range.lowerBound, output + range.lowerBound, columns, &isCertain)
        if isCertain != 0 { return }
        let sum = LogSumExp(input, range)
        for index in range { output[index] = Float(sum.probability(x[index])) }
      }
    }
  }
  return Variable.record(output, from: [input]) { dOutput in
    [
      Tensor(uninitialized: output.shape) { dInput in
        withPointers(output, dOutput) { y, d in
          Parallel.forEachRow(of: output) { row in
            let range = row * columns..<(row + 1) * columns
            let start = range.lowerBound
            var isCertain: Int32 = 0
            gk_softmax_row_gradient(y + start, d + start, dInput + start, columns, &isCertain)
            if isCertain != 0 { return }
            let mean = range.reduce(0.0) { $0 + Double(d[$1]) * Double(y[$1]) }
            for index in range { dInput[index] = Float(Double(y[index]) * (Double(d[index]) - mean)) }
          }
        }
      }
    ]
  }
}
