// swift-tools-version: 6.2
// Measures the engine, the analysis and the explorer; a package of its own, so that the tests never wait for it.

import PackageDescription

/// A program in `Sources/<name>` over a product of jinascope; the modules below it are built with it and can be imported
/// too.
func program(_ name: String, over product: String = "EmbeddingEngine") -> Target {
  .executableTarget(
    name: name, dependencies: [.product(name: product, package: "jinascope"), "RandomValues"],
    swiftSettings: [.enableUpcomingFeature("ExistentialAny"), .treatAllWarnings(as: .error)])
}

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "jinascope", path: "../..")],
  targets: [
    .target(name: "RandomValues"),
    program("benchmark"), program("largest-picture"), program("products"), program("analysis"),
    program("frames", over: "Explorer"),
  ]
)
