// swift-tools-version: 6.2
// Measures the engine; a package of its own, so that the tests never wait for it.

import PackageDescription

/// A program in `Sources/<name>` over the engine; the modules below it are built with it and can be imported too.
func program(_ name: String) -> Target {
  .executableTarget(
    name: name, dependencies: [.product(name: "EmbeddingEngine", package: "jinascope")],
    swiftSettings: [.enableUpcomingFeature("ExistentialAny"), .treatAllWarnings(as: .error)])
}

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "jinascope", path: "../..")],
  targets: [program("benchmark"), program("largest-picture")]
)
