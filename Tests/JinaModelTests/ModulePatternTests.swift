import Testing

@testable import JinaModel

/// Patterns of modules, against what Python's `re.fullmatch` says of them.
@Suite struct ModulePatternTests {
  static let names = [
    "model.layers.0.self_attn.q_proj",
    "model.layers.10.mlp.up_proj",
    "model.layers.1.self_attn.k_proj",
    "visual.blocks.3.mlp.down_proj",
    "multi_vector_projector",
    "language_model.layers.2.mlp.gate_proj",
    "",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaac",
    "modelxlayersx1",
  ]

  /// Patterns, and for each name whether Python 3.11 finds that it fits.
  static let patterns = [
    (
      #"(.*(model).*(down_proj|gate_proj|up_proj|k_proj|q_proj|v_proj|o_proj).*$|.*(multi_vector_projector).*$)"#,
      "111011000"
    ),
    (#".*|(.*(model).*(down_proj|gate_proj).*$|.*(multi_vector_projector).*$)"#, "111111111"),
    (#".*q_proj"#, "100000000"),
    (#"model\.layers\.\d+\.self_attn\.[qkv]_proj"#, "101000000"),
    (#".*\.(0|1[0-9]?)\.mlp\..*"#, "010000000"),
    (#"^model.*(?:up|down)_proj$"#, "010000000"),
    (#".*layers\.[^01]\..*"#, "000001000"),
    (#"(a*)*b?"#, "000000100"),
    (#".*\.[a-z]{2}_proj"#, "010000000"),
    (#"\w+(\.\w+){4}"#, "111101000"),
    (#"model.layers.1.*|"#, "011000101"),
    (#".*self_attn.[qo]{1,2}_proj"#, "100000000"),
    (#"model.+?proj"#, "111000000"),
    (#".*(q|k)_pro"#, "000000000"),
    (#"$.*"#, "000000100"),
    (#".*x{0}q_proj"#, "100000000"),
  ]

  @Test(arguments: patterns) func aPatternFitsWhatItFitsInPython(pattern: String, expected: String) throws {
    let read = try #require(ModulePattern(pattern))
    #expect(Self.names.map { read.matches($0) ? "1" : "0" }.joined() == expected)
  }

  @Test(arguments: [
    "(", ")", "a**", "*a", "a{2", "[", "[]", "[b-a]", #"\"#, #"\b"#, #"(a)\1"#, "(?=a)", "(?P<n>a)", "a{3,2}",
    "a{1001}",
    String(repeating: "(", count: 100) + String(repeating: ")", count: 100), "((a{1000}){1000}){1000}",
  ]) func whatNamesOfModulesNeedNotIsRefused(pattern: String) { #expect(ModulePattern(pattern) == nil) }

  /// What takes other matchers for ever.
  @Test func noPatternTakesLong() throws {
    let name = String(repeating: "a", count: 5000)
    for pattern in ["(a+)+b", "(a|a)*b", "(a*)*(a*)*(a*)*b", "(.*)(.*)(.*)(.*)(.*)b"] {
      #expect(try #require(ModulePattern(pattern)).matches(name) == false)
    }
  }
}
