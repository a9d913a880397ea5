import EmbeddingEngine
import Embeddings
import Imaging
import Safetensors
import Tensors
import TestSupport
import Testing

@Suite struct ImageRequestTests {
  private func engine(_ checkpoint: String = "tiny-published", _ options: EngineOptions = EngineOptions(threads: 2))
    throws -> EmbeddingEngine
  {
    try EmbeddingEngine(directory: Goldens.directory(of: checkpoint), options: options)
  }

  private func file(_ name: String) -> ImageSource { .file(Fixture.path("images/" + name)) }

  @Test(arguments: ["tiny-published", "tiny-newer"])
  func imagesAreEmbeddedAsTheReferenceDoesUnderEveryTask(checkpoint: String) async throws {
    let goldens = try SafetensorsFile(path: Fixture.path("goldens/\(checkpoint)/images.safetensors"))
    let engine = try engine(checkpoint)
    let results = try await engine.results(of: [
      EmbeddingRequest(.image(file("jpeg-progressive-420.jpg")), tasks: engine.model.tasks, wantsMultiVector: true)
    ])[0]
    #expect(results.map(\.task) == engine.model.tasks)
    for result in results {
      let golden = try #require(goldens.tensor("multi/\(result.task)/jpeg-progressive-420.jpg"))
      let multiVector = try #require(result.multiVector)
      #expect(golden.shape == [multiVector.tokens, multiVector.dimensions])
      #expect(result.tokenCount == multiVector.tokens && result.prompt == nil)
      for token in 0..<multiVector.tokens {
        #expect(cosineDistance(multiVector[token], golden.slice(token..<token + 1).floats()) <= 5e-7)
      }
      let reading = try #require(result.image)
      #expect(reading.grid.count == reading.tokenRange.count)
      #expect(reading.width == reading.grid.columns * 28 && reading.height == reading.grid.rows * 28)
    }
  }

  @Test func textsAndImagesMixInOneCall() async throws {
    let engine = try engine()
    let requests: [EmbeddingRequest] = [
      EmbeddingRequest(.text("a text", .query), tasks: engine.model.tasks),
      EmbeddingRequest(.image(file("rgb-5x3.png")), tasks: Array(engine.model.tasks.reversed())),
      EmbeddingRequest(.image(.bytes(try Fixture.bytes("images/jpeg-420.jpg"))), tasks: [engine.model.tasks[1]]),
    ]
    let results = try await engine.results(of: requests)
    #expect(results.map { $0.map(\.task) } == requests.map(\.tasks))
    #expect(results.map { $0.map { $0.image == nil } } == [[true, true, true], [false, false, false], [false]])
    let alone = try await engine.encodeImage([file("jpeg-420.jpg")], task: engine.model.tasks[1].name)
    #expect(cosineDistance(alone[0].values, results[2][0].vector.values) < 1e-11)
  }

  @Test func theVisionTowerRunsOnceHoweverManyTasksThereAre() async throws {
    let engine = try engine()
    let blocks = Recorder<EmbeddingProgress>()
    _ = try await engine.results(
      of: [EmbeddingRequest(.image(file("rgb-1x1.png")), tasks: engine.model.tasks)]) { blocks.record($0) }
    #expect(blocks.values.filter { $0.stage == .vision }.map(\.layer) == [1, 2, 3, 4])
  }

  @Test func thePixelBudgetCanBeChanged() async throws {
    let engine = try engine("tiny-published", EngineOptions(threads: 2, maximumPixels: 20_000))
    let result = try await engine.results(
      of: [EmbeddingRequest(.image(file("rgb-640x480.png")), tasks: [engine.model.tasks[0]])])[0][0]
    let reading = try #require(result.image)
    #expect(reading.width * reading.height <= 20_000 && reading.width > reading.height)
    #expect(throws: ImageError.self) { _ = try self.engine("tiny-published", EngineOptions(maximumPixels: 100)) }
  }

  @Test func aRequestMayHaveABudgetOfItsOwn() async throws {
    func embed(_ options: EngineOptions, _ maximumPixels: Int?) async throws -> EmbeddingResult {
      let engine = try engine("tiny-published", options)
      var request = EmbeddingRequest(.image(file("rgb-640x480.png")), tasks: [engine.model.tasks[0]])
      request.maximumPixels = maximumPixels
      return try await engine.results(of: [request])[0][0]
    }
    let wanted = try await embed(EngineOptions(threads: 2, maximumPixels: 20_000), nil)
    let asked = try await embed(EngineOptions(threads: 2, maximumPixels: 40_000), 20_000)
    #expect(asked.vector == wanted.vector && asked.image == wanted.image)
    await #expect(throws: RequestFailure.self) { _ = try await embed(EngineOptions(threads: 2), 100) }
  }

  @Test func picturesThatCannotBeOpenedAreErrorsBeforeAnythingIsComputed() async throws {
    let engine = try engine("tiny-published", EngineOptions(threads: 2, maximumDecodedPixels: 1000))
    for source in [file("nothing.png"), file("rgb-640x480.png"), .bytes([1, 2, 3])] {
      let progress = Recorder<EmbeddingProgress>()
      let failure = await #expect(throws: RequestFailure.self) {
        _ = try await engine.results(
          of: [
            EmbeddingRequest(.text("fine", .query), tasks: [engine.model.tasks[0]]),
            EmbeddingRequest(.image(source), tasks: [engine.model.tasks[0]]),
          ]) { progress.record($0) }
      }
      #expect(failure?.request == 1 && progress.values.isEmpty)
    }
  }

  @Test func aCheckpointWithoutAVisionTowerEmbedsTextsAndRefusesPictures() async throws {
    let checkpoint = try AlteredCheckpoint.withoutVisionTower()
    let engine = try EmbeddingEngine(directory: checkpoint.folder.path, options: EngineOptions(threads: 2))
    let task = engine.model.tasks[0]
    #expect(!engine.model.readsImages)
    let whole = try await self.engine("tiny-newer").encodeText(["some words"], task: task.name)
    let own = try await engine.encodeText(["some words"], task: task.name)
    #expect(cosineDistance(own[0].values, whole[0].values) < 1e-11)
    await #expect(throws: RequestError.noVision(model: engine.model.name)) {
      _ = try await engine.encodeImage([self.file("rgb-5x3.png")], task: task.name)
    }
  }
}
