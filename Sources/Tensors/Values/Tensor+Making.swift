// Tensors of constants, sequences and random numbers.
internal import Preconditions

extension Tensor {
  /// Zeros.
  public static func zeros(_ shape: Shape) -> Tensor { Tensor(shape, repeating: 0) }

  /// Ones.
  public static func ones(_ shape: Shape) -> Tensor { Tensor(shape, repeating: 1) }

  /// One value throughout.
  public static func full(_ shape: Shape, _ value: Float) -> Tensor { Tensor(shape, repeating: value) }

  /// `count` numbers at equal distances: start, start + step, start + 2 · step, ...
  ///
  /// - Shape: → [count].
  public static func arange(_ count: Int, from start: Float = 0, by step: Float = 1) -> Tensor {
    Tensor([count]) { buffer in
      for index in buffer.indices { buffer[index] = start + Float(index) * step }
    }
  }

  /// The identity matrix.
  ///
  /// - Shape: → [count, count].
  public static func identity(_ count: Int) -> Tensor {
    Tensor([count, count]) { buffer in
      buffer.initialize(repeating: 0)
      for index in 0..<count { buffer[index * (count + 1)] = 1 }
    }
  }

  /// Independent numbers drawn uniformly from `range`, one after another.
  public static func uniform(
    _ shape: Shape, in range: ClosedRange<Float> = 0...1, using random: inout RandomSource
  ) -> Tensor {
    Tensor(shape) { buffer in
      for index in buffer.indices { buffer[index] = random.uniform(in: range) }
    }
  }

  /// Independent numbers drawn from a normal distribution, one after another.
  public static func normal(
    _ shape: Shape, mean: Float = 0, standardDeviation: Float = 1, using random: inout RandomSource
  ) -> Tensor {
    require(
      standardDeviation >= 0, "Tensor.normal: expected a standard deviation of 0 or more, found \(standardDeviation)")
    return Tensor(shape) { buffer in
      for index in buffer.indices { buffer[index] = mean + standardDeviation * random.normal() }
    }
  }
}
