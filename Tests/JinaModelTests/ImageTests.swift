import Embeddings
import Imaging
import Safetensors
import Tensors
import TestSupport
import Testing

@testable import JinaModel

@Suite struct ImageTests {
  @Test(arguments: ImageGoldens.checkpoints, Precision.allCases)
  func vectorsOfEveryImageAndTaskEqualTheReference(checkpoint: String, precision: Precision) throws {
    let goldens = try ImageGoldens(checkpoint)
    let model = try Goldens(checkpoint).model(precision: precision)
    #expect(goldens.files.count >= 50)
    var multiVectors = 0
    for (number, file) in goldens.files.enumerated() {
      let image = try goldens.image(file, model: model)
      let sequence = try goldens.sequence(image, model: model, tasks: model.tasks, wantsMultiVector: true)
      for result in try model.forward([sequence])[0] {
        let single = try #require(goldens.vectors.tensor("single/\(result.task)"))
        #expect(single.shape == [goldens.files.count, model.configuration.hiddenSize])
        let distance = cosineDistance(result.vector.values, single.slice(number..<number + 1).floats())
        #expect(distance <= precision.singleTolerance, "\(result.task) \(file)")
        guard let golden = goldens.vectors.tensor("multi/\(result.task)/\(file)") else { continue }
        multiVectors += 1
        let multiVector = try #require(result.multiVector)
        #expect(golden.shape == [multiVector.tokens, multiVector.dimensions])
        for token in 0..<multiVector.tokens {
          let distance = cosineDistance(multiVector[token], golden.slice(token..<token + 1).floats())
          #expect(distance <= precision.tokenTolerance, "\(result.task) \(file) token \(token)")
        }
      }
    }
    #expect(multiVectors >= 12)
  }

  @Test(arguments: ImageGoldens.checkpoints)
  func windowsAreThoseOfTheReference(checkpoint: String) throws {
    for grid in try ImageGoldens(checkpoint).grids {
      let cells = TokenGrid(rows: grid.rows / 2, columns: grid.columns / 2)
      let partition = WindowPartition(cells, side: 4)
      #expect(partition.cells == grid.windowIndex)
      let segments = partition.segments(patchesPerCell: 4)
      #expect([0] + segments.map(\.queries.upperBound) == grid.windowBoundaries)
      #expect(segments.allSatisfy { $0.queries == $0.keys && !$0.isCausal })
    }
  }

  /// The published examples: 8 × 12, 10 × 14 and 16 × 16 patches.
  @Test func windowsAtTheEdgesAreSmaller() {
    func boundaries(_ rows: Int, _ columns: Int) -> [Int] {
      WindowPartition(TokenGrid(rows: rows / 2, columns: columns / 2), side: 4).segments(patchesPerCell: 4)
        .map(\.queries.upperBound)
    }
    #expect(boundaries(8, 12) == [64, 96])
    #expect(boundaries(10, 14) == [64, 112, 128, 140])
    #expect(boundaries(16, 16) == [64, 128, 192, 256])
  }

  @Test func whatIsArrangedInWindowsIsRestored() {
    let grid = TokenGrid(rows: 5, columns: 7)
    let partition = WindowPartition(grid, side: 4)
    let cells = Matrix(rows: 35, columns: 1, values: (0..<35).map(Float.init))
    var arranged = Matrix(rows: 35, columns: 1)
    partition.arrange(cells, into: &arranged, rowsPerCell: 1)
    #expect(arranged.array == partition.cells.map(Float.init))
    var restored = Matrix(rows: 35, columns: 1)
    partition.restore(arranged, into: &restored)
    #expect(restored.array == cells.array)
  }

  @Test(arguments: ImageGoldens.checkpoints)
  func tokensPositionsAndPooledSpanAreThoseOfTheReference(checkpoint: String) throws {
    let goldens = try ImageGoldens(checkpoint)
    let model = try Goldens(checkpoint).model()
    for grid in goldens.grids {
      let cells = TokenGrid(rows: grid.rows / 2, columns: grid.columns / 2)
      let image = ImageTokens(
        grid: cells, size: PixelSize(width: 14 * grid.columns, height: 14 * grid.rows),
        values: Matrix(rows: cells.count, columns: model.configuration.hiddenSize))
      let sequence = try goldens.sequence(image, model: model, tasks: model.tasks, wantsMultiVector: true)
      #expect(sequence.tokens == grid.tokens)
      #expect(sequence.pooledSpans.flatMap { [$0.lowerBound, $0.upperBound - 1] } == grid.pooled)
      let positions = sequence.positions
      #expect([positions.time, positions.row, positions.column] == grid.positions)
    }
  }

  @Test func tokensAfterTheImageAreNotComputedForTheSingleVectorAlone() throws {
    let goldens = try ImageGoldens("tiny-published")
    let model = try Goldens("tiny-published").model()
    let image = try goldens.image("rgb-140x112.png", model: model)
    func result(_ wantsMultiVector: Bool) throws -> (vector: SingleVector, rows: Int) {
      var rows = 0
      let tap = ActivationTap { stage, values in if stage == .finalNorm { rows = values.rows } }
      let sequence = try goldens.sequence(
        image, model: model, tasks: [model.tasks[0]], wantsMultiVector: wantsMultiVector)
      return (try model.forward([sequence], tap: tap)[0][0].vector, rows)
    }
    let (whole, cut) = (try result(true), try result(false))
    #expect(whole.rows == 38 && cut.rows < whole.rows && cut.rows >= 22)
    #expect(cosineDistance(whole.vector.values, cut.vector.values) < 1e-12)
  }

  @Test(arguments: ImageGoldens.checkpoints)
  func aBatchOfTextsAndImagesGivesWhatEachGivesAlone(checkpoint: String) throws {
    let goldens = try ImageGoldens(checkpoint)
    let texts = try Goldens(checkpoint)
    let model = try texts.model()
    var batch: [MultimodalSequence] = []
    for (index, file) in ["rgb-333x250.png", "rgb-1x1.png", "jpeg-420.jpg"].enumerated() {
      let image = try goldens.image(file, model: model)
      batch.append(
        try goldens.sequence(image, model: model, tasks: model.tasks, wantsMultiVector: index > 0))
      let tokens = try #require(texts.texts[index].tokens[.query])
      batch.append(MultimodalSequence(tokens: tokens, tasks: model.tasks, wantsMultiVector: index == 0))
    }
    let together = try model.forward(batch)
    for (sequence, results) in zip(batch, together) {
      for (found, alone) in zip(results, try model.forward([sequence])[0]) {
        #expect(cosineDistance(found.vector.values, alone.vector.values) < 1e-11)
        #expect(found.multiVector?.tokens == alone.multiVector?.tokens)
        guard let ours = found.multiVector, let theirs = alone.multiVector else { continue }
        #expect((0..<ours.tokens).allSatisfy { cosineDistance(ours[$0], theirs[$0]) < 1e-11 })
      }
    }
  }

  @Test func theTowerReportsEachBlockAndCanBeCancelled() throws {
    let goldens = try ImageGoldens("tiny-published")
    let model = try Goldens("tiny-published").model()
    let picture = try ImageDecoder().decode(try Fixture.bytes("images/rgb-140x112.png"))
    var blocks: [Int] = []
    #expect(throws: CancellationError.self) {
      _ = try model.imageTokens(of: try model.imageProcessor.patches(of: picture)) { stage, block, count in
        #expect(stage == .vision && count == 4)
        blocks.append(block)
        if block == 3 { throw CancellationError() }
      }
    }
    #expect(blocks == [1, 2, 3])
    #expect(try goldens.image("rgb-140x112.png", model: model).grid == TokenGrid(rows: 4, columns: 5))
  }

  @Test func aCancelledTaskIsNoticedInsideOfABlockAndOfALayer() async throws {
    let model = try Goldens("tiny-published").model()
    let picture = try ImageDecoder().decode(try Fixture.bytes("images/rgb-140x112.png"))
    let work = Task {
      // Safe: the task is used within the call.
      unsafe withUnsafeCurrentTask { task in unsafe task?.cancel() }
      #expect(throws: CancellationError.self) {
        _ = try model.imageTokens(of: try model.imageProcessor.patches(of: picture)) { _, _, _ in
          Issue.record("the block came to its end")
        }
      }
      let sequence = MultimodalSequence(tokens: [1, 2, 3], tasks: model.tasks, wantsMultiVector: false)
      #expect(throws: CancellationError.self) {
        _ = try model.forward([sequence]) { _, _, _ in Issue.record("the layer came to its end") }
      }
    }
    await work.value
  }

  @Test func aPromptWithoutAPlaceForTheImageIsAnError() throws {
    let goldens = try ImageGoldens("tiny-published")
    let model = try Goldens("tiny-published").model()
    let image = try goldens.image("rgb-1x1.png", model: model)
    let prompt = try goldens.prompt(model)
    let token = model.configuration.imageTokenID
    let place = try #require(prompt.firstIndex(of: token))
    for wrong in [[], [token], prompt.filter { $0 != token }, prompt + [token], Array(prompt[place...])] {
      #expect(throws: JinaModelError.wrongImagePrompt(wrong)) {
        _ = try model.sequence(prompt: wrong, image: image, tasks: model.tasks, wantsMultiVector: false)
      }
    }
  }

  @Test func imageSettingsThatDoNotFitTheVisionTowerAreAnError() throws {
    let folder = try TemporaryFolder()
    for name in ["config.json", "model.safetensors", "tokenizer.json"] {
      try folder.write(try Fixture.bytes("checkpoints/tiny-merged/" + name), to: name)
    }
    let settings = folder.path + "/preprocessor_config.json"
    try folder.write(#"{"patch_size": 16}"#, to: "preprocessor_config.json")
    #expect(
      throws: JinaModelError.configuration(
        file: settings, member: "patch_size", found: "16", expected: "14, as in config.json,")
    ) { _ = try JinaModel(directory: ModelDirectory(path: folder.path), threads: 1) }
    try folder.write(#"{"merge_size": true}"#, to: "preprocessor_config.json")
    #expect {
      _ = try JinaModel(directory: ModelDirectory(path: folder.path), threads: 1)
    } throws: { error in
      "\(error)" == "\(settings) has merge_size = true, expected 1...8; repair the file"
    }
  }
}
