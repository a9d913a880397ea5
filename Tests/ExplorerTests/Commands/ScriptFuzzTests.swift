import TerminalUI
import TestSupport
import Testing

@testable import Explorer

@Suite struct ScriptFuzzTests {
  private static let pieces =
    [
      "<", ">", "<C-", "<A-", "<S-", "<F1>", "<F99>", "<Enter>", "<Esc>", "<lt>", "<:>", ":", "#", " ", "\n", "\r\n",
      "\t",
    ]
    + [
      "-", "0", "1", "99999999999999999999", "-1", "é", "e\u{301}", "\u{1B}", "\u{0}", "\u{202E}", "水", "\"", "'", "x",
    ]
    + Command.allCases.map(\.rawValue)

  @Test func damagedScriptsAreReadOrRefusedAndTheExplorerGoesOn() {
    let documents = [
      "# a tour\nwater cycle<Enter>\n<Esc>\n3/cl<Enter>\n:dimension 64\n:adapter code\n<C-p><Esc>\n<A-1>",
      "<Esc>\n:compare retrieval\n:role passage\r\n:item moon\n<:>dimension 32<Enter>\n4oJK\n<PageDown><S-Tab>",
    ].map { Array($0.utf8) }
    Fuzzing("script", count: 200).run(documents, Fuzzing.text(Self.pieces)) { bytes in
      let script = try ExplorerScript(String(decoding: bytes, as: UTF8.self), name: "tour.keys")
      var harness = ExplorerHarness()
      for line in script.lines { for action in line.actions { harness.perform(action) } }
    }
  }

  @Test func damagedKeysAreBoundOrRefused() {
    let documents = ["<C-x>=dimension 64", "x=none", "<A-S-Left>=next-adapter", "<F12>=copy"].map { Array($0.utf8) }
    Fuzzing("key-binding", count: 500).run(documents, Fuzzing.text(Self.pieces)) { bytes in
      let parts = String(decoding: bytes, as: UTF8.self).split(separator: "=", maxSplits: 1).map(String.init)
      var preferences = ExplorerPreferences()
      let scope = ExplorerPreferences.keyScopes[bytes.count % ExplorerPreferences.keyScopes.count]
      try preferences.bind(parts.first ?? "", in: scope, to: parts.count > 1 ? parts[1] : "")
    }
  }
}
