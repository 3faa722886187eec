// Rows of layers: order, names, shapes.
import NeuralNetwork
import TestSupport
import Tensors
import Testing

@Suite struct SequentialTests {
  private var row: Sequential {
    var row = Sequential()
    row.append(Conv2D(inputChannels: 2, outputChannels: 3, kernelSize: 3, padding: .same), as: "stem")
    row.append(AveragePool2D(size: 3), toList: "blocks")
    row.append(Conv2D(inputChannels: 3, outputChannels: 4, kernelHeight: 1, kernelWidth: 3), toList: "blocks")
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

  @Test func summaryHasEveryPartAndItsShape() {
    let lines = row.summary(input: [1, 5, 5, 2])
    #expect(lines.map(\.name) == ["stem", "blocks.0", "blocks.1", "blocks.2", "flatten", "classifier"])
    #expect(
      lines.map(\.output) == [[1, 5, 5, 3], [1, 5, 5, 3], [1, 5, 3, 4], [1, 2, 1, 4], [1, 8], [1, 5]])
    #expect(lines[2].kind == "Conv2D 1×3" && lines[2].multiplyAdds == 15 * 4 * 9)
  }
}
