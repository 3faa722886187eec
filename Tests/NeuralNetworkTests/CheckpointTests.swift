// Parameters of a network with another last layer.
import NeuralNetwork
import TestSupport
import Tensors
import Testing

@Suite struct CheckpointTests {
  private func network(outputs: Int, seed: UInt64) -> Sequential {
    var row = Sequential()
    row.append(Dense(inputs: 3, outputs: 4), toList: "layers")
    row.append(Dense(inputs: 4, outputs: outputs), toList: "layers")
    row.initializeParameters(seed: seed)
    return row
  }

  @Test func aLayerOfAnotherSizeKeepsItsValues() throws {
    var network = network(outputs: 2, seed: 1)
    let first = network.tensors
    let checkpoint = self.network(outputs: 5, seed: 2).tensors
    #expect(try network.load(checkpoint, exceptOtherShapesOf: "layers.1") == ["layers.1.weight", "layers.1.bias"])
    #expect(network.tensors["layers.0.weight"] == checkpoint["layers.0.weight"])
    #expect(network.tensors["layers.1.weight"] == first["layers.1.weight"])
  }

  @Test func aLayerOfTheSameSizeIsLoaded() throws {
    var network = network(outputs: 2, seed: 1)
    let checkpoint = self.network(outputs: 2, seed: 2).tensors
    #expect(try network.load(checkpoint, exceptOtherShapesOf: "layers.1") == [])
    #expect(network.tensors == checkpoint)
  }

  @Test func whatElseDoesNotFitIsNamedTogether() throws {
    var network = network(outputs: 2, seed: 1)
    let before = network.tensors
    var checkpoint = self.network(outputs: 5, seed: 2).tensors
    checkpoint["layers.0.weight"] = Tensor([3, 7], repeating: 0)
    checkpoint["layers.0.bias"] = nil
    checkpoint["layers.10.bias"] = Tensor(0)
    #expect {
      try network.load(checkpoint, exceptOtherShapesOf: "layers.1")
    } throws: {
      "\($0)"
        == "the parameters do not fit the network: missing layers.0.bias; unexpected layers.10.bias; "
        + "of another shape layers.0.weight (expected [3, 4], found [3, 7])"
    }
    #expect(network.tensors == before)
  }
}
