internal import Files

/// The languages of programs, by the names of their files.
enum SourceLanguage {
  /// The language of the file at `path`, which becomes the label of its item; `nil` where the name tells none.
  static func name(ofFileAt path: String) -> String? {
    if let language = names[Path.name(of: path)] { return language }
    return Path.ending(of: path).flatMap { endings[$0] }
  }

  /// Files whose whole name counts.
  private static let names = [
    "Makefile": "Make", "makefile": "Make", "GNUmakefile": "Make", "Dockerfile": "Dockerfile", "Rakefile": "Ruby",
    "Gemfile": "Ruby", "Jenkinsfile": "Groovy", "CMakeLists.txt": "CMake",
  ]

  private static let endings = Dictionary(
    uniqueKeysWithValues: languages.flatMap { language in language.endings.map { ($0, language.name) } })

  /// Names as in the `languages.yml` of GitHub's linguist.
  private static let languages: [(name: String, endings: [String])] = [
    ("Ada", ["adb", "ads"]), ("Assembly", ["asm", "s"]), ("Awk", ["awk"]), ("Shell", ["sh", "bash", "zsh", "fish"]),
    ("C", ["c", "h"]), ("C++", ["cc", "cpp", "cxx", "hh", "hpp", "hxx", "ipp", "inl"]), ("C#", ["cs"]),
    ("CMake", ["cmake"]), ("CSS", ["css", "scss", "sass", "less"]), ("Clojure", ["clj", "cljs", "cljc", "edn"]),
    ("CoffeeScript", ["coffee"]), ("Common Lisp", ["lisp", "lsp"]), ("CUDA", ["cu", "cuh"]), ("D", ["d"]),
    ("Dart", ["dart"]), ("Elixir", ["ex", "exs"]), ("Elm", ["elm"]), ("Emacs Lisp", ["el"]),
    ("Erlang", ["erl", "hrl"]),
    ("F#", ["fs", "fsi", "fsx"]), ("Fortran", ["f", "f77", "f90", "f95", "f03", "f08"]),
    ("GLSL", ["glsl", "vert", "frag"]),
    ("Go", ["go"]), ("GraphQL", ["graphql", "gql"]), ("Groovy", ["groovy", "gradle"]), ("Haskell", ["hs", "lhs"]),
    ("Java", ["java"]), ("JavaScript", ["js", "mjs", "cjs", "jsx"]), ("Julia", ["jl"]), ("Kotlin", ["kt", "kts"]),
    ("Lua", ["lua"]), ("MATLAB", ["mat"]), ("Make", ["mk", "mak"]), ("Metal", ["metal"]), ("Nim", ["nim"]),
    ("Nix", ["nix"]),
    ("OCaml", ["ml", "mli"]), ("Objective-C", ["m"]), ("Objective-C++", ["mm"]), ("PHP", ["php"]),
    ("Pascal", ["pas", "pp"]),
    ("Perl", ["pl", "pm"]), ("PowerShell", ["ps1", "psm1"]), ("Prolog", ["pro"]), ("Protocol Buffer", ["proto"]),
    ("Python", ["py", "pyi", "pyx"]), ("R", ["r"]), ("Racket", ["rkt"]), ("Ruby", ["rb", "rake", "gemspec"]),
    ("Rust", ["rs"]), ("SQL", ["sql"]), ("Scala", ["scala", "sc"]), ("Scheme", ["scm", "ss"]), ("Solidity", ["sol"]),
    ("Swift", ["swift"]), ("Tcl", ["tcl"]), ("TeX", ["tex", "sty", "cls", "bib"]),
    ("TypeScript", ["ts", "tsx", "mts", "cts"]),
    ("VHDL", ["vhd", "vhdl"]), ("Verilog", ["v", "sv", "svh"]), ("Vim Script", ["vim"]), ("Vue", ["vue"]),
    ("WebAssembly", ["wat"]), ("Zig", ["zig"]),
  ]
}
