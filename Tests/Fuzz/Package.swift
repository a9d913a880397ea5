// swift-tools-version: 6.2
// Programs for libFuzzer over the parsers, built and run by `run`; a package of its own, as they need its library.

import PackageDescription

/// A fuzzer in `Sources/<name>`. The modules of jinascope are reached through the product above them.
func fuzzer(_ name: String) -> Target {
  .executableTarget(
    name: name, dependencies: ["CFuzzer", .product(name: "EmbeddingEngine", package: "jinascope")],
    swiftSettings: [.enableUpcomingFeature("ExistentialAny")])
}

let package = Package(
  name: "Fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "jinascope", path: "../..")],
  targets: [.target(name: "CFuzzer"), fuzzer("json"), fuzzer("safetensors-header"), fuzzer("tokenizer")]
)
