// swift-tools-version: 6.2
// The targets form a strict DAG: a target imports only what its line names, and the compiler holds it
// (`--explicit-target-dependency-import-check error`, set in `scripts/`).

import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableExperimentalFeature("Lifetimes"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let collections = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let toml = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let database = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

/// A Swift target in `Sources/<name>` under the house's settings.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

/// A module that computes: optimized in debug builds too, with its assertions, because the tests wait for it.
func computing(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: dependencies,
    swiftSettings: swiftSettings + [
      .unsafeFlags(["-O", "-assert-config", "Debug"], .when(configuration: .debug))
    ])
}

/// The tests of one target, in `Tests/<name>Tests`.
func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies,
    swiftSettings: swiftSettings)
}

let package = Package(
  name: "jinascope",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "jinascope", targets: ["jinascope"]),
    .library(name: "EmbeddingEngine", targets: ["EmbeddingEngine", "Embeddings"]),
    // For the benchmark of its frames.
    .library(name: "Explorer", targets: ["Explorer", "TerminalUI", "Corpus", "Embeddings"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // 0: C libraries behind small headers, and leaves of Swift.
    // Optimized in debug builds too: what the tests wait for is computed here.
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))]),
    .target(name: "CStart"),
    .target(
      name: "CBLAS",
      linkerSettings: [
        .linkedLibrary("openblas", .when(platforms: [.linux])),
        .linkedFramework("Accelerate", .when(platforms: [.macOS])),
      ]),
    .target(name: "CImageCodecs", linkerSettings: [.linkedLibrary("jpeg"), .linkedLibrary("png")]),
    .target(name: "CProcess"),
    .target(
      name: "CTerminal", dependencies: ["CProcess"],
      linkerSettings: [
        .linkedLibrary("ncursesw", .when(platforms: [.linux])), .linkedLibrary("ncurses", .when(platforms: [.macOS])),
      ]),
    .target(
      name: "BundledAssets", dependencies: ["Files"], path: "assets", exclude: ["training", "pictures"],
      sources: ["BundledAssets.swift"],
      resources: [.copy("model"), .copy("samples")], swiftSettings: swiftSettings),
    computing("StrictJSON"),
    module("Files", ["CProcess"]),
    computing("Display"),

    // 1
    module("Threading", ["CProcess"]),
    computing("TerminalUI", ["Display"]),
    module("Settings", [toml]),
    computing("Tokenization", ["Files", "StrictJSON", collections]),

    // 2
    computing("Tensors", ["CKernels", "CBLAS", "Threading"]),
    module("NcursesTerminal", ["TerminalUI", "CProcess", "CTerminal"]),

    // 3
    computing("Safetensors", ["Files", "StrictJSON", "Tensors"]),
    computing("Imaging", ["StrictJSON", "Tensors", "CImageCodecs"]),

    // 4
    computing("Embeddings", ["Files", "Tensors", "Imaging", collections]),
    module("Plots", ["Display", "Imaging"]),

    // 5
    computing("JinaModel", ["Files", "StrictJSON", "Threading", "Tensors", "Safetensors", "Imaging", "Embeddings"]),
    module("Corpus", ["Files", "StrictJSON", "Tensors", "Safetensors", "Embeddings"]),
    module("EmbeddingStore", ["Embeddings", "Files", "Imaging", "Tensors", crypto, database]),
    module("Reports", ["Display", "Files", "StrictJSON", "Tensors", "Safetensors", "Imaging", "Embeddings"]),

    // 6
    module("ModelHub", ["BundledAssets", "Files", "JinaModel", "Safetensors", "StrictJSON", crypto]),
    module(
      "EmbeddingEngine",
      ["Tensors", "Files", "JinaModel", "Tokenization", "Imaging", "Embeddings", "Threading", logging]),
    module(
      "Explorer",
      [
        "Files", "StrictJSON", "TerminalUI", "Tensors", "Safetensors", "Embeddings", "Corpus", "Imaging", "Plots",
        "Reports", "Threading",
      ]),

    // 7
    .executableTarget(
      name: "jinascope",
      dependencies: [
        "BundledAssets", "CStart", "Corpus", "EmbeddingEngine", "EmbeddingStore", "Embeddings", "Explorer", "Files",
        "Imaging",
        "JinaModel",
        "ModelHub", "NcursesTerminal", "Plots", "Reports", "Safetensors", "Settings", "StrictJSON", "Tensors",
        "TerminalUI", "Threading", "Tokenization", arguments, crypto, logging,
      ],
      swiftSettings: swiftSettings),

    // Tests: one target per target; `TestSupport` holds what they share.
    .target(
      name: "TestSupport", dependencies: ["Embeddings", "Files", "Safetensors", "StrictJSON", "Tensors", crypto],
      path: "Tests/TestSupport", swiftSettings: swiftSettings),
    .target(
      name: "CKernelChecks", dependencies: ["CKernels"], path: "Tests/CKernelChecks", exclude: ["main.c"],
      cSettings: [.headerSearchPath("../../Sources/CKernels")]),
    tests("StrictJSON"),
    tests("Files"),
    tests("Display"),
    tests("Threading"),
    tests("TerminalUI"),
    tests("Settings"),
    tests("Tokenization", ["Files", "StrictJSON"]),
    tests("Tensors", ["CKernelChecks"]),
    tests("NcursesTerminal", ["CTerminal", "TerminalUI"]),
    tests("Safetensors", ["Files", "Tensors"]),
    tests("Imaging", ["StrictJSON", "Tensors"]),
    tests("Embeddings", ["Files", "Imaging", "StrictJSON", "Tensors"]),
    tests("Plots", ["Display", "Imaging"]),
    tests("JinaModel", ["CKernelChecks", "Embeddings", "Files", "Imaging", "Safetensors", "StrictJSON", "Tensors"]),
    tests("Corpus", ["BundledAssets", "Embeddings", "Files", "Reports", "StrictJSON"]),
    tests("EmbeddingStore", ["Embeddings", "Files", "Imaging"]),
    tests("Reports", ["Display", "Embeddings", "Files", "Imaging", "Safetensors", "StrictJSON", "Tensors"]),
    tests("ModelHub", ["BundledAssets", "Files", "Safetensors", "Tensors"]),
    tests(
      "EmbeddingEngine",
      ["BundledAssets", "Corpus", "Embeddings", "Files", "Imaging", "Safetensors", "StrictJSON", "Tensors"]),
    tests(
      "Explorer",
      ["TerminalUI", "Embeddings", "Corpus", "Imaging", "Plots", "Reports", "Safetensors", "StrictJSON", "Tensors"]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "jinascope", "EmbeddingEngine", "Embeddings", "Explorer", "Imaging", "StrictJSON", "Tensors", "TerminalUI",
        "TestSupport", arguments,
      ],
      swiftSettings: swiftSettings),
  ]
)
