import TerminalUI
import Testing

@testable import Explorer

@Suite("Typed text")
struct TypedTextTests {
  private func actions(_ keys: String) throws -> [Action] { try KeyPress.sequence(keys).map { .input(.key($0)) } }

  /// The steps that actions become in a state, as what they type.
  private func steps(_ actions: [Action], in state: ExplorerState) -> [String] {
    var rest = actions[...]
    var steps: [String] = []
    while let action = rest.popFirst() {
      switch state.joined(action, with: &rest) {
      case .typed(let text): steps.append(text)
      case .input(.key(let key)): steps.append("<\(key.notation)>")
      default: steps.append("?")
      }
    }
    return steps
  }

  @Test func charactersThatCameTogetherAreOneStep() throws {
    let state = ExplorerHarness().state
    #expect(steps(try actions("abc"), in: state) == ["abc"])
    #expect(steps(try actions("a"), in: state) == ["<a>"])
    #expect(steps(try actions("ab<Left>cd<C-c>e水"), in: state) == ["ab", "<<Left>>", "cd", "<<C-c>>", "e水"])
    // What a person can have typed ahead.
    #expect(steps(try actions("ab<Enter>cd<Tab>x"), in: state) == ["ab", "<<Enter>>", "cd", "<<Tab>>", "<x>"])
  }

  @Test func onlyInATextAreKeysText() throws {
    var harness = ExplorerHarness()
    try harness.type("<Esc>3")
    #expect(steps(try actions("jjk"), in: harness.state) == ["<j>", "<j>", "<k>"])
    try harness.type("/")
    #expect(steps(try actions("jjk"), in: harness.state) == ["jjk"])
    try harness.type("<Esc>:")
    #expect(steps(try actions("jjk<Enter>x"), in: harness.state) == ["jjk", "<<Enter>>", "<x>"])
  }

  @Test func aLongPasteKeepsItsLines() throws {
    let state = ExplorerHarness().state
    let lines = String(repeating: "line<Enter>", count: 100)
    #expect(
      steps(try actions(lines + "<Tab>end<Enter>"), in: state)
        == [String(repeating: "line\n", count: 100) + "\tend", "<<Enter>>"])
    #expect(steps(try actions(lines + "<Esc>q"), in: state).suffix(3) == ["<<Enter>>", "<<Esc>>", "<q>"])
  }

  @Test func whatIsTypedTogetherIsWhatIsTypedAlone() throws {
    for prefix in ["", "<Esc>3/", "<C-p>"] {
      var (alone, together) = (ExplorerHarness(), ExplorerHarness())
      try alone.type(prefix + "water<Space>cycle")
      try together.type(prefix)
      together.perform(.typed("water cycle"))
      #expect(alone.picture.text == together.picture.text)
      #expect(alone.state.query.field.text == together.state.query.field.text)
    }
    var harness = ExplorerHarness()
    harness.perform(.line("record session"))
    harness.perform(.typed("the sea"))
    #expect(harness.state.commands.recording?.text == "the<Space>sea\n")
    try harness.type("<C-c>")
    harness.perform(.typed("xy"))
    try harness.type("<C-c>")
    #expect(!harness.state.commands.isQuitting)
  }
}
