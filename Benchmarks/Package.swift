// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "galaxy", path: "..")],
  targets: [
    .executableTarget(name: "convolutions", dependencies: [.product(name: "Tensors", package: "galaxy")])
  ],
  swiftLanguageModes: [.v6]
)
