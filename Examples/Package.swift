// swift-tools-version: 6.1
import PackageDescription

/// Libraries of the package that these programs are examples of.
func modules(_ names: String...) -> [Target.Dependency] {
  names.map { .product(name: $0, package: "galaxy") }
}

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
      dependencies: modules("Tensors", "NeuralNetwork", "ImageModels", "ImageDatasets", "Experiments", "GalaxyCommands")
    ),
    .executableTarget(name: "TwoInputs", dependencies: modules("Tensors", "NeuralNetwork")),
    .executableTarget(
      name: "GalaxyGAN", dependencies: modules("Tensors", "NeuralNetwork", "Training", "Images", "ImageDatasets")),
    .executableTarget(name: "Service", dependencies: modules("Tensors", "Images", "Training", "Experiments")),
    .executableTarget(name: "Snippets", dependencies: modules("GalaxyLibrary")),
    .executableTarget(name: "UNet", dependencies: modules("Tensors", "NeuralNetwork")),
    .executableTarget(
      name: "Transfer",
      dependencies: modules("Tensors", "NeuralNetwork"),
      resources: [.copy("resnet.safetensors")]),
    .executableTarget(name: "AveragedResNet", dependencies: modules("Tensors", "NeuralNetwork", "Training")),
    .executableTarget(name: "CustomOperation", dependencies: modules("Tensors", "GradientChecking")),
  ],
  swiftLanguageModes: [.v6]
)
