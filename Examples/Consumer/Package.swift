// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "consumer",
  dependencies: [.package(name: "galaxy", path: "../..")],
  targets: [
    .executableTarget(
      name: "consumer",
      dependencies: [
        .product(name: "Tensors", package: "galaxy"),
        .product(name: "NeuralNetwork", package: "galaxy"),
        .product(name: "ImageModels", package: "galaxy"),
      ])
  ]
)
