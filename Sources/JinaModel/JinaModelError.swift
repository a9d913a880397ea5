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
  /// A low-rank update of a layer that the model does not have, or of no task.
  case strayAdapter(tensor: String, file: String)
  /// A token without a row in the embedding table.
  case tokenOutOfRange(Int, rows: Int)
  /// The prompt of an image is not one image token between the tokens that begin and end an image.
  case wrongImagePrompt([Int])
  /// An image for a checkpoint that reads texts alone.
  case noVisionTower
  /// A task the checkpoint does not have.
  case unknownTask(EmbeddingTask, known: [EmbeddingTask])
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
      "\(file): \(member) is \(found), where \(expected) is needed; the file is damaged or of another kind of model"
    case .imageProcessor(let error): error.description
    case .unsupportedAdapter(let file, let option, let value):
      "\(file): \(option) is \(value), which is not implemented; merge such adapters into the weights instead"
    case .missingTensor(let tensor, let folder):
      "no weight file in \(folder) has the tensor \(tensor); the model is incomplete or of another kind"
    case .wrongShape(let tensor, let file, let expected, let found):
      "\(file): the tensor \(tensor) has the shape \(found) where the configuration asks for \(expected); "
        + "the file belongs to another model"
    case .wrongType(let tensor, let file, let found):
      "\(file): the tensor \(tensor) is of type \(found.rawValue) where BF16, F16 or F32 is needed; "
        + "use the unquantized model"
    case .ambiguousTensor(let first, let second, let file):
      "\(file): the tensors \(first) and \(second) mean the same weight; remove one"
    case .strayAdapter(let tensor, let file):
      "\(file): the tensor \(tensor) belongs to no layer of this model; the adapters are another model's"
    case .tokenOutOfRange(let token, let rows):
      "token \(token) has no row in the embedding table of \(rows); the tokenizer belongs to another model"
    case .wrongImagePrompt(let tokens):
      "the prompt \(tokens.prefix(20)) has no place for an image; the tokenizer belongs to another model"
    case .noVisionTower: "the checkpoint has no vision tower; use one that has for images"
    case .unknownTask(let task, let known):
      "the model has no task \(task.name.debugDescription); it has \(known.map(\.name).joined(separator: ", "))"
    }
  }
}
