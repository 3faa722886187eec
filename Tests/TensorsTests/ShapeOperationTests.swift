// Operations that move elements, against PyTorch and finite differences.
import GradientChecking
import TestSupport
import Tensors
import Testing

@Suite struct ShapeOperationTests {
  private struct Settings: Decodable {
    var ranges: [[Int]?]?
    var axis: Int?
    var axes: [Int]?
    var indices: [Int]?
    var order: [Int]?
    var padding: [[Int]]?
    var mode: String?
    var value: Float?
    var size: [Int]?
    var shape: [Int]?

    var axisRanges: [AxisRange] {
      (ranges ?? []).map { range in range.map { .range($0[0]..<$0[1], step: $0[2]) } ?? .all }
    }

    var paddingMode: PaddingMode {
      switch mode {
      case "reflect": .reflect
      case "edge": .edge
      default: .constant(value ?? 0)
      }
    }
  }

  /// Elements are only moved, or summed up in the gradient: equal but for the order of the sums.
  private func check(
    _ operation: String, _ operands: [String] = ["input"], tolerance: Double = 3e-7,
    of function: (Settings, [Variable]) throws -> Variable
  ) throws {
    for test in OperationCase.vocabulary(operation) {
      let settings = try test.fixture.settings(test.name, as: Settings.self)
      try test.check(operands, tolerance: tolerance) { try function(settings, $0) }
    }
  }

  @Test func slices() throws {
    try check("slice", tolerance: 0) { settings, x in slice(x[0], settings.axisRanges) }
    #expect(gradientMismatches(at: [.random([3, 5, 4])]) { slice($0[0], .all(step: 2), .first(3), .last(2)) }.isEmpty)
  }

  @Test func gathers() throws {
    try check("gather") { settings, x in gather(x[0], settings.indices ?? [], axis: settings.axis ?? 0) }
    #expect(gradientMismatches(at: [.random([3, 5, 4])]) { gather($0[0], [4, 0, 4], axis: -2) }.isEmpty)
  }

  @Test func pads() throws {
    try check("pad") { settings, x in
      pad(
        x[0], (settings.padding ?? []).map { AxisPadding(before: $0[0], after: $0[1]) }, mode: settings.paddingMode)
    }
    for mode in [PaddingMode.zeros, .reflect, .edge] {
      #expect(gradientMismatches(at: [.random([2, 3, 4, 2])]) { pad($0[0], .none, .both(2), mode: mode) }.isEmpty)
    }
  }

  @Test func permutes() throws {
    try check("permute", tolerance: 0) { settings, x in permute(x[0], settings.order ?? []) }
    try check("flip", tolerance: 0) { settings, x in flip(x[0], axes: settings.axes ?? []) }
    #expect(gradientMismatches(at: [.random([2, 3, 4])]) { permute($0[0], -1, 0, 1) }.isEmpty)
    #expect(gradientMismatches(at: [.random([2, 3, 4])]) { transpose($0[0]) }.isEmpty)
    #expect(gradientMismatches(at: [.random([2, 3, 4])]) { flip($0[0], axes: [0, -1]) }.isEmpty)
  }

  @Test func broadcasts() throws {
    try check("broadcast") { settings, x in broadcast(x[0], to: Shape(settings.shape ?? [])) }
    #expect(gradientMismatches(at: [.random([3, 1])]) { broadcast($0[0], to: [2, 3, 4]) }.isEmpty)
  }

  @Test func joins() throws {
    let names = ["first", "second", "third"]
    try check("join", names, tolerance: 0) { settings, x in concatenate(x, axis: settings.axis ?? 0) }
    try check("join", names, tolerance: 0) { settings, x in concatenate(x, axis: (settings.axis ?? 0) - 3) }
    try check("stack", names, tolerance: 0) { settings, x in stack(x, axis: settings.axis ?? 0) }
    try check("stack", names, tolerance: 0) { settings, x in stack(x, axis: (settings.axis ?? 0) - 4) }
    #expect(
      gradientMismatches(at: [.random([2, 3]), .random([4, 3], seed: 2)]) { concatenate($0, axis: 0) }.isEmpty)
    #expect(gradientMismatches(at: [.random([2, 3]), .random([2, 3], seed: 2)]) { stack($0, axis: 1) }.isEmpty)
  }

  @Test(arguments: [0, 1, 2]) func splitsAreUndoneByConcatenation(axis: Int) throws {
    let tape = Tape()
    let input = tape.track(.random([4, 4, 4]))
    let parts = split(input, into: [1, 0, 3], axis: axis)
    #expect(parts.map { $0.shape[axis] } == [1, 0, 3])
    let output = concatenate(parts, axis: axis)
    #expect(output.value == input.value)
    let dOutput = Tensor.random([4, 4, 4], seed: 2)
    #expect(tape.gradients(of: output, dOutput: dOutput)[input] == dOutput)
  }

  @Test func batchedProducts() throws {
    try check("batchedMatrixProduct", ["left", "right"], tolerance: 2e-6) { _, x in matrixProduct(x[0], x[1]) }
    #expect(
      gradientMismatches(at: [.random([2, 1, 3, 4]), .random([3, 4, 2], seed: 2)]) { matrixProduct($0[0], $0[1]) }
        .isEmpty)
    let empty = matrixProduct(Variable(.zeros([2, 3, 0])), Variable(.zeros([2, 0, 4]))).value
    #expect(empty == .zeros([2, 3, 4]))
    #expect(matrixProduct(Variable(.zeros([0, 3, 2])), Variable(.zeros([0, 2, 4]))).shape == [0, 3, 4])
  }

  /// Matrices with more rows than one task has.
  @Test func productsOfManyRows() {
    let (left, right) = (Tensor.random([2, 300, 7]), Tensor.random([2, 7, 5], seed: 2))
    let product = matrixProduct(Variable(left), Variable(right)).value
    for index in 0..<2 {
      let single = matrixProduct(Variable(left.row(index)), Variable(right.row(index))).value
      #expect(product.row(index).relativeError(to: single) < 1e-6)
    }
  }

  @Test func resizes() throws {
    try check("resize", tolerance: 1e-6) { settings, x in
      resize2D(
        x[0], height: settings.size?[0] ?? 0, width: settings.size?[1] ?? 0,
        interpolation: settings.mode == "nearest" ? .nearest : .bilinear)
    }
    for interpolation in [Interpolation.nearest, .bilinear] {
      #expect(
        gradientMismatches(at: [.random([2, 3, 4, 2])]) {
          upsample2D($0[0], factor: 3, interpolation: interpolation)
        }.isEmpty)
    }
    #expect(upsample2D(Variable(.zeros([0, 3, 4, 2])), factor: 2).shape == [0, 6, 8, 2])
  }

  @Test func emptyShapes() {
    let nothing = Variable(.zeros([2, 0, 3]))
    #expect(slice(nothing, .first(1)).shape == [1, 0, 3])
    #expect(permute(nothing, 2, 1, 0).shape == [3, 0, 2])
    #expect(flip(nothing, axes: [1]).shape == [2, 0, 3])
    #expect(gather(nothing, [], axis: 0).shape == [0, 0, 3])
    #expect(pad(nothing, .none, .both(2)).value == .zeros([2, 4, 3]))
    #expect(concatenate([nothing, nothing], axis: 1).shape == [2, 0, 3])
    #expect(stack([nothing, nothing], axis: 3).shape == [2, 0, 3, 2])
    #expect(broadcast(Variable(.zeros([1, 3])), to: [0, 3]).shape == [0, 3])
    #expect(slice(Variable(.zeros([4])), .range(2..<2)).shape == [0])
  }

  /// Enough elements for several tasks, in lines and in tiles.
  @Test func largeTensorsAreCut() {
    let shape: Shape = [3, 130, 170, 5]
    let input = Tensor.arange(shape.count).reshaped(to: shape)
    let permuted = input.permuted(0, 3, 1, 2)
    let cropped = input.sliced(.range(1..<3), .range(7..<120, step: 2), .range(1..<170, step: 3))
    let flipped = input.flipped([1, 3])
    for (n, y, x, c) in [(0, 0, 0, 0), (2, 129, 169, 4), (1, 77, 31, 3), (2, 32, 33, 1), (0, 128, 64, 2)] {
      #expect(permuted[n, c, y, x] == input[n, y, x, c])
      #expect(flipped[n, y, x, c] == input[n, 129 - y, x, 4 - c])
    }
    for (n, y, x, c) in [(0, 0, 0, 0), (1, 56, 56, 4), (1, 20, 11, 2)] {
      #expect(cropped[n, y, x, c] == input[n + 1, 7 + 2 * y, 1 + 3 * x, c])
    }
    #expect(permuted.permuted(0, 2, 3, 1) == input)
  }

  /// Every element of a padded tensor is the one that its own position names; the gradient goes back there.
  @Test(arguments: [PaddingMode.reflect, .edge]) func paddedElementsAreThoseOfTheirPositions(mode: PaddingMode) throws {
    func source(_ position: Int, _ extent: Int) -> Int {
      if mode == .edge { return min(max(position, 0), extent - 1) }
      return position < 0 ? -position : position >= extent ? 2 * (extent - 1) - position : position
    }
    for channels in [1, 3, 40] {
      let tape = Tape()
      let (rows, columns) = (9, 6)
      let input = tape.track(.random([2, rows, columns, channels], seed: 1))
      let output = pad(input, .none, .both(2), AxisPadding(before: 3, after: 1), mode: mode)
      #expect(output.shape == [2, rows + 4, columns + 4, channels])
      let dOutput = Tensor.random(output.shape, seed: 2)
      var dInput = [Float](repeating: 0, count: input.shape.count)
      let (x, y, dy) = (input.value.scalars, output.value.scalars, dOutput.scalars)
      var index = 0
      for image in 0..<2 {
        for row in -2..<rows + 2 {
          for column in -3..<columns + 1 {
            for channel in 0..<channels {
              let pixel = (image * rows + source(row, rows)) * columns + source(column, columns)
              #expect(y[index] == x[pixel * channels + channel])
              dInput[pixel * channels + channel] += dy[index]
              index += 1
            }
          }
        }
      }
      let found = try #require(tape.gradients(of: output, dOutput: dOutput)[input])
      for (a, b) in zip(found.scalars, dInput) { #expect(abs(a - b) < 1e-5) }
    }
  }

  /// Rows that stay neighbours are copied, and added up, together: in the same order, and with the same zeros.
  @Test func rowsAreAddedUpInTheirOrder() throws {
    let indices = [4, 5, 6, 0, 1, 2, 2, 1, 0, 9, 8]
    for width in [1, 3, 17, 20_000] {
      let tape = Tape()
      let input = tape.track(.random([10, width], seed: 3))
      let output = gather(input, indices)
      #expect(output.value == concatenate(indices.map { Variable(input.value.rows($0..<$0 + 1)) }, axis: 0).value)
      var dOutput = Tensor.random(output.shape, seed: 4)
      dOutput *= Tensor([indices.count, 1], scalars: indices.map { $0 == 5 ? -0.0 : 1 })
      var expected = Tensor.zeros([10, width])
      for (position, index) in indices.enumerated() {
        let sum = expected.rows(index..<index + 1) + dOutput.rows(position..<position + 1)
        expected.replaceSlice(.range(index..<index + 1), with: sum)
      }
      let found = try #require(tape.gradients(of: output, dOutput: dOutput)[input])
      #expect(found.scalars.map(\.bitPattern) == expected.scalars.map(\.bitPattern))
    }
  }
}
