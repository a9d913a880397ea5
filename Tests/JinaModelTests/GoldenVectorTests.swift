import Embeddings
import Safetensors
import Tensors
import TestSupport
import Testing

@testable import JinaModel

@Suite struct GoldenVectorTests {
  @Test(arguments: Goldens.checkpoints, Precision.allCases)
  func vectorsOfEveryTextTaskRoleAndDimensionEqualTheReference(checkpoint: String, precision: Precision) throws {
    let goldens = try Goldens(checkpoint)
    let model = try goldens.model(precision: precision)
    #expect(goldens.texts.count >= 60)
    for role in PromptRole.prompted {
      var sequences: [MultimodalSequence] = []
      for text in goldens.texts {
        for task in model.tasks {
          sequences.append(
            MultimodalSequence(tokens: try text.tokens(role, task: task), tasks: [task], wantsMultiVector: true))
        }
      }
      let results = try model.forward(sequences).map { try #require($0.first) }
      for (index, task) in model.tasks.enumerated() {
        let place = "\(task)/\(role.rawValue)"
        let hidden = model.configuration.hiddenSize
        let single = try goldens.golden("single/" + place)
        #expect(single.shape == [goldens.texts.count, hidden])
        let expected = single.floats()
        var multiVectors = 0
        for (number, text) in goldens.texts.enumerated() {
          let result = results[number * model.tasks.count + index]
          #expect(result.task == task)
          let distance = cosineDistance(result.vector.values, expected[number * hidden..<(number + 1) * hidden])
          #expect(distance <= precision.singleTolerance, "\(place) \(text.id)")
          guard let multiVector = result.multiVector else {
            #expect(model.multiVectorDimension == nil)
            continue
          }
          guard let golden = goldens.vectors.tensor("multi/\(place)/\(text.id)") else { continue }
          multiVectors += 1
          #expect(golden.shape == [multiVector.tokens, multiVector.dimensions])
          let rows = golden.floats()
          for token in 0..<multiVector.tokens {
            let row = rows[token * multiVector.dimensions..<(token + 1) * multiVector.dimensions]
            let distance = cosineDistance(multiVector[token], row)
            #expect(distance <= precision.tokenTolerance, "\(place) \(text.id) token \(token)")
          }
        }
        #expect(multiVectors >= (model.multiVectorDimension == nil ? 0 : 10))
        for dimension in model.configuration.matryoshkaDims where goldens.checkpoint != "tiny-merged" {
          let golden = try goldens.golden("matryoshka/\(place)/\(dimension)").floats()
          for (row, id) in goldens.matryoshkaTexts.enumerated() {
            let number = try #require(goldens.texts.firstIndex { $0.id == id })
            let cut = results[number * model.tasks.count + index].vector.truncated(to: dimension)
            let distance = cosineDistance(cut.values, golden[row * dimension..<(row + 1) * dimension])
            #expect(distance <= precision.singleTolerance, "\(place) \(id) \(dimension)")
          }
        }
      }
    }
  }

  @Test func weightsOfEightBitsStayNearTheReference() throws {
    let goldens = try Goldens("tiny-published")
    for precision in Precision.allCases {
      let model = try goldens.model(precision: precision, weights: .int8)
      let sequences = try goldens.texts.prefix(8).map {
        MultimodalSequence(tokens: try #require($0.tokens[.query]), tasks: [model.tasks[0]], wantsMultiVector: false)
      }
      let expected = try goldens.golden("single/\(model.tasks[0])/query").floats()
      let hidden = model.configuration.hiddenSize
      for (row, result) in try model.forward(sequences).enumerated() {
        let distance = cosineDistance(result[0].vector.values, expected[row * hidden..<(row + 1) * hidden])
        #expect(distance <= 5e-3 && distance > 1e-8, "\(precision) text \(row)")
      }
    }
  }

  /// One thread, for which alone the instruction set is chosen.
  @Test(arguments: InstructionSet.names, [true, false])
  func everyInstructionSetGivesTheVectorsOfTheReference(instructionSet: String, packsWeights: Bool) throws {
    let before = InstructionSet.current
    guard InstructionSet.use(instructionSet) else { return }
    defer { _ = InstructionSet.use(before) }
    let goldens = try Goldens("tiny-published")
    for precision in Precision.allCases {
      let model = try goldens.model(threads: 1, precision: precision, packsWeights: packsWeights)
      let sequences = try goldens.texts.prefix(2).map {
        MultimodalSequence(tokens: try #require($0.tokens[.query]), tasks: [model.tasks[0]], wantsMultiVector: false)
      }
      let expected = try goldens.golden("single/\(model.tasks[0])/query").floats()
      let hidden = model.configuration.hiddenSize
      for pass in 1...(packsWeights ? 2 : 1) {
        for (row, result) in try model.forward(sequences).enumerated() {
          let distance = cosineDistance(result[0].vector.values, expected[row * hidden..<(row + 1) * hidden])
          #expect(distance <= precision.singleTolerance, "\(precision) pass \(pass) text \(row)")
        }
        #expect(!model.packWeights(for: .seconds(600)))
      }
    }
  }
}
