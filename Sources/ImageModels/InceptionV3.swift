// Inception v3 as published.
public import NeuralNetwork
internal import Tensors

/// Inception v3 (Szegedy et al. 2016) as Keras's `InceptionV3` has it: batch norm without scale, epsilon 1e-3 and momentum
/// 0.99, ReLU, no auxiliary classifier, no dropout.
///
/// 23,851,784 parameters with 1000 outputs.
///
/// - Shape: [N, H, W, 3] → [N, outputs]; at least 75 pixels a side.
public struct InceptionV3: ImageNetwork {
  private enum Unit {
    /// A convolution with windows of rows × columns pixels, batch norm and ReLU.
    case conv(Int, _ rows: Int, _ columns: Int, stride: HeightWidth = 1, padding: Padding = .same)
    /// The maximum over 3×3 pixels, of which every second is kept.
    case halve
    /// The mean of 3×3 pixels.
    case average
    /// Rows side by side.
    case branches([[Unit]])
  }

  private static let stem: [Unit] = [
    .conv(32, 3, 3, stride: 2, padding: .valid), .conv(32, 3, 3, padding: .valid), .conv(64, 3, 3), .halve,
    .conv(80, 1, 1, padding: .valid), .conv(192, 3, 3, padding: .valid), .halve,
  ]

  private static let mixed: [[[Unit]]] =
    [32, 64, 64].map { pooled in
      [
        [.conv(64, 1, 1)], [.conv(48, 1, 1), .conv(64, 5, 5)], [.conv(64, 1, 1), .conv(96, 3, 3), .conv(96, 3, 3)],
        [.average, .conv(pooled, 1, 1)],
      ]
    } + [
      [
        [.conv(384, 3, 3, stride: 2, padding: .valid)],
        [.conv(64, 1, 1), .conv(96, 3, 3), .conv(96, 3, 3, stride: 2, padding: .valid)], [.halve],
      ]
    ]
    + [128, 160, 160, 192].map { inner in
      [
        [.conv(192, 1, 1)], [.conv(inner, 1, 1), .conv(inner, 1, 7), .conv(192, 7, 1)],
        [.conv(inner, 1, 1), .conv(inner, 7, 1), .conv(inner, 1, 7), .conv(inner, 7, 1), .conv(192, 1, 7)],
        [.average, .conv(192, 1, 1)],
      ]
    } + [
      [
        [.conv(192, 1, 1), .conv(320, 3, 3, stride: 2, padding: .valid)],
        [.conv(192, 1, 1), .conv(192, 1, 7), .conv(192, 7, 1), .conv(192, 3, 3, stride: 2, padding: .valid)], [.halve],
      ]
    ]
    + [[[Unit]]](
      repeating: [
        [.conv(320, 1, 1)], [.conv(384, 1, 1), .branches([[.conv(384, 1, 3)], [.conv(384, 3, 1)]])],
        [.conv(448, 1, 1), .conv(384, 3, 3), .branches([[.conv(384, 1, 3)], [.conv(384, 3, 1)]])],
        [.average, .conv(192, 1, 1)],
      ], count: 2)

  public var layers = Sequential()
  public var output: OutputFunction

  /// The network for the given number of outputs.
  public init(outputs: Int = 37, output: OutputFunction = .sigmoid) {
    self.output = output
    var channels = 3
    for unit in Self.stem { layers.append(Self.layer(unit, &channels), toList: "stem") }
    for rows in Self.mixed { layers.append(Self.layer(.branches(rows), &channels), toList: "mixed") }
    layers.append(GlobalAveragePool2D(), as: "pool")
    layers.append(DenseHead(inputs: channels, outputs: outputs), as: "classifier")
  }

  /// The layer that a unit of the table means for the given channels, which become those of its output.
  private static func layer(_ unit: Unit, _ channels: inout Int) -> any Layer {
    switch unit {
    case .conv(let outputs, let rows, let columns, let stride, let padding):
      let convolution = Conv2D(
        inputChannels: channels, outputChannels: outputs, kernelSize: HeightWidth(rows, columns), stride: stride,
        padding: padding, usesBias: false)
      channels = outputs
      return ConvolutionBlock(convolution, scales: false)
    case .halve: return MaxPool2D(size: 3, stride: 2)
    case .average: return AveragePool2D(size: 3, stride: 1, padding: .same)
    case .branches(let rows):
      let inputs = channels
      channels = 0
      return Branches(
        rows.map { row in
          var width = inputs
          var branch = Sequential()
          for (index, unit) in row.enumerated() { branch.append(layer(unit, &width), as: "\(index)") }
          channels += width
          return branch
        })
    }
  }
}

extension NetworkDefinition {
  /// Inception v3 as published.
  public static let inceptionV3 = NetworkDefinition(
    "inception-v3", summary: "Inception v3 (Szegedy et al. 2016)", input: [299, 299, 3], smallestSide: 75
  ) { InceptionV3(outputs: $0.outputs, output: $0.output) }
}
