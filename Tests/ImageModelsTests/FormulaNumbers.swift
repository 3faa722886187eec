// Numbers that fixtures and tests both compute instead of storing them: see Scripts/fixtures/formula.py.
import NeuralNetwork
import Tensors

/// Array `number` of the formula: numbers in 0 ..< 1, exact in Float.
func formulaNumbers(_ number: Int, _ shape: Shape) -> Tensor {
  let start = UInt32(truncatingIfNeeded: number * 40503 * 65537 + 12345)
  return Tensor(shape) { buffer in
    for index in buffer.indices {
      var h = UInt32(truncatingIfNeeded: index) &* 2_654_435_761 &+ start
      h = (h ^ h >> 16) &* 2_246_822_519
      h = (h ^ h >> 13) &* 3_266_489_917
      h ^= h >> 16
      buffer[index] = Float(h >> 8) * 0x1p-24
    }
  }
}

extension Module {
  /// Gives every parameter the formula's first values, and counters zero.
  mutating func takeFormulaValues(randomStatistics: Bool = false, gain: Double = 1) {
    var number = 0
    visitParameters { name, parameter in
      guard parameter.role != .counter else {
        parameter.value = Tensor(0)
        return
      }
      parameter.value = formulaNumbers(number, parameter.shape)
      number += 1
      let extents = parameter.shape.dimensions
      let value: (Float) -> Float
      switch name.split(separator: ".").last {
      case "weight":
        let isDepthwise = extents.count == 3
        let window = isDepthwise ? extents[0] * extents[1] : extents.dropLast(2).reduce(1, *)
        let channels = isDepthwise ? 2 : extents[extents.count - 2] + extents[extents.count - 1]
        let limit = Float((6 * gain / Double(window * channels)).squareRoot())
        value = { $0 * limit }
      case "bias": value = { $0 * 0.05 }
      case "scale": value = { 1 + 0.1 * $0 }
      case "offset": value = { 0.1 * $0 }
      case "runningMean": value = { randomStatistics ? 0.1 * $0 : 0 }
      default: value = { randomStatistics ? 0.5 + 0.25 * $0 : 1 }
      }
      parameter.update { tensor in
        tensor.withUnsafeMutableBuffer { buffer in
          for index in buffer.indices { buffer[index] = value(2 * buffer[index] - 1) }
        }
      }
    }
  }
}
