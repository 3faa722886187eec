// Rows of layers: order, names, shapes.
import NeuralNetwork
import TestSupport
import Tensors
import Testing

@Suite struct SequentialTests {
  private var row: Sequential {
    var row = Sequential()
    row.append(Conv2D(inputChannels: 2, outputChannels: 3, kernelSize: 3, padding: .same), as: "stem")
    row.append(AveragePool2D(size: 3, stride: 1, padding: .same), toList: "blocks")
    row.append(Conv2D(inputChannels: 3, outputChannels: 4, kernelSize: HeightWidth(1, 3)), toList: "blocks")
    row.append(MaxPool2D(size: 3, stride: 2), toList: "blocks")
    row.append(Flatten(), as: "flatten")
    row.append(Dense(inputs: 8, outputs: 5), as: "classifier")
    row.initializeParameters(seed: 1)
    return row
  }

  @Test func namesAreThoseOfTheParts() {
    var names: [String] = []
    row.forEachParameter { name, _ in names.append(name) }
    #expect(
      names == [
        "stem.weight", "stem.bias", "blocks.1.weight", "blocks.1.bias", "classifier.weight", "classifier.bias",
      ])
  }

  @Test func layersFollowEachOther() throws {
    let row = row
    let tensors = row.tensors
    func weight(_ name: String) throws -> Variable { Variable(try #require(tensors[name])) }
    let input = Variable(Tensor.random([2, 5, 5, 2], seed: 3))
    var x = conv2D(input, try weight("stem.weight"), padding: .same)
    x = averagePool2D(x, size: 3, stride: 1, padding: .same)
    x = maxPool2D(conv2D(x, try weight("blocks.1.weight")), size: 3, stride: 2)
    x = matrixProduct(reshape(x, to: [2, 8]), try weight("classifier.weight"))
    var context = Context.inference
    // Biases begin as zeros.
    #expect(row(input, in: &context).value.relativeError(to: x.value) < 1e-5)
  }

  /// Images large enough for groups of one; an image's result does not depend on its group.
  @Test func groupsChangeNothing() throws {
    var large = Sequential()
    large.append(Conv2D(inputChannels: 1, outputChannels: 16, kernelSize: 1), as: "stem")
    large.append(ConvolutionBlock(DepthwiseConv2D(channels: 16, kernelSize: 3, stride: 2)), as: "block")
    large.append(GlobalAveragePool2D(), as: "pool")
    large.append(Dense(inputs: 16, outputs: 2), as: "classifier")
    large.initializeParameters(seed: 1)
    let images = Variable(Tensor.random([2, 640, 640, 1], seed: 2))
    var context = Context.inference
    let whole = large(images, in: &context).value
    let grouped = large.inGroups(images, in: &context)
    #expect(grouped.value == whole && grouped.shape == [2, 2])
    // Gradients of parameters are recorded all the same.
    let (_, gradients) = try large.valueWithGradients(in: context) { layers, context in
      meanSquaredError(layers.inGroups(images, in: &context), Variable(Tensor([2, 2], repeating: 1)))
    }
    #expect(gradients.values.count == 8)
  }

  @Test func layersByName() {
    var row = row
    #expect(row.names == ["stem", "blocks.0", "blocks.1", "blocks.2", "flatten", "classifier"] && row.count == 6)
    #expect(row["blocks.0"] is AveragePool2D && row.contains("flatten") && !row.contains("blocks"))
    row["blocks.0"] = Activation.relu
    #expect((row["blocks.0"] as? Activation)?.name == "ReLU")
    row.replaceLast(with: Dense(inputs: 8, outputs: 3))
    #expect((row["classifier"] as? Dense)?.weight.shape == [8, 3] && row.count == 6)
    #expect(row.prefix(through: "blocks.1").names == ["stem", "blocks.0", "blocks.1"])
    #expect(row.prefix(upTo: "blocks.1").names == ["stem", "blocks.0"] && row.prefix(upTo: "stem").names == [])
    #expect(row.suffix(after: "stem").names == Array(row.names.dropFirst()))
    #expect(row.suffix(after: row.names[row.count - 1]).names == [])
  }

  private struct Inner: SequentialLayer {
    var layers = Sequential([
      ("a", Conv2D(inputChannels: 3, outputChannels: 4, kernelSize: 3, padding: .same)), ("b", Activation.relu),
      ("c", MaxPool2D(size: 2, stride: 2)),
    ])
  }

  /// A row whose layer `inner` is a row, too.
  private var nested: Sequential {
    var row = Sequential([
      ("stem", Conv2D(inputChannels: 2, outputChannels: 3, kernelSize: 3)), ("inner", Inner()), ("flatten", Flatten()),
      ("classifier", Dense(inputs: 4 * 4 * 4, outputs: 5)),
    ])
    row.initializeParameters(seed: 2)
    return row
  }

  @Test func dottedNamesReachRowsInside() throws {
    var row = nested
    #expect(row.contains("inner.b") && !row.contains("inner.d") && !row.contains("stem.weight"))
    #expect(row["inner.c"] is MaxPool2D)
    row["inner.b"] = Activation.relu6
    #expect((row["inner.b"] as? Activation)?.name == "ReLU6" && (row["inner"] as? Inner)?.layers.count == 3)
    let prefix = row.prefix(through: "inner.a")
    #expect(prefix.tensors.keys.sorted() == ["inner.a.bias", "inner.a.weight", "stem.bias", "stem.weight"])
    #expect(prefix.graph(input: [1, 10, 10, 2]).outputs.map(\.shape) == [[1, 8, 8, 4]])
  }

  /// Outputs on the way, against the layers called one by one.
  @Test func outputsOfNamedLayers() throws {
    let row = nested
    let input = Variable(Tensor.random([2, 10, 10, 2], seed: 3))
    var context = Context.inference
    var expected: [String: Tensor] = [:]
    var x = input
    for name in ["stem", "inner.a", "inner.b", "inner.c", "flatten", "classifier"] {
      x = row[name](x, in: &context)
      expected[name] = x.value
    }
    expected["inner"] = expected["inner.c"]
    for names in [["classifier"], ["inner.b", "stem", "inner.b"], ["flatten", "inner.a"], ["inner", "inner.c"], []] {
      let outputs = row.outputs(of: input, at: names, in: &context)
      #expect(outputs.map(\.value) == names.map { expected[$0] }, "\(names)")
    }
  }

  @Test func unknownNamesAreNamedAmongTheOthers() async throws {
    let result = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Sequential([("a", Flatten()), ("b", Flatten())])["c"]
      })
    #expect(
      String(decoding: result.standardErrorContent, as: UTF8.self).contains("there is no layer c among a, b"))
  }

  /// What was worked out for a row does not outlive its layers.
  @Test func groupsFollowChangesOfTheRow() {
    func row(stride: HeightWidth) -> Sequential {
      Sequential([
        ("a", Conv2D(inputChannels: 1, outputChannels: 8, kernelSize: 1, stride: stride)),
        ("pool", GlobalAveragePool2D()), ("b", Dense(inputs: 8, outputs: 2)),
      ])
    }
    var small = row(stride: 4)
    small.initializeParameters(seed: 1)
    let images = Tensor.random([3, 700, 700, 1], seed: 2)
    let before = small.prediction(for: images)
    #expect(small.prediction(for: images) == before)
    var large = small
    large["a"] = row(stride: 1)["a"]
    large.initializeParameters(seed: 1)
    #expect(small.prediction(for: images) == before)
    var context = Context.inference
    #expect(large.prediction(for: images) == large(Variable(images), in: &context).value)
    #expect(large.prediction(for: images) != before)
  }

  /// An optimizer changes gigabytes: the tensors of layers, and of rows inside the row, stay where they are.
  @Test func layersAreChangedInPlace() {
    var layers = Sequential([("inner", row), ("norm", BatchNorm(channels: 5))])
    layers.initializeParameters(seed: 1)
    func addresses() -> [UnsafePointer<Float>] {
      var addresses: [UnsafePointer<Float>] = []
      layers.forEachParameter { _, parameter in addresses.append(parameter.value.pointer) }
      return addresses
    }
    let before = addresses()
    layers.visitParameters { _, parameter in parameter.update { $0 += 1 } }
    #expect(addresses() == before && before.count > 5)
  }

  @Test func summaryHasEveryPartAndItsShape() {
    let lines = row.graph(input: [1, 5, 5, 2]).summary
    #expect(lines.map(\.name) == ["stem", "blocks.0", "blocks.1", "blocks.2", "flatten", "classifier"])
    #expect(
      lines.map(\.output) == [[1, 5, 5, 3], [1, 5, 5, 3], [1, 5, 3, 4], [1, 2, 1, 4], [1, 8], [1, 5]])
    #expect(lines[2].kind == "Conv2D 1×3" && lines[2].multiplyAdds == 15 * 4 * 9)
  }
}
