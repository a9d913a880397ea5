import BundledAssets
import Corpus
import EmbeddingEngine
import Embeddings
import Foundation
import Safetensors
import StrictJSON
import Tensors
import TestSupport
import Testing

/// The model that comes with the program, against the reference on the same files.
@Suite struct BundledModelTests {
  @Test(arguments: Precision.allCases)
  func textsOfEveryLanguageAndSnippetsEqualTheReferenceUnderEveryAdapterAndRole(precision: Precision) async throws {
    let goldens = try Goldens("bundled")
    let engine = try engine(precision)
    #expect(engine.model.tasks.map(\.name) == ["retrieval", "text-matching", "code"])
    #expect(goldens.texts.count >= 24)
    let hidden = engine.model.fullDimension
    for role in PromptRole.prompted {
      let results = try await engine.results(
        of: goldens.texts.map {
          EmbeddingRequest(.text($0.text, role), tasks: engine.model.tasks, wantsMultiVector: true)
        })
      for (position, task) in engine.model.tasks.enumerated() {
        let place = "\(task)/\(role.rawValue)"
        let single = try goldens.golden("single/" + place)
        #expect(single.shape == [goldens.texts.count, hidden])
        for (row, text) in goldens.texts.enumerated() {
          #expect(engine.tokenize(text.text, role: role, task: task).map(\.id) == (try text.tokens(role, task: task)))
          let distance = cosineDistance(
            results[row][position].vector.values, single.slice(row..<row + 1).floats())
          #expect(distance <= precision.singleTolerance, "\(place) \(text.id)")
        }
        for (index, id) in goldens.matryoshkaTexts.enumerated() {
          let row = try #require(goldens.texts.firstIndex { $0.id == id })
          let result = results[row][position]
          try compare(result, try goldens.golden("multi/\(place)/\(id)"), precision.tokenTolerance, "\(place) \(id)")
          for dimension in engine.model.matryoshkaDimensions {
            let golden = try goldens.golden("matryoshka/\(place)/\(dimension)").slice(index..<index + 1).floats()
            let distance = cosineDistance(result.vector.truncated(to: dimension).values, golden)
            #expect(distance <= precision.singleTolerance, "\(place) \(id) \(dimension)")
          }
        }
      }
    }
  }

  @Test(arguments: Precision.allCases)
  func sampleImagesEqualTheReferenceUnderEveryAdapter(precision: Precision) async throws {
    let document = try JSONValue(parsing: try Fixture.bytes("goldens/bundled/images.json"))
    let files = (document.object?["images"]?.array ?? []).compactMap(\.string)
    let goldens = try SafetensorsFile(path: Fixture.path("goldens/bundled/images.safetensors"))
    #expect(files.count >= 10)
    let folder = try BundledAssets().samples + "/images/"
    let engine = try engine(precision)
    let results = try await engine.results(
      of: files.map {
        EmbeddingRequest(.image(.file(folder + $0)), tasks: engine.model.tasks, wantsMultiVector: true)
      })
    for (position, task) in engine.model.tasks.enumerated() {
      let single = try #require(goldens.tensor("single/\(task)"))
      #expect(single.shape == [files.count, engine.model.fullDimension])
      for (row, file) in files.enumerated() {
        let distance = cosineDistance(results[row][position].vector.values, single.slice(row..<row + 1).floats())
        #expect(distance <= precision.singleTolerance, "\(task) \(file)")
      }
      let golden = try #require(goldens.tensor("multi/\(task)/\(files[0])"))
      try compare(results[0][position], golden, precision.tokenTolerance, "\(task) \(files[0])")
    }
  }

  @Test func mostSampleQueriesFindWhatWasJudgedRelevantAmongTheFirstThree() async throws {
    let engine = try engine(.exact)
    let samples = try CorpusReader.read(
      inputs: [try BundledAssets().samples], CorpusReader.Options(readsImages: true))
    let queries = JudgedCollection(try #require(samples.judgments.first), items: samples.items).queries
    let tasks = engine.model.tasks.filter { $0.name != "text-matching" }
    func request(_ content: CorpusItem.Content, _ role: PromptRole) -> EmbeddingRequest {
      switch content {
      case .text(let text): EmbeddingRequest(.text(text, role), tasks: tasks)
      case .image(let image): EmbeddingRequest(.image(image), tasks: tasks)
      }
    }
    let found = try await engine.results(of: samples.items.map { request($0.content, $0.role ?? .passage) })
    let asked = try await engine.results(of: queries.map { request($0.content, $0.role) })
    var missed: [String] = []
    for (query, vectors) in zip(queries, asked) {
      let relevant = Set(query.grades.keys.map { samples.items[$0].id })
      #expect(!relevant.isEmpty)
      let task = relevant.allSatisfy { $0.hasPrefix("code-") } ? 1 : 0
      let scores = found.map { EmbeddingEngine.cosineSimilarity(vectors[task].vector, $0[task].vector) }
      let first = scores.indices.sorted { scores[$0] > scores[$1] }.prefix(3).map { samples.items[$0].id }
      if relevant.isDisjoint(with: first) { missed.append("\(query.id): \(first)") }
    }
    #expect(missed.count * 3 <= queries.count, "\(missed.count): \(missed)")
  }

  private func engine(_ precision: Precision) throws -> EmbeddingEngine {
    try EmbeddingEngine(directory: try BundledAssets().model, options: EngineOptions(threads: 2, precision: precision))
  }

  private func compare(
    _ result: EmbeddingResult, _ golden: StoredTensor, _ tolerance: Double, _ place: String
  ) throws {
    let multiVector = try #require(result.multiVector)
    #expect(golden.shape == [multiVector.tokens, multiVector.dimensions])
    for token in 0..<multiVector.tokens {
      let distance = cosineDistance(multiVector[token], golden.slice(token..<token + 1).floats())
      #expect(distance <= tolerance, "\(place) token \(token)")
    }
  }
}
