// Convolution of groups of channels, each by itself.
internal import Preconditions

/// The groups of a convolution, put together where they are so narrow that they would leave the processor's vectors empty.
struct GroupedChannels {
  private let groups, inputs, outputs: Int
  /// Groups that are convolved as one, with zeros for the weights between them.
  private let merged: Int

  /// - Shape: input [N, H, W, C], weight [KH, KW, C / groups, K].
  init(_ input: Shape, _ weight: Shape, groups: Int) {
    require(
      input.rank == 4 && weight.rank == 4 && groups > 0 && weight[2] * groups == input[3] && weight[3] % groups == 0,
      "conv2D: input \(input) and weight \(weight) do not have their channels in \(groups) groups")
    let outputs = weight[3] / groups
    self.groups = groups
    self.outputs = outputs
    inputs = weight[2]
    merged = (1...groups).first { groups % $0 == 0 && $0 * outputs >= ChannelPanels.width } ?? groups
  }

  /// The outputs of all groups side by side, `convolution` being called for some of the channels at a time.
  func convolve(
    _ input: Variable, _ weight: Variable, _ bias: Variable?,
    _ convolution: (_ input: Variable, _ weight: Variable, _ bias: Variable?) -> Variable
  ) -> Variable {
    let blocks = groups / merged
    let inputs = split(input, into: [Int](repeating: merged * self.inputs, count: blocks))
    let weights = split(weight, into: [Int](repeating: merged * outputs, count: blocks))
    let biases = bias.map { split($0, into: [Int](repeating: merged * outputs, count: blocks)) }
    return concatenate(
      (0..<blocks).map { convolution(inputs[$0], blockDiagonal(weights[$0]), biases?[$0]) })
  }

  /// The weights of some groups as those of one convolution over the channels of all.
  ///
  /// - Shape: [KH, KW, C / groups, K'] → [KH, KW, C', K'].
  private func blockDiagonal(_ weight: Variable) -> Variable {
    if merged == 1 { return weight }
    let parts = split(weight, into: [Int](repeating: outputs, count: merged))
    return concatenate(
      parts.enumerated().map { index, part in
        pad(part, .none, .none, AxisPadding(before: index * inputs, after: (merged - 1 - index) * inputs))
      })
  }
}
