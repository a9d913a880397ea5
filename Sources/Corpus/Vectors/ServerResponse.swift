internal import Files
internal import StrictJSON

/// Vectors in what a server answers, whichever of the forms that are about.
///
/// Sources: OpenAI's and Jina AI's references of `/v1/embeddings` (`{"data": [{"index", "embedding"}]}`, the numbers, or
/// their bytes in Base64), Ollama's of `/api/embed` (`{"embeddings": [[…]]}`), llama.cpp's of `/embedding`
/// (`[{"index", "embedding": [[…]]}]`), Text Embeddings Inference's of `/embed` (`[[…]]`).
enum ServerResponse {
  /// The vectors in the order of the texts that were sent.
  static func vectors(_ path: String) throws(CorpusError) -> [VectorRow] {
    let bytes = try CorpusReader.reading { () throws(FileError) in
      try FileContents.read(path, limit: ReadingLimit.answer, acceptsStreams: true)
    }
    let place = CorpusItem.Place(file: path, line: nil)
    let value: JSONValue
    do { value = try JSONValue(parsing: bytes[...], .python) } catch {
      throw .notJSON(place, column: error.column, reason: error.reason.description)
    }
    guard let rows = value.array ?? value.object?["data"]?.array ?? value.object?["embeddings"]?.array, !rows.isEmpty
    else { throw .badVectors(file: path, reason: "has neither \"data\" nor \"embeddings\" with vectors") }
    var vectors: [(index: Int, row: VectorRow)] = []
    for (number, row) in rows.enumerated() {
      guard let object = row.object else {
        vectors.append((number, VectorRow(id: nil, values: try values(row, path))))
        continue
      }
      guard let embedding = object["embedding"] else {
        throw .badVectors(
          file: path,
          reason: "has no \"embedding\" in its vector \(number)"
            + (object["embeddings"] == nil ? "" : ", but one for each token; ask the server for single vectors"))
      }
      let index = object["index"]?.integer ?? number
      vectors.append((index, VectorRow(id: object["id"]?.string, values: try values(embedding, path))))
    }
    let indices = Set(vectors.map(\.index))
    guard indices.count == vectors.count else {
      throw .badVectors(file: path, reason: "has two vectors of the same \"index\"")
    }
    return vectors.sorted { $0.index < $1.index }.map(\.row)
  }

  /// The components: numbers, their bytes in Base64, or an array around one of these.
  private static func values(_ value: JSONValue, _ path: String) throws(CorpusError) -> [Float] {
    if let inner = value.array, inner.count == 1, inner[0].array != nil { return try values(inner[0], path) }
    let place = CorpusItem.Place(file: path, line: nil)
    guard let values = try ItemLine.components(value, named: "embedding", at: place) else {
      throw .malformedMember(place, member: "embedding", expected: "an array of numbers", found: value.kind)
    }
    return values
  }
}
