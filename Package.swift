// swift-tools-version: 6.1
import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func module(_ name: String, _ dependencies: [Target.Dependency], embedding files: [String] = []) -> Target {
  .target(
    name: name, dependencies: dependencies, resources: files.map { .embedInCode($0) }, swiftSettings: swiftSettings)
}

func tests(_ module: String, _ dependencies: [Target.Dependency], fixtures: Bool = false) -> Target {
  .testTarget(
    name: "\(module)Tests", dependencies: [.target(name: module)] + dependencies,
    resources: fixtures ? [.copy("Fixtures")] : [], swiftSettings: swiftSettings)
}

let libraries = [
  "Tensors", "NeuralNetwork", "GradientChecking", "Training", "ImageModels", "Images", "ImageDatasets", "GalaxyZoo",
  "Experiments", "GalaxyCommands",
]

let package = Package(
  name: "galaxy",
  products: libraries.map { .library(name: $0, targets: [$0]) } + [
    .library(name: "GalaxyLibrary", targets: libraries)
  ],
  dependencies: [
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0"),
  ],
  targets: [
    .target(name: "CKernels"),
    .target(name: "CLibJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
    .target(name: "CLibPNG", linkerSettings: [.linkedLibrary("png")]),

    module("Preconditions", []),
    module("DataFiles", ["Preconditions"]),
    module("Tensors", ["CKernels", "Preconditions"]),
    module("NeuralNetwork", ["Tensors", "DataFiles", "Preconditions"]),
    module("GradientChecking", ["NeuralNetwork", "Tensors"]),
    module("Training", ["NeuralNetwork", "Tensors", "DataFiles", "Preconditions"]),
    module("ImageModels", ["NeuralNetwork", "Tensors", "Preconditions"]),
    module("Images", ["CKernels", "CLibJPEG", "CLibPNG", "DataFiles", "Preconditions"]),
    module("ImageDatasets", ["Images", "DataFiles", "Tensors", "Preconditions"]),
    module(
      "GalaxyZoo",
      [
        "ImageDatasets", "Images", "DataFiles", "Tensors", "Preconditions", .product(name: "Yams", package: "Yams"),
      ], embedding: ["Tree/GalaxyChallenge.yaml"]),
    module("Reports", ["Preconditions"]),
    module(
      "Experiments",
      [
        "Reports", "ImageModels", "GalaxyZoo", "ImageDatasets", "Images", "Training", "NeuralNetwork", "Tensors",
        "DataFiles", "Preconditions",
        .product(name: "Yams", package: "Yams"),
      ]),
    module(
      "GalaxyCommands",
      [
        "Experiments", "Reports", "Training", "ImageModels", "GalaxyZoo", "ImageDatasets", "NeuralNetwork", "Tensors",
        "DataFiles",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(name: "galaxy", dependencies: ["GalaxyCommands"], swiftSettings: swiftSettings),

    .target(
      name: "TestSupport", dependencies: ["Images", "NeuralNetwork", "Tensors"], path: "Tests/Support",
      resources: [.copy("Galaxies")],
      swiftSettings: swiftSettings),
    tests("DataFiles", []),
    tests("Tensors", ["CKernels", "GradientChecking", "TestSupport"], fixtures: true),
    tests("NeuralNetwork", ["Tensors", "DataFiles", "GradientChecking", "TestSupport"], fixtures: true),
    tests("GradientChecking", ["NeuralNetwork", "Tensors"]),
    tests("Reports", ["TestSupport"]),
    tests("Training", ["DataFiles", "NeuralNetwork", "Tensors", "TestSupport"]),
    tests("ImageModels", ["GradientChecking", "NeuralNetwork", "Tensors", "TestSupport"], fixtures: true),
    tests("Images", ["DataFiles"], fixtures: true),
    tests("ImageDatasets", ["Images", "DataFiles", "Tensors"]),
    tests("GalaxyZoo", ["DataFiles", "ImageDatasets", "Images", "Tensors"]),
    tests(
      "Experiments",
      [
        "DataFiles", "GalaxyZoo", "ImageDatasets", "ImageModels", "Images", "NeuralNetwork", "Reports", "Tensors",
        "TestSupport", "Training",
      ],
      fixtures: true),
    tests(
      "galaxy",
      [
        "Experiments", "GalaxyCommands", "GalaxyZoo", "ImageDatasets", "ImageModels", "Images", "NeuralNetwork",
        "Tensors", "TestSupport",
        "Training",
      ], fixtures: true
    ),
  ],
  swiftLanguageModes: [.v6]
)
