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
    .library(name: "Images", targets: ["Images"]),
    .library(name: "GalaxyZoo", targets: ["GalaxyZoo"]),
  ],
  targets: [
    .target(name: "CKernels"),
    .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .target(name: "CLibJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
    .target(name: "Files", swiftSettings: swiftSettings),
    .target(name: "Tensors", dependencies: ["CKernels", "COpenBLAS"], swiftSettings: swiftSettings),
    .target(name: "Images", dependencies: ["CLibJPEG", "Files"], swiftSettings: swiftSettings),
    .target(name: "GalaxyZoo", dependencies: ["Files", "Images", "Tensors"], swiftSettings: swiftSettings),

    .testTarget(name: "FilesTests", dependencies: ["Files"], swiftSettings: swiftSettings),
    .testTarget(
      name: "GalaxyZooTests", dependencies: ["GalaxyZoo", "Files", "Images", "Tensors"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "ImagesTests", dependencies: ["Images", "Files"], resources: [.copy("Fixtures")],
      swiftSettings: swiftSettings),
    .testTarget(name: "TensorsTests", dependencies: ["Tensors"], swiftSettings: swiftSettings),
  ],
  swiftLanguageModes: [.v6]
)
