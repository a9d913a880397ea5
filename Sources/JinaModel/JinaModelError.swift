public import Embeddings
public import Files
public import Imaging
public import Safetensors
public import Tensors

/// Why a model could not be loaded, or an input not be computed.
public enum JinaModelError: Error, Equatable, Sendable {
  /// A file cannot be read.
  case file(FileError)
  /// A weight file cannot be read.
  case weights(SafetensorsError)
  /// A folder lacks files that a model needs.
  case missingFiles([String], folder: String)
  /// A configuration file is not JSON.
  case notJSON(file: String, reason: String)
  /// A member of a configuration file is not what the model needs.
  case configuration(file: String, member: String, found: String, expected: String)
  /// The settings for preparing images are wrong.
  case imageProcessor(ImageError)
  /// An option of the adapters that is not implemented.
  case unsupportedAdapter(file: String, option: String, value: String)
  /// No weight file has this tensor.
  case missingTensor(String, folder: String)
  /// A tensor is not as large as the configuration says.
  case wrongShape(tensor: String, file: String, expected: Shape, found: Shape)
  /// A tensor is of a type that is no weight's.
  case wrongType(tensor: String, file: String, found: DType)
  /// Two tensors whose names mean the same one.
  case ambiguousTensor(String, and: String, file: String)
  /// A tensor among the adapters that cannot be used.
  case strayAdapter(tensor: String, file: String, reason: StrayAdapter)
  /// The adapters have no tensor of a task that the configuration names.
  case missingAdapter(EmbeddingTask, file: String)
  /// The file of adapters has none.
  case noAdapters(file: String)
  /// A token without a row in the embedding table.
  case tokenOutOfRange(Int, rows: Int)
  /// A tensor holds a NaN or an infinity.
  case notFiniteWeights(tensor: String, file: String)
  /// The vector of a sequence has a component that is no number, although all weights are; the sequence by its index.
  case notFiniteVector(sequence: Int, task: EmbeddingTask)
  /// The prompt of an image is not one image token between the tokens that begin and end an image.
  case wrongImagePrompt([Int])
  /// An image for a checkpoint that reads texts alone.
  case noVisionTower
  /// A task the checkpoint does not have.
  case unknownTask(EmbeddingTask, known: [EmbeddingTask])
}

extension JinaModelError {
  /// Why a tensor among the adapters cannot be used.
  public enum StrayAdapter: Hashable, Sendable {
    /// It is neither factor of a low-rank update.
    case notAFactor
    /// It updates a part of the model whose updates are not implemented.
    case notImplemented
    /// It updates a layer behind the last one.
    case noSuchLayer(count: Int)
  }
}

extension JinaModelError: CustomStringConvertible {
  /// One sentence: what, where, what to do.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .weights(let error): error.description
    case .missingFiles(let names, let folder):
      "\(folder) is no complete model: \(names.joined(separator: ", ")) missing; fetch the model again"
    case .notJSON(let file, let reason): "\(file) is not JSON: \(reason); fetch it again"
    case .configuration(let file, let member, let found, let expected):
      "\(file): \(member) is \(found), where \(expected) is needed; use a model of the published kind"
    case .imageProcessor(let error): error.description
    case .unsupportedAdapter(let file, let option, let value):
      "\(file): \(option) is \(value), which is not implemented; merge such adapters into the weights instead"
    case .missingTensor(let tensor, let folder):
      "no weight file in \(folder) has the tensor \(tensor), which the configuration asks for; fetch the model again"
    case .wrongShape(let tensor, let file, let expected, let found):
      "\(file): the tensor \(tensor) has the shape \(found) where the configuration asks for \(expected); "
        + "use weights and a configuration of one model"
    case .wrongType(let tensor, let file, let found):
      "\(file): the tensor \(tensor) is of type \(found.rawValue) where BF16, F16 or F32 is needed; "
        + "use the unquantized model"
    case .ambiguousTensor(let first, let second, let file):
      "\(file): the tensors \(first) and \(second) mean the same weight; remove one"
    case .strayAdapter(let tensor, let file, .notAFactor):
      "\(file): the tensor \(tensor) is neither lora_A nor lora_B of a module; merge such adapters into the weights"
    case .strayAdapter(let tensor, let file, .notImplemented):
      "\(file): the tensor \(tensor) updates a module other than the decoder's projections and the multi-vector "
        + "projector, which is not implemented; merge such adapters into the weights"
    case .strayAdapter(let tensor, let file, .noSuchLayer(let count)):
      "\(file): the tensor \(tensor) updates a layer that the model does not have: config.json says it has \(count); "
        + "use adapters that were made for this model"
    case .missingAdapter(let task, let file):
      "\(file) has no tensor of the task \(task.name.debugDescription), which config.json names; fetch the model again"
    case .noAdapters(let file): "\(file) has no tensor; fetch the model again"
    case .tokenOutOfRange(let token, let rows):
      "token \(token) has no row in the embedding table of \(rows); use a tokenizer and weights of one model"
    case .notFiniteWeights(let tensor, let file):
      "\(file): the tensor \(tensor) holds a number that is not finite, so the model has no vectors; fetch the model again"
    case .notFiniteVector(_, let task):
      "its vector under the task \(task.name) is not finite, so nothing can be compared with it; leave it out"
    case .wrongImagePrompt(let tokens):
      "the prompt \(tokens.prefix(20)) has no place for an image; use a tokenizer and a configuration of one model"
    case .noVisionTower: "the checkpoint has no vision tower; use one that has for images"
    case .unknownTask(let task, let known):
      "the model has no task \(task.name.debugDescription); it has \(known.map(\.name).joined(separator: ", "))"
    }
  }
}
