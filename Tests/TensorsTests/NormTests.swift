// Group and layer normalisation: against PyTorch, finite differences, plain loops, and properties.
import GradientChecking
import TestSupport
import Tensors
import Testing

private struct GroupSettings: Decodable {
  let groups: Int
  let epsilon: Float
}

private struct LayerSettings: Decodable {
  let axes: Int
  let epsilon: Float
}

extension OperationCase {
  /// Checks a norm whose scale and offset the fixture may lack.
  fileprivate func checkNorm(
    _ norm: @escaping (_ input: Variable, _ scale: Variable?, _ offset: Variable?) -> Variable
  ) throws {
    let parts = ["scale", "offset"].filter { fixture.tensor(name, $0) != nil }
    // Rounding is relative to the mean, which is ten deviations away in one case.
    try check(["input"] + parts, tolerance: name == "farFromZero" ? 1e-5 : 2e-6) { operands in
      norm(
        operands[0], parts.contains("scale") ? operands[1] : nil, parts.contains("offset") ? operands.last : nil)
    }
  }
}

@Suite struct NormTests {
  @Test(arguments: OperationCase.all(["groupNorm"])) func groupsMatchPyTorch(_ test: OperationCase) throws {
    let settings = try test.fixture.settings(test.name, as: GroupSettings.self)
    try test.checkNorm { input, scale, offset in
      groupNorm(input, groups: settings.groups, scale: scale, offset: offset, epsilon: settings.epsilon)
    }
  }

  @Test(arguments: OperationCase.all(["layerNorm"])) func rowsMatchPyTorch(_ test: OperationCase) throws {
    let settings = try test.fixture.settings(test.name, as: LayerSettings.self)
    try test.checkNorm { input, scale, offset in
      layerNorm(input, overLast: settings.axes, scale: scale, offset: offset, epsilon: settings.epsilon)
    }
  }

  @Test(arguments: [1, 2, 6]) func finiteDifferencesOfGroups(groups: Int) {
    let operands = [Tensor.random([2, 3, 2, 6], seed: 1), .random([6], seed: 2), .random([6], seed: 3)]
    #expect(
      gradientMismatches(at: operands, step: 3e-3, tolerance: 5e-3) {
        groupNorm($0[0], groups: groups, scale: $0[1], offset: $0[2])
      }.isEmpty)
    #expect(
      gradientMismatches(at: [operands[0]], step: 3e-3, tolerance: 5e-3) { groupNorm($0[0], groups: groups) }.isEmpty)
  }

  @Test(arguments: [1, 2, 3]) func finiteDifferencesOfRows(axes: Int) {
    let input = Tensor.random([2, 3, 3, 5], seed: 1)
    let extents = Shape(Array(input.shape.dimensions.suffix(axes)))
    #expect(
      gradientMismatches(
        at: [input, .random(extents, seed: 2), .random(extents, seed: 3)], step: 3e-3, tolerance: 5e-3
      ) { layerNorm($0[0], overLast: axes, scale: $0[1], offset: $0[2]) }.isEmpty)
    #expect(
      gradientMismatches(at: [input], step: 3e-3, tolerance: 5e-3) { layerNorm($0[0], overLast: axes) }.isEmpty)
  }

  /// Values and gradients of a norm over parts of a tensor, each a list of element indices, by loops in double precision.
  private func reference(
    _ x: [Float], _ dOutput: [Float], parts: [[Int]], scale: (Int) -> Double
  ) -> (output: [Double], dInput: [Double]) {
    var (output, dInput) = ([Double](repeating: 0, count: x.count), [Double](repeating: 0, count: x.count))
    for part in parts {
      let count = Double(part.count)
      let mean = part.reduce(0) { $0 + Double(x[$1]) } / count
      let variance = part.reduce(0) { $0 + (Double(x[$1]) - mean) * (Double(x[$1]) - mean) } / count
      let deviation = (variance + 1e-5).squareRoot()
      let normal = part.map { (Double(x[$0]) - mean) / deviation }
      let gradients = part.map { Double(dOutput[$0]) * scale($0) }
      let sum = gradients.reduce(0, +) / count
      let product = zip(gradients, normal).reduce(0) { $0 + $1.0 * $1.1 } / count
      for (index, element) in part.enumerated() {
        output[element] = normal[index] * scale(element)
        dInput[element] = (gradients[index] - sum - normal[index] * product) / deviation
      }
    }
    return (output, dInput)
  }

  private func check(
    _ input: Tensor, scale: Tensor, parts: [[Int]], _ norm: (_ input: Variable, _ scale: Variable) -> Variable
  ) throws {
    let dOutput = Tensor.random(input.shape, seed: 3)
    let tape = Tape()
    let variables = (tape.track(input), tape.track(scale))
    let output = norm(variables.0, variables.1)
    let gradients = tape.gradients(of: output, dOutput: dOutput)
    let factors = scale.scalars
    let expected = reference(input.scalars, dOutput.scalars, parts: parts) { Double(factors[$0 % factors.count]) }
    let plain = reference(input.scalars, dOutput.scalars, parts: parts) { _ in 1 }.output
    #expect(output.value.relativeError(to: Tensor(input.shape, scalars: expected.output.map { Float($0) })) < 3e-6)
    let dInput = try #require(gradients[variables.0])
    #expect(dInput.relativeError(to: Tensor(input.shape, scalars: expected.dInput.map { Float($0) })) < 3e-6)
    var dScale = [Double](repeating: 0, count: factors.count)
    for (index, value) in dOutput.scalars.enumerated() { dScale[index % factors.count] += Double(value) * plain[index] }
    let found = try #require(gradients[variables.1])
    #expect(found.relativeError(to: Tensor(scale.shape, scalars: dScale.map { Float($0) })) < 3e-6)
  }

  /// Images of several chunks, and many small ones that share tasks.
  @Test(arguments: [[2, 40, 33, 34], [1, 70, 70, 16], [150, 3, 3, 38]]) func groupsOfManyPixels(extents: [Int]) throws {
    let input = Tensor.random(Shape(extents), in: -1...3, seed: 1)
    let (channels, groups) = (extents[3], 2)
    let pixels = extents[1] * extents[2]
    let parts = (0..<extents[0] * groups).map { part in
      (0..<pixels).flatMap { pixel in
        (0..<channels / groups).map { channel in
          (part / groups * pixels + pixel) * channels + part % groups * (channels / groups) + channel
        }
      }
    }
    try check(input, scale: .random([channels], seed: 2), parts: parts) { groupNorm($0, groups: groups, scale: $1) }
  }

  /// Rows longer than a block of sums and of one task, and many short ones.
  @Test(arguments: [[3, 50_001], [1, 4097], [3000, 33], [20, 6, 5000]]) func longRowsAndManyRows(extents: [Int]) throws
  {
    let input = Tensor.random(Shape(extents), in: -1...3, seed: 1)
    let columns = extents[extents.count - 1]
    let parts = (0..<input.shape.count / columns).map { row in Array(row * columns..<(row + 1) * columns) }
    try check(input, scale: .random([columns], seed: 2), parts: parts) { layerNorm($0, scale: $1) }
  }

  /// The first pixel is far from all others: the variance must keep its digits.
  @Test func anOutlyingFirstPixel() throws {
    var scalars = Tensor.random([1, 8, 8, 2], seed: 1).scalars.map { $0 * 1e-3 + 1000 }
    scalars[0] = 1000.01
    for element in stride(from: 0, to: scalars.count, by: 2) { scalars[element + 1] = element == 0 ? 2000 : 1000 }
    let input = Tensor([1, 8, 8, 2], scalars: scalars)
    let output = groupNorm(Variable(input), groups: 2).value
    let parts = (0..<2).map { channel in stride(from: channel, to: 128, by: 2).map { $0 } }
    let expected = reference(scalars, [Float](repeating: 0, count: 128), parts: parts) { _ in 1 }.output
    // x * scale + offset loses as many digits as the mean is larger than the deviation.
    for element in 0..<128 {
      #expect(abs(Double(output.scalars[element]) - expected[element]) < (element % 2 == 0 ? 0.1 : 1e-4))
    }
  }

  /// The same in images that are cut for several threads: some with such a pixel, some without.
  @Test func outlyingFirstPixelsOfLargeImages() throws {
    let size = 100 * 90 * 8
    var scalars = Tensor.random([3, 100, 90, 8], seed: 1).scalars.map { $0 * 1e-2 + 3 }
    for channel in 0..<8 { scalars[size + channel] = 5000 }
    let images = Variable(Tensor([3, 100, 90, 8], scalars: scalars))
    let before = Parallel.threadCount
    defer { Parallel.setThreadCount(before) }
    Parallel.setThreadCount(1)
    let alone = groupNorm(images, groups: 2).value
    Parallel.setThreadCount(3)
    #expect(groupNorm(images, groups: 2).value == alone)
    let parts = (0..<6).map { part in
      (0..<9000).flatMap { pixel in (0..<4).map { part / 2 * size + pixel * 8 + part % 2 * 4 + $0 } }
    }
    let expected = reference(scalars, [Float](repeating: 0, count: scalars.count), parts: parts) { _ in 1 }.output
    let worst = zip(alone.scalars, expected).map { abs(Double($0) - $1) / max(1, abs($1)) }.max()
    #expect(try #require(worst) < 2e-4)
  }

  /// Results do not depend on the batch or the number of threads.
  @Test func imagesAreIndependent() {
    let images = Tensor.random([5, 40, 30, 8], seed: 1)
    let (groups, rows) = (groupNorm(Variable(images), groups: 2).value, layerNorm(Variable(images), overLast: 3).value)
    let size = 40 * 30 * 8
    for image in 0..<5 {
      let one = Tensor(
        [1, 40, 30, 8], scalars: Array(images.scalars[image * size..<(image + 1) * size]))
      #expect(
        groupNorm(Variable(one), groups: 2).value.scalars[...] == groups.scalars[image * size..<(image + 1) * size])
      #expect(
        layerNorm(Variable(one), overLast: 3).value.scalars[...] == rows.scalars[image * size..<(image + 1) * size])
    }
  }

  @Test func emptyBatchesAndConstantImages() throws {
    for shape in [[0, 3, 3, 4], [2, 0, 3, 4]] as [Shape] {
      let tape = Tape()
      let (x, scale) = (tape.track(Tensor(shape, repeating: 0)), tape.track(Tensor([4], repeating: 1)))
      let output = groupNorm(x, groups: 2, scale: scale) + layerNorm(x, scale: scale)
      #expect(output.shape == shape)
      #expect(tape.gradients(of: output)[scale] == Tensor([4], repeating: 0))
    }
    let constant = Variable(Tensor([2, 3, 3, 4], repeating: 7))
    let offset = Variable(Tensor([4], scalars: [1, 2, 3, 4]))
    #expect(groupNorm(constant, groups: 2, offset: offset).value.scalars.prefix(4) == [1, 2, 3, 4])
    #expect(layerNorm(constant, offset: offset).value.scalars.prefix(4) == [1, 2, 3, 4])
  }

  @Test func shapesThatDoNotFitAreMistakes() async {
    await #expect(processExitsWith: .failure) {
      _ = groupNorm(Variable(Tensor([1, 2, 2, 6], repeating: 0)), groups: 4)
    }
    await #expect(processExitsWith: .failure) {
      _ = layerNorm(Variable(Tensor([2, 6], repeating: 0)), scale: Variable(Tensor([5], repeating: 1)))
    }
  }
}
