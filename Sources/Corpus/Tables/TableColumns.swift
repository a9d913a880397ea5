/// Which columns of a table are what: as somebody says, else as their names tell.
public struct TableColumns: Hashable, Sendable {
  /// The column of the texts.
  public var text: String?
  /// The column of the paths of pictures.
  public var image: String?
  /// The column of the names of items.
  public var id: String?
  /// The column of the labels.
  public var label: String?

  /// Nothing said.
  public init(text: String? = nil, image: String? = nil, id: String? = nil, label: String? = nil) {
    self.text = text
    self.image = image
    self.id = id
    self.label = label
  }

  /// Names that columns have, the likeliest first, in lower case.
  private static let names = (
    text: [
      "text", "content", "chunk", "body", "abstract", "description", "sentence", "passage", "document", "summary",
      "question", "query", "title",
    ],
    image: ["image", "image_path", "picture"],
    id: ["id", "_id", "doc_id", "docid", "document_id", "doc-id", "uuid", "key"],
    label: ["label", "category", "class", "topic", "tag"]
  )

  /// The columns of a table, as places in its header.
  struct Places {
    var text: Int?
    var image: Int?
    var id: Int?
    var label: Int?
    /// What was guessed, for people; `nil` where nothing was.
    var remark: String?
  }

  /// Finds the columns in a header of these names.
  ///
  /// - Throws: `CorpusError.noColumn`.
  func places(in columns: [String], of file: String) throws(CorpusError) -> Places {
    var guesses: [String] = []
    func place(_ said: String?, _ what: String, _ option: String, _ likely: [String]) throws(CorpusError) -> Int? {
      if let said {
        let exact = columns.indices.filter { columns[$0].utf8.elementsEqual(said.utf8) }
        guard let place = exact.first else {
          throw .noColumn(file: file, wanted: "no column \(said.debugDescription)", columns: columns, option: option)
        }
        guard exact.count == 1 else {
          throw .noColumn(
            file: file, wanted: "several columns \(said.debugDescription)", columns: columns, option: option)
        }
        return place
      }
      for name in likely {
        guard let place = columns.firstIndex(where: { $0.lowercased().utf8.elementsEqual(name.utf8) }) else { continue }
        guesses.append("\(what) in \(columns[place].debugDescription)")
        return place
      }
      return nil
    }
    var places = Places()
    if text != nil || image == nil { places.text = try place(text, "texts", "--text-column", Self.names.text) }
    if image != nil || places.text == nil {
      places.image = try place(image, "pictures", "--image-column", Self.names.image)
    }
    if places.text == nil && places.image == nil {
      guard columns.count == 1 else {
        throw .noColumn(
          file: file, wanted: "no column that is one of texts by its name", columns: columns, option: "--text-column")
      }
      places.text = 0
      guesses.append("texts in \(columns[0].debugDescription)")
    }
    let taken = [places.text, places.image]
    for (said, what, option, likely, path) in [
      (id, "ids", "--id-column", Self.names.id, \Places.id),
      (label, "labels", "--label-column", Self.names.label, \Places.label),
    ] {
      let found = try place(said, what, option, likely)
      places[keyPath: path] = found.flatMap { taken.contains($0) && said == nil ? nil : $0 }
    }
    if !guesses.isEmpty { places.remark = "\(file): \(guesses.joined(separator: ", ")), by the names of its columns" }
    return places
  }
}
