import Foundation
public import Tensors

/// How the engine runs.
public struct EngineOptions: Hashable, Sendable {
  /// Threads of a pass; by default the processor's cores.
  public var threads: Int
  /// The most token rows of one pass (a text under two tasks counts twice); a longer text is a pass of its own.
  public var batchTokens: Int
  /// How exactly products with weights are computed.
  public var precision: Precision
  /// What the layers' weights are packed to.
  public var weights: WeightFormat
  /// Whether weights stay in their files, as they are stored: less memory, slower passes.
  public var lowMemory: Bool
  /// The most pixels pictures are resized to; `nil` is the model's own budget.
  public var maximumPixels: Int?
  /// Pictures that declare more pixels are refused before they are decoded.
  public var maximumDecodedPixels: Int
  /// Whether pictures are turned as their EXIF data tell; the reference does not.
  public var appliesOrientation: Bool

  /// The most threads there are, whoever asks for more: no machine has so many cores for one pass.
  public static let mostThreads = 256

  /// Options; what is left out takes its default.
  public init(
    threads: Int? = nil, batchTokens: Int = 2048, precision: Precision = .exact,
    weights: WeightFormat = .stored, lowMemory: Bool = false,
    maximumPixels: Int? = nil, maximumDecodedPixels: Int = 100_000_000, appliesOrientation: Bool = false
  ) {
    self.threads = min(Self.mostThreads, max(1, threads ?? ProcessInfo.processInfo.activeProcessorCount))
    self.batchTokens = max(1, batchTokens)
    self.precision = precision
    self.weights = weights
    self.lowMemory = lowMemory
    self.maximumPixels = maximumPixels
    self.maximumDecodedPixels = maximumDecodedPixels
    self.appliesOrientation = appliesOrientation
  }
}

/// What is known of a model beside its files' content, for its description.
public struct ModelIdentity: Hashable, Sendable {
  /// A short name.
  public var name: String?
  /// The license of the weights.
  public var license: String?
  /// SHA-256 that identifies the files.
  public var fingerprint: String?

  /// An identity; what is left out is not known.
  public init(name: String? = nil, license: String? = nil, fingerprint: String? = nil) {
    self.name = name
    self.license = license
    self.fingerprint = fingerprint
  }
}
