import ArgumentParser
import BundledAssets
import Corpus
import EmbeddingEngine
import EmbeddingStore
import Embeddings
import Explorer
import Files
import Imaging
import JinaModel
import ModelHub
import NcursesTerminal
import Safetensors
import Threading
import Tokenization

/// The status a failed command ends with; `nil` for errors of the command line's own parser, which knows better.
func exitStatus(of error: any Error) -> ExitStatus? {
  switch error {
  case is CancellationError, is EndedBySignal: .interrupted
  case is RequestError, is TerminalError, is EnvironmentProblem: .usage
  case let error as ConfigurationError: status(of: error)
  case let error as InputError: status(of: error)
  case let error as RequestFailure: exitStatus(of: error.reason)
  case let error as OutputError: status(of: error)
  case let error as CorpusError: status(of: error)
  case let error as ImportError: status(of: error)
  case let error as FileError: status(of: error)
  case let error as ModelHubError: status(of: error)
  case let error as JinaModelError: status(of: error)
  case let error as SafetensorsError: status(of: error)
  case let error as TokenizationError: status(of: error)
  case is ImageError, is ScriptError, is SimilarityMap.Failure: .badData
  case is BundledAssetsNotFound: .noInput
  case let error as BenchmarkError: status(of: error)
  case is DamagedStore: .badData
  case is EmbeddingStoreError: .inputOutput
  case is ThreadingError, is AddressSpaceTooSmall: .inputOutput
  case is ProblemsFound, is VectorsDiffer: .problemsFound
  default: nil
  }
}

private func status(of error: FileError) -> ExitStatus {
  switch error {
  case .notFound, .notAFile, .notAFolder, .notPermitted(.read, _): .noInput
  case .tooLarge, .lineTooLong, .nameNotUTF8: .badData
  case .nobodyReads(StandardStream.output.name): .nobodyReads
  case .cancelled: .interrupted
  case .nobodyReads, .folderNotFound, .notPermitted(.write, _), .diskFull, .changed, .failed: .inputOutput
  }
}

private func status(of error: ConfigurationError) -> ExitStatus? {
  switch error {
  case .setting(_, _, _, let reason): exitStatus(of: reason)
  case .problems: .badData
  }
}

private func status(of error: InputError) -> ExitStatus {
  switch error {
  case .notText, .onlyVector, .notOneItem, .noItem, .notPicture, .noToken, .matrixTooLarge, .noSplit, .cannotWatch:
    .usage
  case .noJudgments: .noInput
  case .noJudgedQuery, .noVectorOfTask, .otherCount, .repeatedVector, .noVectorOfItems: .badData
  case .item(_, let error as FileError), .query(let error as FileError): status(of: error)
  case .item, .query, .notUTF8, .otherVectors: .badData
  }
}

private func status(of error: OutputError) -> ExitStatus {
  switch error {
  case .needsFile: .usage
  case .alreadyThere: .inputOutput
  }
}

private func status(of error: BenchmarkError) -> ExitStatus {
  switch error {
  case .noSpace: .inputOutput
  case .notEmpty, .noPictures, .tooLong: .usage
  }
}

private func status(of error: ImportError) -> ExitStatus {
  switch error {
  case .otherDimension, .unknownTask, .notEmbedded: .usage
  case .itemsWithoutVectors, .severalDimensions: .badData
  }
}

private func status(of error: CorpusError) -> ExitStatus {
  switch error {
  case .file(let error): status(of: error)
  default: .badData
  }
}

private func status(of error: ModelHubError) -> ExitStatus {
  switch error {
  case .refusedReference: .usage
  case .notAModel, .notInCache, .incomplete, .unfinished, .severalSnapshots, .nothingFound: .noInput
  case .damagedReference, .unusable: .badData
  case .file(let error): status(of: error)
  case .inEnvironment(_, let error): status(of: error)
  }
}

private func status(of error: JinaModelError) -> ExitStatus {
  switch error {
  case .file(let error): status(of: error)
  case .weights(let error): status(of: error)
  case .missingFiles: .noInput
  case .unknownTask: .usage
  default: .badData
  }
}

private func status(of error: SafetensorsError) -> ExitStatus {
  switch error {
  case .file(let error): status(of: error)
  case .noShards, .missingShard: .noInput
  default: .badData
  }
}

private func status(of error: TokenizationError) -> ExitStatus {
  switch error {
  case .noTokenizer: .noInput
  case .file(let error): status(of: error)
  default: .badData
  }
}
