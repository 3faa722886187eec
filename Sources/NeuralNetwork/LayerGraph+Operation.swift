// The operations that networks are described in.
public import Tensors

extension LayerGraph {
  /// What a node computes, with its attributes; shapes and parameters are the node's.
  public enum Operation: Sendable, Hashable {
    /// What comes from outside.
    case input
    /// A convolution over all channels of each group.
    case convolution(kernel: HeightWidth, stride: HeightWidth, padding: Padding, dilation: HeightWidth, groups: Int)
    /// A convolution with filters in all eight orientations of the square; its parameters have the filters in one.
    case orientedConvolution(kernel: HeightWidth, padding: Padding)
    /// A convolution of each channel by itself.
    case depthwiseConvolution(kernel: HeightWidth, stride: HeightWidth, padding: Padding, dilation: HeightWidth)
    /// The gradient of a convolution with respect to its input; the output padding adds rows below and columns at the right.
    case transposedConvolution(kernel: HeightWidth, stride: HeightWidth, padding: Padding, outputPadding: HeightWidth)
    /// An affine map of rows.
    case dense
    /// Batch normalisation; `epsilon` is added to variances.
    case batchNorm(epsilon: Float)
    /// Normalisation of each image by the statistics of groups of channels; `epsilon` is added to variances.
    case groupNorm(groups: Int, epsilon: Float)
    /// Normalisation over the last axes, as many as `axes`; `epsilon` is added to variances.
    case layerNorm(axes: Int, epsilon: Float)
    /// The named function of every element.
    case activation(String)
    /// exp(x), divided by the sum of these over the row.
    case softmax
    /// The maximum over windows, in which pixels outside the image do not count.
    case maxPool(size: HeightWidth, stride: HeightWidth, padding: Padding)
    /// The mean over windows, in which pixels outside the image do not count.
    case averagePool(size: HeightWidth, stride: HeightWidth, padding: Padding)
    /// The mean over the whole image.
    case globalAveragePool
    /// Every image as one row.
    case flatten
    /// In training, elements are set to zero with this probability; nothing in inference.
    case dropout(rate: Float)
    /// Channels of all inputs side by side.
    case concatenation
    /// Channels of the first input times the factors that are the second.
    case channelScaling
    /// The sum of the inputs.
    case addition
    /// A layer of the named type, which does not describe itself.
    case opaque(String)
  }
}

extension LayerGraph.Operation: CustomStringConvertible {
  /// The operation as lists of layers name it.
  public var description: String {
    func window(_ name: String, _ size: HeightWidth, stride: HeightWidth, shownUnless usual: HeightWidth) -> String {
      "\(name) \(size.height)×\(size.width)" + (stride == usual ? "" : " / \(stride)")
    }
    func dilated(_ dilation: HeightWidth) -> String { dilation == 1 ? "" : ", dilation \(dilation)" }
    switch self {
    case .input: return "Input"
    case .convolution(let kernel, let stride, _, let dilation, let groups):
      return window("Conv2D", kernel, stride: stride, shownUnless: 1) + dilated(dilation)
        + (groups == 1 ? "" : ", \(groups) groups")
    case .orientedConvolution(let kernel, _):
      return window("OrientedConv2D", kernel, stride: 1, shownUnless: 1)
    case .depthwiseConvolution(let kernel, let stride, _, let dilation):
      return window("DepthwiseConv2D", kernel, stride: stride, shownUnless: 1) + dilated(dilation)
    case .transposedConvolution(let kernel, let stride, _, _):
      return window("TransposedConv2D", kernel, stride: stride, shownUnless: 1)
    case .dense: return "Dense"
    case .batchNorm: return "BatchNorm"
    case .groupNorm(let groups, _): return "GroupNorm \(groups)"
    case .layerNorm: return "LayerNorm"
    case .activation(let name): return name
    case .softmax: return "Softmax"
    case .maxPool(let size, let stride, _): return window("MaxPool", size, stride: stride, shownUnless: size)
    case .averagePool(let size, let stride, _): return window("AveragePool", size, stride: stride, shownUnless: 1)
    case .globalAveragePool: return "GlobalAveragePool2D"
    case .flatten: return "Flatten"
    case .dropout(let rate): return "Dropout \(rate)"
    case .concatenation: return "Concatenation"
    case .channelScaling: return "ScaleChannels"
    case .addition: return "Addition"
    case .opaque(let type): return type
    }
  }
}
