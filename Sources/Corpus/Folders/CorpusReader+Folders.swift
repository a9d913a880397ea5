internal import Files

extension CorpusReader {
  /// Reads what a folder lists, or else what lies in it.
  mutating func readFolder(_ given: String) throws(CorpusError) {
    let folder = Path.withoutFinalSlash(given)
    if let list = try CollectionFile.list(of: folder) { return try readListed(list, in: folder) }
    if BEIRFolder.isOne(folder) { return try readBEIR(folder) }
    for file in try files(in: folder) {
      try leavingOut { (reader) throws(CorpusError) in
        try reader.refuseOutside(file, of: folder, named: CorpusItem.Place(file: file, line: nil))
        try reader.readFile(file, in: folder, wasFound: true)
      }
    }
  }

  private mutating func readListed(_ list: CollectionFile.List, in folder: String) throws(CorpusError) {
    let start = result.items.count
    let place = CorpusItem.Place(file: CollectionFile.path(in: folder), line: nil)
    for file in list.items {
      try refuseOutside(file, of: folder, named: place)
      try readFile(file, in: folder, wasFound: false)
    }
    for file in list.judgments {
      try refuseOutside(file, of: folder, named: place)
      var judgments = Judgments(name: Path.name(of: file))
      try readQueries(file, into: &judgments)
      result.judgments.append(judgments)
    }
    if !options.readsImages { dropPictures(from: start) }
  }

  /// Refuses a path that leads out of the folder of the collection it is named in.
  func refuseOutside(_ path: String, of folder: String, named place: CorpusItem.Place) throws(CorpusError) {
    guard options.allowsOutside || Path.leads(path, into: folder) else {
      throw .outside(place, path: path, folder: Path.withoutFinalSlash(folder.isEmpty ? "." : folder))
    }
  }

  /// Runs `body`, which reads something of a folder; what it throws leaves that out, unless nothing may be left out.
  mutating func leavingOut(
    _ body: (inout CorpusReader) throws(CorpusError) -> Void
  ) throws(CorpusError) {
    do throws(CorpusError) { try body(&self) } catch { try leaveOut(error) }
  }

  /// The files of a folder that are items, at any depth, in the order of their paths' bytes.
  private mutating func files(in root: String) throws(CorpusError) -> [String] {
    var files: [String] = []
    var walk = FolderWalk(root: root)
    while let folder = walk.nextFolder() {
      var contents = FolderContents.none
      if folder == root {
        contents = try Self.reading { () throws(FileError) in try Folder.contents(of: root) }
      } else {
        try leavingOut { (_) throws(CorpusError) in
          contents = try Self.reading { () throws(FileError) in try Folder.contents(of: folder) }
        }
      }
      try leavingOut { (_) throws(CorpusError) in
        try Self.reading { () throws(FileError) in try walk.readRules(names: contents.names) }
      }
      for name in contents.undecodableNames where !name.isHidden && (name.kind == .folder || isItem(name.escaped)) {
        try leavingOut { (_) throws(CorpusError) in throw .file(.nameNotUTF8(name.escaped, folder: folder)) }
      }
      for name in contents.names {
        try leavingOut { (reader) throws(CorpusError) in
          try Self.reading { () throws(FileError) in
            guard let found = try walk.visit(name) else { return }
            if reader.isItem(found.path) {
              // A pipe or a device is none; a link to a folder is not gone to.
              if try FileStatus(path: found.path).kind == .file { files.append(found.path) }
            } else if found.kind == .file, Path.ending(of: name) == nil, try FileKind.isText(found.path) {
              files.append(found.path)
            }
          }
        }
      }
    }
    return files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Whether a file of that name is an item where it lies in a folder. Tables are not: what they hold, nobody can tell
  /// from their names.
  private func isItem(_ path: String) -> Bool {
    switch FileKind(path: path) {
    case .text, .html, .source, .pdf: true
    case .image: options.readsImages
    case .jsonLines, .table, .numpy, .safetensors, .projector, nil: false
    }
  }
}
