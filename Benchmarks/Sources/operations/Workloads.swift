// The operations whose speed is measured, named by where they occur in networks.
import Tensors

enum Workloads {
  static let all = elementwise + activations + reductions + pools + sizes + rearrangements + products + norms

  private static let elementwise = [
    Workload("resnet 56 shortcut", "add", [[16, 56, 56, 64], [16, 56, 56, 64]]) { $0[0] + $0[1] },
    Workload("resnet 56 bias", "add", [[16, 56, 56, 64], [64]]) { $0[0] + $0[1] },
    Workload("highway 56 difference", "subtract", [[16, 56, 56, 64], [16, 56, 56, 64]]) { $0[0] - $0[1] },
    Workload("u-net 64 gate", "multiply", [[16, 64, 64, 64], [16, 64, 64, 1]]) { $0[0] * $0[1] },
    Workload("attention 197 scale", "scale", [16, 12, 197, 197]) { $0 * 0.125 },
    Workload("normalised embedding", "divide", [[4096, 512], [4096, 1]]) { $0[0] / $0[1] },
    Workload("maxout 56", "maximum", [[16, 56, 56, 64], [16, 56, 56, 64]]) { maximum($0[0], $0[1]) },
    Workload("mobilenet-v3 56 squeeze", "scaleChannels", [[16, 56, 56, 72], [16, 72]]) {
      scaleChannels($0[0], by: $0[1])
    },
  ]

  private static let activations = [
    Workload("lawlor-vgg16 1.1", "relu", [16, 106, 106, 64]) { relu($0) },
    Workload("galaxy-mobilenet-v1 112", "relu6", [16, 112, 112, 32], work: 2) { relu6($0) },
    Workload("mobilenet-v3 112", "hardSwish", [16, 112, 112, 16], work: 4) { hardSwish($0) },
    Workload("dcgan 32 discriminator", "leakyRelu", [64, 32, 32, 64]) { leakyRelu($0, slope: 0.2) },
    Workload("autoencoder 128 mask", "clamp", [16, 128, 128, 16], work: 2) { clamp($0, min: -0.5, max: 0.5) },
    Workload("efficientnet 112", "silu", [16, 112, 112, 32]) { silu($0) },
    Workload("vision transformer 197", "gelu", [16, 197, 3072]) { gelu($0) },
    Workload("dcgan 64 image", "tanh", [64, 64, 64, 3]) { tanh($0) },
    Workload("u-net 128 mask", "sigmoid", [16, 128, 128, 8]) { sigmoid($0) },
    Workload("autoencoder 32", "elu", [64, 32, 32, 64]) { elu($0) },
    Workload("variational deviation", "softplus", [4096, 256]) { softplus($0) },
    Workload("variational variance", "exp", [4096, 256]) { exp($0) },
  ]

  private static let reductions = [
    Workload("resnet 56 bias gradient", "sum", [16, 56, 56, 64], settings: [0, 1, 2], work: 50_176) {
      sum($0, over: [0, 1, 2])
    },
    Workload("reconstruction loss", "sum", [16, 128, 128, 16], settings: [0, 1, 2, 3], work: 4_194_304) { sum($0) },
    Workload("transformer 197 row means", "mean", [16, 197, 768], settings: [2], work: 768) {
      mean($0, over: [2], keepingAxes: true)
    },
    Workload("stack of exposures", "mean", [8, 424, 424, 3], settings: [0], work: 8) {
      mean($0, over: [0], keepingAxes: true)
    },
    Workload("autoencoder 128", "meanSquaredError", [[16, 128, 128, 3], [16, 128, 128, 3]], work: 2_359_296) {
      meanSquaredError($0[0], $0[1])
    },
    Workload("attention 197", "softmax", [16, 12, 197, 197]) { softmax($0) },
    Workload("segmentation 64", "softmaxCrossEntropy", [65_536, 21], work: 1_376_256) { logits in
      softmaxCrossEntropy(logits: logits, classes: (0..<65_536).map { $0 % 21 })
    },
    Workload("u-net 128 mask", "binaryCrossEntropy", [16, 128, 128, 4], work: 1_048_576) { logits in
      binaryCrossEntropy(logits: logits, targets: .full(logits.shape, 0.25))
    },
  ]

  private static let pools = [
    Workload("lawlor-vgg16 1", "maxPool", [16, 106, 106, 64], settings: [2, 2, 0], work: 4) {
      maxPool2D($0, size: 2, stride: 2)
    },
    Workload("resnet 112 stem", "maxPool", [16, 112, 112, 64], settings: [3, 2, 1], work: 9) {
      maxPool2D($0, size: 3, stride: 2, padding: .all(1))
    },
    Workload("densenet 56 transition", "averagePool", [16, 56, 56, 128], settings: [2, 2, 0], work: 4) {
      averagePool2D($0, size: 2, stride: 2)
    },
    Workload("inception 35 branch", "averagePool", [16, 35, 35, 192], settings: [3, 1, 1], work: 9) {
      averagePool2D($0, size: 3, stride: 1, padding: .all(1))
    },
    Workload("galaxy-mobilenet-v1 head", "globalAveragePool", [16, 7, 7, 1024], work: 49) { globalAveragePool2D($0) },
  ]

  private static let sizes = [
    Workload("u-net 32→64", "upsampleNearest", [16, 32, 32, 128], settings: [64, 64]) { upsample2D($0, factor: 2) },
    Workload("u-net 32→64", "upsampleBilinear", [16, 32, 32, 128], settings: [64, 64], work: 8) {
      upsample2D($0, factor: 2, interpolation: .bilinear)
    },
    Workload("images 212→150", "upsampleBilinear", [16, 212, 212, 3], settings: [150, 150], work: 8) {
      resize2D($0, height: 150, width: 150)
    },
    Workload("autoencoder 64", "padZeros", [16, 64, 64, 64], settings: [1]) { pad($0, .none, .both(1), .both(1)) },
    Workload("style transfer 128", "padReflect", [16, 128, 128, 32], settings: [1]) {
      pad($0, .none, .both(1), .both(1), mode: .reflect)
    },
    Workload("u-net 66 crop", "crop", [16, 66, 66, 64], settings: [1]) {
      slice($0, .all, .range(1..<65), .range(1..<65))
    },
  ]

  private static let rearrangements = [
    Workload("dense layer after 112", "permute", [16, 112, 112, 64], settings: [0, 3, 1, 2]) {
      permute($0, 0, 3, 1, 2)
    },
    Workload("transformer 197 heads", "permute", [16, 197, 12, 64], settings: [0, 2, 1, 3]) { permute($0, 0, 2, 1, 3) },
    Workload("patches of 16", "permute", [16, 14, 16, 14, 48], settings: [0, 1, 3, 2, 4]) {
      permute($0, 0, 1, 3, 2, 4)
    },
    Workload("augmentation 224", "flip", [16, 224, 224, 3], settings: [2]) { flip($0, axes: [2]) },
    Workload("u-net 64 skip", "concatenate", [[16, 64, 64, 64], [16, 64, 64, 64]], settings: [3]) {
      concatenate([$0[0], $0[1]])
    },
    Workload("mosaic of 2 rows", "concatenate", [[16, 64, 64, 64], [16, 64, 64, 64]], settings: [1]) {
      concatenate([$0[0], $0[1]], axis: 1)
    },
    Workload("class embedding", "gather", [1000, 256], settings: [8192]) { rows in
      gather(rows, (0..<8192).map { $0 * 37 % 1000 })
    },
  ]

  private static let products = [
    Workload(
      "dcgan 8→16", "transposedConvolution", [[64, 8, 8, 256], [4, 4, 128, 256]], settings: [2, 1], work: 2048
    ) {
      transposedConv2D($0[0], $0[1], stride: 2, padding: .all(1))
    },
    Workload("dcgan 32→64", "transposedConvolution", [[64, 32, 32, 64], [4, 4, 3, 64]], settings: [2, 1], work: 512) {
      transposedConv2D($0[0], $0[1], stride: 2, padding: .all(1))
    },
    Workload(
      "u-net 32→64", "transposedConvolution", [[16, 32, 32, 128], [2, 2, 64, 128]], settings: [2, 0], work: 256
    ) {
      transposedConv2D($0[0], $0[1], stride: 2)
    },
    Workload("attention 197 scores", "matrixProduct", [[192, 197, 64], [192, 64, 197]], work: 128) {
      matrixProduct($0[0], $0[1])
    },
    Workload("vgg16 head", "matrixProduct", [[64, 4096], [4096, 1000]], work: 8192) { matrixProduct($0[0], $0[1]) },
    Workload("vgg16 head", "dense", [[64, 4096], [4096, 1000], [1000]], work: 8192) {
      dense($0[0], $0[1], bias: $0[2])
    },
  ]

  private static let norms = [
    Workload("u-net 64 groups", "groupNorm", [[16, 64, 64, 64], [64], [64]], settings: [8], work: 5) {
      groupNorm($0[0], groups: 8, scale: $0[1], offset: $0[2])
    },
    Workload("vision transformer 197", "layerNorm", [[16, 197, 768], [768], [768]], work: 5) {
      layerNorm($0[0], scale: $0[1], offset: $0[2])
    },
    Workload("resnet 56", "batchNorm", [[16, 56, 56, 64], [64], [64]], work: 5) {
      batchNorm($0[0], scale: $0[1], offset: $0[2], epsilon: 1e-3).output
    },
    Workload("galaxy-mobilenet-v1 112", "batchNorm", [[16, 112, 112, 32], [32], [32]], work: 5) {
      batchNorm($0[0], scale: $0[1], offset: $0[2], epsilon: 1e-3).output
    },
    Workload("resnet 56 frozen", "frozenBatchNorm", [[16, 56, 56, 64], [64], [64]], work: 2) {
      batchNorm(
        $0[0], scale: $0[1], offset: $0[2], mean: Tensor([64], repeating: 0.1), variance: Tensor([64], repeating: 2),
        epsilon: 1e-3)
    },
  ]
}
