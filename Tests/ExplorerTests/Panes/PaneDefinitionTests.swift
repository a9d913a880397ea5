import Corpus
import Embeddings
import TerminalUI
import Testing

@testable import Explorer

/// A pane stands alone: its view is made of its own state and of what all panes look at.
@Suite("Panes, each alone")
struct PaneDefinitionTests {
  private let subject = Subject(
    model: StubEmbedder().model, collection: ItemCollection(name: "samples", items: ExplorerHarness.samples),
    task: EmbeddingTask("retrieval"), dimensions: 128)

  @Test func everyViewIsDrawnWithoutTheOtherPanes() {
    let theme = Theme(depth: .mono)
    let views: [(any PaneView, String)] = [
      (QueryView(query: QueryState(), subject: subject, theme: theme), "press i and type a question"),
      (AdaptersView(adapters: AdaptersState(), subject: subject, theme: theme), "text-matching"),
      (ItemsView(items: ItemsState(), subject: subject, theme: theme), "wasser"),
      (SimilarityView(similarity: SimilarityState(), subject: subject, theme: theme), "0 of 24"),
      (DimensionsView(dimensions: DimensionsState(), subject: subject, theme: theme), "bytes"),
      (CompareView(compare: CompareState(), subject: subject, theme: theme), "Mark adapters"),
      (InspectorView(inspector: InspectorState(), subject: subject, theme: theme), "The water cycle"),
      (MapView(map: MapState(), subject: subject, theme: theme), "0 of 24"),
      (LogView(log: LogState(), theme: theme), "nothing has happened yet"),
      (EvaluateView(evaluate: EvaluateState(), subject: subject, theme: theme), "brings no judgments"),
    ]
    #expect(views.count == Pane.allCases.count)
    for (view, text) in views {
      var screen = Screen(size: Size(columns: 80, rows: 24))
      view.draw(on: &screen, in: screen.bounds)
      #expect(screen.text.contains(text))
    }
  }

  @Test func aPanesUpdateTakesItsOwnStateAndTheSubject() {
    var (subject, items) = (subject, ItemsState())
    subject.selectRow(3)
    #expect(subject.selectedItem == 3)
    items.showNeighbors(&subject)
    #expect(subject.neighborPath == [3])
    var screen = ScreenState(
      size: Size(columns: 80, rows: 24), terminalDepth: .mono, hasLightBackground: false, theme: nil, hasMouse: true)
    items.leaveNeighbors(&subject, &screen)
    #expect(subject.neighborPath.isEmpty && screen.message == nil)
    items.sort(by: .name, &screen)
    items.arrange(&subject)
    #expect(
      subject.item(inRow: 0) == subject.identifiers.indices.min { subject.identifiers[$0] < subject.identifiers[$1] })
  }

  @Test func panesAreKnownByNamesOfTheirOwn() {
    #expect(Set(Pane.allCases.map(\.name)).count == Pane.allCases.count)
    for pane in Pane.allCases { #expect(!pane.definition.exportFormats.isEmpty) }
  }
}
