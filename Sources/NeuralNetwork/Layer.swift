// Modules of one input and one output.
public import Tensors

/// A part of a network, or a whole one: a module that maps a variable to a variable.
///
/// A layer made of others writes down its parts and its call:
///
/// ```swift
/// struct ResidualBlock: Layer {
///   var conv: Conv2D
///   var norm: BatchNorm
///
///   func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
///     relu(input + norm(conv(input, in: &context), in: &context))
///   }
///
///   mutating func visitParts(_ visitor: inout PartVisitor) {
///     visitor("conv", &conv)
///     visitor("norm", &norm)
///   }
/// }
/// ```
///
/// A plain row of layers is a ``Sequential``, which needs neither.
public protocol Layer: Module {
  /// The layer's output for a batch; the layer itself does not change.
  func callAsFunction(_ input: Variable, in context: inout Context) -> Variable

  /// Adds the layer's operations to a description of a network and returns their output.
  ///
  /// Layers that do not implement it are one opaque node, whose output's shape is found by running the layer on zeros: see
  /// ``LayerGraph/addOpaque(_:to:)``.
  func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value
}

extension Layer {
  /// One opaque node.
  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    graph.addOpaque(self, to: input)
  }

  /// The output in inference, without gradients.
  public func prediction(for input: Tensor, precision: ConvolutionPrecision = .relaxed) -> Tensor {
    var context = Context.inference
    context.precision = precision
    return self(Variable(input), in: &context).value
  }

  /// The description of the layer for inputs of the given shape.
  ///
  /// - Shape: input [1, H, W, C], or whatever the layer takes.
  public func graph(input: Shape) -> LayerGraph {
    var graph = LayerGraph()
    let output = describe(graph.addInput("input", shape: input), in: &graph)
    graph.outputs = [output]
    return graph
  }
}

extension PartVisitor {
  /// Visits a layer of any type where there is one.
  public mutating func callAsFunction(_ name: String, _ layer: inout (any Layer)?) {
    guard layer != nil else { return }
    enter(name) { visitor in layer?.visitParts(&visitor) }
  }

  /// Visits a list of layers of any types, which are called `name.0`, `name.1`, ...
  public mutating func callAsFunction(_ name: String, _ layers: inout [any Layer]) {
    enter(name) { visitor in
      for index in layers.indices { visitor("\(index)", &layers[index]) }
    }
  }
}
