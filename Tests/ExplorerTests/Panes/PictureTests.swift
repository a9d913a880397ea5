import Corpus
import Embeddings
import Foundation
import Imaging
import TerminalUI
import TestSupport
import Testing

@testable import Explorer

@Suite("Pictures")
struct PictureTests {
  private static let house = sample("red-house.png")
  private static let boat = sample("blue-boat.jpg")

  /// The path of one of the drawn samples.
  static func sample(_ name: String) -> String {
    URL(filePath: Fixture.path("../../assets/samples/images/\(name)")).standardizedFileURL.path
  }

  /// The path of a picture that the tests of decoding use.
  private static func fixture(_ name: String) -> String {
    Fixture.path("images/\(name)")
  }

  /// A text, two pictures as bytes, which look the same wherever the sources lie, and one that is none.
  static func items() throws -> [CorpusItem] {
    try [
      CorpusItem(id: "text", content: .text("The red house stands on a hill.")),
      CorpusItem(id: "house", content: .image(.bytes(bytes(house))), label: "A red house on white"),
      CorpusItem(id: "boat", content: .image(.bytes(bytes(boat))), label: "A blue boat"),
      CorpusItem(id: "broken", content: .image(.bytes([0xFF, 0xD8, 0xFF, 0x00]))),
    ]
  }

  private static func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path))) }

  @Test func aPictureIsReadOnceItIsOnTheScreenAndOnlyOnce() throws {
    let items = try Self.items()
    var harness = ExplorerHarness(items: items)
    #expect(!harness.effects.contains { $0.slot == .picture })
    try harness.type("<Esc>3j<Enter>")
    guard case .image(let source) = items[1].content else { return }
    #expect(harness.effects.filter { $0.slot == .picture }.count == 1)
    harness.effects = []
    try harness.type("3k<Enter>3j<Enter>")
    #expect(!harness.effects.contains { $0.slot == .picture })
    guard case .picture(let picture)? = harness.state.subject.pictures[source] else {
      Issue.record("the picture has not been read")
      return
    }
    #expect(max(picture.thumbnail.width, picture.thumbnail.height) <= 320)
  }

  @Test func anotherSelectionReplacesThePictureUnderWay() throws {
    let items = try Self.items()
    var harness = ExplorerHarness(items: items, size: Size(columns: 120, rows: 40))
    harness.isRunning = false
    try harness.type("<Esc>3j")
    let first = harness.state.work.running[.picture]
    try harness.type("j")
    #expect(first != nil && harness.state.work.running[.picture] != first)
    harness.effects = []
    try harness.type("g")
    #expect(harness.effects.contains(.cancel(.picture)))
    #expect(harness.state.work.running[.picture] == nil)
  }

  @Test func aPictureThatCannotBeReadCostsOnlyItselfAndSaysWhy() throws {
    var harness = ExplorerHarness(items: try Self.items(), size: Size(columns: 120, rows: 40))
    try harness.type("<Esc>3G7z")
    #expect(harness.picture.text.contains("JPEG"))
    try harness.type("3k7")
    #expect(harness.picture.text.contains("pixels · read as 112 × 84"))
    #expect(harness.picture.text.contains("3 rows × 4"))
  }

  @Test func aPictureThatCouldNotBeReadIsReadAgainWhereThatIsAskedFor() throws {
    var harness = ExplorerHarness(items: try Self.items(), size: Size(columns: 120, rows: 40))
    try harness.type("<Esc>3G7")
    harness.effects = []
    try harness.type("37")
    #expect(!harness.effects.contains { $0.slot == .picture })
    try harness.type("R")
    #expect(harness.effects.filter { $0.slot == .picture }.count == 1)
  }

  @Test func aDeviceIsNoPicture() {
    guard case .failure(let sentence) = PictureCache.Entry(reading: .file("/dev/zero"), with: ImageDecoder()) else {
      Issue.record("a device was read")
      return
    }
    #expect(sentence.contains("is not a file"))
  }

  @Test func picturesAreTurnedAndLimitedAsTheModelReadsThem() throws {
    let photo = CorpusItem(id: "photo", content: .image(.file(Self.fixture("jpeg-orientation-6.jpg"))))
    func picture(_ decoder: ImageDecoder) throws -> PictureCache.Entry? {
      var harness = ExplorerHarness(items: [photo], size: Size(columns: 120, rows: 40), pictureDecoder: decoder)
      try harness.type("<Esc>3")
      return harness.state.subject.selectedItem.flatMap(harness.state.subject.picture(of:)).flatMap {
        harness.state.subject.pictures[$0]
      }
    }
    guard case .picture(let lying)? = try picture(ImageDecoder()),
      case .picture(let upright)? = try picture(ImageDecoder(appliesOrientation: true))
    else {
      Issue.record("the picture has not been read")
      return
    }
    #expect(lying.size.width == upright.size.height && lying.size.height == upright.size.width)
    #expect(lying.size.width != lying.size.height)
    guard case .failure(let sentence)? = try picture(ImageDecoder(maximumPixels: 10)) else {
      Issue.record("a picture over the limit was read")
      return
    }
    #expect(sentence.contains("at most 10 are decoded"))
  }

  @Test func onlyTheLatestPicturesAreRemembered() {
    var cache = PictureCache(decoder: ImageDecoder())
    for index in 0..<50 { cache.insert(.failure("no"), for: .file("\(index)")) }
    #expect(cache[.file("17")] == nil)
    #expect(cache[.file("18")] == .failure("no"))
    cache.forgetFailures()
    #expect(cache[.file("49")] == nil)
  }

  @Test func aPathAfterImageMakesThePictureTheQueryInNoRole() throws {
    var harness = ExplorerHarness(items: try Self.items())
    harness.perform(.input(.paste("image: \(Self.house) ")))
    let key = try #require(harness.state.subject.query)
    #expect(harness.state.subject.content(of: key) == .image(.file(Self.house)))
    #expect(harness.state.subject.shownRanking != nil)
    #expect(harness.picture.text.contains("pixels · read as"))
    harness.effects = []
    try harness.type("<C-t>")
    #expect(!harness.effects.contains { if case .embed(.query) = $0 { true } else { false } })
    #expect(harness.state.subject.shownRanking != nil)
  }

  @Test func aTildeStandsForTheHomeDirectoryAndABarePrefixForNothing() throws {
    var harness = ExplorerHarness()
    try harness.type("image:")
    #expect(harness.state.subject.query == nil)
    #expect(harness.picture.text.contains("the path of a PNG"))
    try harness.type("~/cat.png")
    #expect(harness.state.subject.queryPicture == .file("/home/someone/cat.png"))
    #expect(QueryPicture.expand("~other/cat.png", home: "/home/someone") == "~other/cat.png")
  }

  @Test func aMissingPictureIsToldInOneSentenceThatGoesWithTheNextQuery() throws {
    var embedder = StubEmbedder()
    embedder.refused = ["/nowhere.png"]
    var harness = ExplorerHarness(embedder: embedder)
    harness.perform(.input(.paste("image:/nowhere.png")))
    #expect(harness.state.screen.message?.isFailure == true)
    #expect(harness.picture.text.contains("/nowhere.png does not exist"))
    try harness.type("<BS>")
    #expect(harness.state.screen.message == nil)
  }

  @Test func aPictureIsListedByItsFilesNameAndItsLabel() throws {
    let items = [
      CorpusItem(id: "boat", content: .image(.file(Self.boat)), label: "A blue boat"),
      CorpusItem(id: "house", content: .image(.file(Self.house))),
    ]
    let harness = ExplorerHarness(items: items)
    #expect(harness.picture.text.contains("blue-boat.jpg · A blue boat"))
    #expect(harness.picture.text.contains("red-house.png"))
    #expect(!harness.picture.text.contains("/samples"))
    #expect(items.map(\.fullText) == [Self.boat, Self.house])
  }

  @Test func theSelectedItemBecomesTheQuery() throws {
    let picture = CorpusItem(id: "boat", content: .image(.file(Self.boat)))
    var harness = ExplorerHarness(items: [picture] + ExplorerHarness.samples)
    try harness.type("<Esc>3u")
    #expect(harness.state.query.field.text == "image:\(Self.boat)")
    #expect(harness.listed.first == "boat")
    try harness.type("3gju")
    #expect(
      harness.state.query.field.text == harness.state.subject.items[harness.state.subject.selectedItem ?? 0].fullText)
    #expect(harness.state.query.history.count == 2)
  }
}
