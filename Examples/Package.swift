// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "examples",
  dependencies: [.package(name: "galaxy", path: "..")],
  targets: [
    .executableTarget(
      name: "FirstNetwork",
      dependencies: [
        .product(name: "Tensors", package: "galaxy"),
        .product(name: "NeuralNetwork", package: "galaxy"),
        .product(name: "ImageModels", package: "galaxy"),
        .product(name: "Experiments", package: "galaxy"),
      ]),
    .executableTarget(
      name: "TinyResNet",
      dependencies: [
        .product(name: "Tensors", package: "galaxy"),
        .product(name: "NeuralNetwork", package: "galaxy"),
        .product(name: "ImageModels", package: "galaxy"),
        .product(name: "ImageDatasets", package: "galaxy"),
        .product(name: "Experiments", package: "galaxy"),
        .product(name: "GalaxyCommands", package: "galaxy"),
      ]),
    .executableTarget(
      name: "TwoInputs",
      dependencies: [
        .product(name: "Tensors", package: "galaxy"),
        .product(name: "NeuralNetwork", package: "galaxy"),
      ]),
    .executableTarget(
      name: "GalaxyGAN",
      dependencies: [
        .product(name: "Tensors", package: "galaxy"),
        .product(name: "NeuralNetwork", package: "galaxy"),
        .product(name: "Training", package: "galaxy"),
        .product(name: "Images", package: "galaxy"),
        .product(name: "ImageDatasets", package: "galaxy"),
      ]),
    .executableTarget(
      name: "Service",
      dependencies: [
        .product(name: "Tensors", package: "galaxy"),
        .product(name: "Images", package: "galaxy"),
        .product(name: "Training", package: "galaxy"),
        .product(name: "Experiments", package: "galaxy"),
      ]),
    .executableTarget(
      name: "Snippets",
      dependencies: [.product(name: "GalaxyLibrary", package: "galaxy")]),
    .executableTarget(
      name: "UNet",
      dependencies: [
        .product(name: "Tensors", package: "galaxy"),
        .product(name: "NeuralNetwork", package: "galaxy"),
      ]),
    .executableTarget(
      name: "Transfer",
      dependencies: [
        .product(name: "Tensors", package: "galaxy"),
        .product(name: "NeuralNetwork", package: "galaxy"),
      ],
      resources: [.copy("resnet.safetensors")]),
    .executableTarget(
      name: "AveragedResNet",
      dependencies: [
        .product(name: "Tensors", package: "galaxy"),
        .product(name: "NeuralNetwork", package: "galaxy"),
        .product(name: "Training", package: "galaxy"),
      ]),
    .executableTarget(
      name: "CustomOperation",
      dependencies: [
        .product(name: "Tensors", package: "galaxy"),
        .product(name: "GradientChecking", package: "galaxy"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
