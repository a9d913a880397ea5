import Embeddings
import Files
import Foundation
import Tensors
import TestSupport
import Testing

@testable import JinaModel

/// The published model's files in their full size, with nothing but headers in them: the rest are holes.
@Suite struct PublishedLayoutTests {
  private static let projections: [(name: String, outputs: Int, inputs: Int, bias: Bool)] = [
    ("self_attn.q_proj", 2048, 2048, true), ("self_attn.k_proj", 256, 2048, true),
    ("self_attn.v_proj", 256, 2048, true), ("self_attn.o_proj", 2048, 2048, false),
    ("mlp.gate_proj", 11_008, 2048, false), ("mlp.up_proj", 11_008, 2048, false),
    ("mlp.down_proj", 2048, 11_008, false),
  ]

  /// The decoder, the projector, and one tensor in place of the vision tower's 390.
  private var base: [(name: String, shape: Shape)] {
    var tensors: [(name: String, shape: Shape)] = [
      ("model.embed_tokens.weight", [151_936, 2048]), ("vision.all", [668_684_288]), ("model.norm.weight", [2048]),
      ("multi_vector_projector.weight", [128, 2048]), ("multi_vector_projector.bias", [128]),
    ]
    for layer in 0..<36 {
      for norm in ["input_layernorm", "post_attention_layernorm"] {
        tensors.append(("model.layers.\(layer).\(norm).weight", [2048]))
      }
      for (name, outputs, inputs, bias) in Self.projections {
        tensors.append(("model.layers.\(layer).\(name).weight", [outputs, inputs]))
        if bias { tensors.append(("model.layers.\(layer).\(name).bias", [outputs])) }
      }
    }
    return tensors
  }

  private var adapters: [(name: String, shape: Shape)] {
    var tensors: [(name: String, shape: Shape)] = []
    for task in ["retrieval", "text-matching", "code"] {
      var modules = [("multi_vector_projector", 128, 2048)]
      for layer in 0..<36 {
        modules += Self.projections.map { ("model.language_model.layers.\(layer).\($0.name)", $0.outputs, $0.inputs) }
      }
      for (module, outputs, inputs) in modules {
        tensors.append(("base_model.model.\(module).lora_A.\(task).weight", [32, inputs]))
        tensors.append(("base_model.model.\(module).lora_B.\(task).weight", [outputs, 32]))
      }
    }
    return tensors
  }

  private func write(_ tensors: [(name: String, shape: Shape)], to name: String, in folder: TemporaryFolder) throws {
    var offset = 0
    let entries = tensors.map { tensor in
      let start = offset
      offset += (tensor.shape.elementCount ?? 0) * 2
      return #""\#(tensor.name)":{"dtype":"BF16","shape":\#(tensor.shape),"data_offsets":[\#(start),\#(offset)]}"#
    }
    let header = Array("{\(entries.joined(separator: ","))}".utf8)
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> ($0 * 8)) }
    try folder.write(length + header, to: name)
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path + "/" + name))
    try file.truncate(atOffset: UInt64(8 + header.count + offset))
    try file.close()
  }

  @Test func openingThePublishedSizesMapsThemAndCopiesNothing() throws {
    let folder = try TemporaryFolder()
    try write(base, to: "model.safetensors", in: folder)
    try write(adapters, to: "adapters/adapter_model.safetensors", in: folder)
    try folder.write(#"{"task_names": ["retrieval", "text-matching", "code"]}"#, to: "config.json")
    try folder.write(#"{"r": 32, "lora_alpha": 32}"#, to: "adapters/adapter_config.json")
    try folder.write("{}", to: "tokenizer.json")

    let before = residentBytes()
    let model = try JinaModel(directory: ModelDirectory(path: folder.path), threads: 1)
    // The other tests of this process may take memory meanwhile; a copy would be 7.5 GB.
    #expect(residentBytes() - before < 300 << 20)
    #expect(model.contents.parameterCount == 3_754_885_248)
    #expect(model.contents.adapters.map(\.parameterCount) == [59_936_768, 59_936_768, 59_936_768])
    #expect(model.contents.byteCount > 7_869_000_000)
    #expect(model.configuration.matryoshkaDims == [128, 256, 512, 1024, 2048])
  }

  /// Memory of this process that is present; 0 where the system does not say.
  private func residentBytes() -> Int {
    guard let status = try? FileContents.read("/proc/self/status", limit: ReadingLimit.picture) else { return 0 }
    let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return (line?.split(separator: " ").compactMap { Int($0) }.first ?? 0) << 10
  }
}
