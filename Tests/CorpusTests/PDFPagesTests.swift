import Embeddings
import Files
import TestSupport
import Testing

@testable import Corpus

/// Pages of documents, where the programs that read them are installed.
struct PDFPagesTests {
  private static let isInstalled = ["pdftotext", "pdftoppm"].allSatisfy { ExternalProgram(named: $0) != nil }

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A document with a page of each of these texts.
  private func document(_ texts: String...) -> String {
    let pages = texts.indices.map { "\(4 + 2 * $0) 0 R" }.joined(separator: " ")
    var objects = [
      "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[\(pages)]/Count \(texts.count)>>",
      "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for (index, text) in texts.enumerated() {
      let stream = "BT /F 24 Tf 10 50 Td (\(text)) Tj ET"
      objects.append(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Resources<</Font<</F 3 0 R>>>>/Contents \(5 + 2 * index) 0 R>>"
      )
      objects.append("<</Length \(stream.utf8.count)>>stream\n\(stream)\nendstream")
    }
    // Without a table of objects readers look for them.
    return "%PDF-1.4\n" + objects.enumerated().map { "\($0 + 1) 0 obj\n\($1)\nendobj\n" }.joined()
      + "trailer<</Root 1 0 R/Size \(objects.count + 1)>>\n%%EOF\n"
  }

  private func read(_ name: String, _ options: CorpusReader.Options = CorpusReader.Options()) throws(CorpusError)
    -> CorpusReading
  {
    try CorpusReader.read(inputs: [folder.path + "/" + name], options)
  }

  @Test(.enabled(if: isInstalled)) func pagesAreTextsOrPictures() throws {
    // A name that looks like an option, or like a command of a shell, is a name.
    for name in ["a.pdf", "-l 2;x $(y).pdf", "é.pdf"] {
      try folder.write(document("Lava rises", "Bread needs salt"), to: name)
      let texts = try read(name)
      #expect(texts.items.map(\.id) == [1, 2].map { "\(folder.path)/\(name)#\($0)" })
      #expect(texts.items[0].headline.hasPrefix("Lava rises") && texts.items[1].headline.hasPrefix("Bread needs salt"))
      let pictures = try read(name, CorpusReader.Options(readsImages: true))
      for item in pictures.items {
        guard case .image(.bytes(let bytes)) = item.content else { throw CorpusError.unknownKind(path: name) }
        #expect(FileSignature(bytes) == .image)
      }
      #expect(pictures.items.count == 2)
      #expect(try read(name, CorpusReader.Options(readsImages: true, pdf: .text)).items == texts.items)
    }
  }

  @Test(.enabled(if: isInstalled)) func whatIsNoDocumentIsRefusedAndInAFolderLeftOut() throws {
    try folder.write("%PDF-1.4\nnothing", to: "bad.pdf")
    try folder.write("a", to: "a.txt")
    #expect(throws: CorpusError.self) { try read("bad.pdf") }
    let reading = try read("")
    #expect(reading.items.count == 1 && reading.skipped.count == 1 && "\(reading.skipped[0])".contains("bad.pdf"))
  }

  @Test(.enabled(if: isInstalled)) func pagesWithoutTextAreTold() throws {
    try folder.write(document("", "b"), to: "a.pdf")
    let reading = try read("a.pdf")
    #expect(reading.items.map(\.id) == [folder.path + "/a.pdf#2"])
    #expect(
      reading.remarks == ["\(folder.path)/a.pdf: 1 of 2 pages have no text; --pdf pictures reads them as pictures"])
  }
}
