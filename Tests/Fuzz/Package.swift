// swift-tools-version: 6.2
// Programs for libFuzzer over the parsers, built and run by `run`; a package of its own, as they have no `main`.

import PackageDescription

/// A fuzzer in `Sources/<name>`. The modules of jinascope are reached through the product above them.
func fuzzer(_ name: String) -> Target {
  .executableTarget(
    name: name, dependencies: [.product(name: "EmbeddingEngine", package: "jinascope")],
    swiftSettings: [.enableUpcomingFeature("ExistentialAny"), .unsafeFlags(["-parse-as-library"])])
}

let package = Package(
  name: "Fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "jinascope", path: "../..")],
  targets: [fuzzer("json"), fuzzer("safetensors-header"), fuzzer("tokenizer")]
)
