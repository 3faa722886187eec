// Convolution with filters in all orientations.
internal import Preconditions
public import Tensors

/// A convolution with each filter in the eight orientations of the square, for images that have no up and no left
/// (Cohen and Welling 2016, group p4m).
///
/// Of an image that is turned by quarters or mirrored, the output is the same, turned or mirrored, with its orientations
/// exchanged. Channels are `fields` for the first orientation, then as many for the next; a convolution of them learns from
/// how its input's orientations differ from its own. ``OrientationMean`` at the end makes of them numbers that do not change
/// with the image's orientation.
///
/// It computes what ``Conv2D`` of 8 · fields channels computes, in the same time, with an eighth of the weights. (Convolutions
/// of 1×1 could be made cheaper on the irreducible parts of the orientations, larger ones not: there Winograd's method saves
/// as much.)
///
/// - Shape: [N, H, W, inputChannels] → [N, OH, OW, 8 · fields].
public struct OrientedConv2D: ConvolutionLayer {
  /// The filters in their first orientation.
  ///
  /// - Shape: [K, K, inputChannels, fields].
  public var weight: Parameter
  /// Added in every orientation.
  ///
  /// - Shape: [fields].
  public var bias: Parameter?
  /// What surrounds the image.
  public let padding: Padding

  public let stride: HeightWidth = 1
  public let dilation: HeightWidth = 1
  public let orientations = SquareSymmetry.count

  // For each row of the turned filters the row of the weights.
  private let rows: [Int]

  /// A convolution with square windows of an odd number of pixels a side.
  ///
  /// - Parameters:
  ///   - inputChannels: channels of the images, in all orientations.
  ///   - isInputOriented: whether the channels are those of another oriented convolution, rather than of an image.
  ///   - fields: channels of the result in one orientation.
  ///   - kernelSize: rows and columns of a window.
  ///   - padding: rows and columns of zeros around the images.
  ///   - usesBias: whether a learned number is added to each channel.
  ///   - initializer: of the weights; Glorot's uniform one if nil.
  public init(
    inputChannels: Int, isInputOriented: Bool, fields: Int, kernelSize: Int, padding: Padding = .same,
    usesBias: Bool = true, initializer: Initializer? = nil
  ) {
    require(kernelSize % 2 == 1, "OrientedConv2D: expected an odd number of pixels a side, found \(kernelSize)")
    require(
      !isInputOriented || inputChannels % SquareSymmetry.count == 0,
      "OrientedConv2D: \(inputChannels) channels do not fall into 8 orientations")
    let area = kernelSize * kernelSize
    weight = Parameter(
      [kernelSize, kernelSize, inputChannels, fields],
      initializer: initializer
        ?? .glorotUniform(fanIn: area * inputChannels, fanOut: area * SquareSymmetry.count * fields))
    bias = usesBias ? Parameter([fields], initializer: .zeros) : nil
    self.padding = padding
    rows = Self.rows(kernelSize: kernelSize, inputChannels: inputChannels, isInputOriented: isInputOriented)
  }

  /// For every place of a window, input channel and orientation of the filter, the row of the weights that is found there.
  private static func rows(kernelSize: Int, inputChannels: Int, isInputOriented: Bool) -> [Int] {
    let symmetries = SquareSymmetry.allCases
    let inputFields = isInputOriented ? inputChannels / symmetries.count : inputChannels
    // A turned filter sees in an orientation of its input what it sees, before it is turned, in the one turned back.
    let back = symmetries.map(\.inverse)
    let seen = back.map { back in symmetries.map { symmetries.firstIndex(of: back.after($0)) ?? 0 } }
    var rows: [Int] = []
    for row in 0..<kernelSize {
      for column in 0..<kernelSize {
        for channel in 0..<inputChannels {
          let (orientation, field) = channel.quotientAndRemainder(dividingBy: inputFields)
          for filter in symmetries.indices {
            let place = back[filter].moved(row: row, column: column, side: kernelSize)
            let source = isInputOriented ? seen[filter][orientation] * inputFields + field : channel
            rows.append((place.row * kernelSize + place.column) * inputChannels + source)
          }
        }
      }
    }
    return rows
  }

  public var outputChannels: Int { orientations * weight.shape[3] }

  public var windows: Variable {
    let (extents, fields) = (weight.shape.dimensions, weight.shape[3])
    return weight.variable.derived([orientations, rows.count]) { weight in
      reshape(
        gather(reshape(weight, to: [rows.count / orientations, fields]), rows),
        to: Shape(extents.dropLast() + [outputChannels]))
    }
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    conv2D(input, windows, bias: offsets, padding: padding, precision: context.precision)
  }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    let windows = Shape(weight.shape.dimensions.dropLast() + [outputChannels])
    let output = conv2DShape(input.shape, windows, padding: padding)
    return graph.add(
      .orientedConvolution(kernel: HeightWidth(weight.shape[0]), padding: padding), to: [input], output: output,
      parametersOf: self, multiplyAdds: output.count / max(1, output[0]) * windows.count / outputChannels)
  }
}
