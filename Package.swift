// swift-tools-version: 6.1
import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "galaxy",
  products: [
    .library(name: "Tensors", targets: ["Tensors"]),
    .library(name: "NeuralNetwork", targets: ["NeuralNetwork"]),
    .library(name: "ImageModels", targets: ["ImageModels"]),
  ],
  targets: [
    .target(name: "CKernels"),
    .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .target(name: "Files", swiftSettings: swiftSettings),
    .target(name: "Tensors", dependencies: ["CKernels", "COpenBLAS"], swiftSettings: swiftSettings),
    .target(name: "NeuralNetwork", dependencies: ["Tensors", "Files"], swiftSettings: swiftSettings),
    .target(name: "ImageModels", dependencies: ["NeuralNetwork", "Tensors"], swiftSettings: swiftSettings),

    .target(
      name: "TestSupport", dependencies: ["NeuralNetwork", "Tensors"], path: "Tests/Support",
      swiftSettings: swiftSettings),
    .testTarget(name: "FilesTests", dependencies: ["Files"], swiftSettings: swiftSettings),
    .testTarget(
      name: "TensorsTests", dependencies: ["Tensors", "TestSupport"], resources: [.copy("Fixtures")],
      swiftSettings: swiftSettings),
  ],
  swiftLanguageModes: [.v6]
)
