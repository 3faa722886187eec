// swift-tools-version: 6.1
import PackageDescription

let tensors = Target.Dependency.product(name: "Tensors", package: "galaxy")

let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "galaxy", path: "..")],
  targets: [
    .target(name: "Measurement", dependencies: [tensors]),
    .executableTarget(name: "convolutions", dependencies: ["Measurement", tensors]),
    .executableTarget(name: "operations", dependencies: ["Measurement", tensors]),
  ],
  swiftLanguageModes: [.v6]
)
