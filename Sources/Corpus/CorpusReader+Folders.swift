internal import Files

extension CorpusReader {
  /// Reads what a folder lists, or else what lies in it.
  mutating func readFolder(_ given: String) throws(CorpusError) {
    let folder = Path.withoutFinalSlash(given)
    if let files = try CollectionFile.files(in: folder) {
      let start = result.items.count
      let place = CorpusItem.Place(file: CollectionFile.path(in: folder), line: nil)
      for file in files {
        try refuseOutside(file, of: folder, named: place)
        try readFile(file, in: folder, wasFound: false)
      }
      if !options.readsImages {
        dropPictures(from: start)
      }
      return
    }
    for file in try files(in: folder) {
      try leavingOut { (reader) throws(CorpusError) in
        try reader.refuseOutside(file, of: folder, named: CorpusItem.Place(file: file, line: nil))
        if Kind(path: file) == .image {
          try Self.reading { () throws(FileError) in try FileContents.checkReadable(file) }
        }
        try reader.readFile(file, in: folder, wasFound: true)
      }
    }
  }

  /// Refuses a path that leads out of the folder of the collection it is named in.
  func refuseOutside(_ path: String, of folder: String, named place: CorpusItem.Place) throws(CorpusError) {
    guard options.allowsOutside || Path.leads(path, into: folder) else {
      throw .outside(place, path: path, folder: Path.withoutFinalSlash(folder.isEmpty ? "." : folder))
    }
  }

  /// Runs `body`, which reads something of a folder; what it throws leaves that out, unless nothing may be left out.
  private mutating func leavingOut(
    _ body: (inout CorpusReader) throws(CorpusError) -> Void
  ) throws(CorpusError) {
    do throws(CorpusError) { try body(&self) } catch {
      if options.isStrict { throw error }
      result.skipped.append(error)
    }
  }

  /// The files of a folder that are items, at any depth, in the order of their paths' bytes.
  private mutating func files(in root: String) throws(CorpusError) -> [String] {
    var files: [String] = []
    var folders: [String] = []
    var contents = try Self.reading { () throws(FileError) in try Folder.contents(of: root) }
    var folder = root
    while true {
      for name in contents.undecodableNames where !name.isHidden && (name.kind == .folder || isItem(name.escaped)) {
        try leavingOut { (_) throws(CorpusError) in throw .file(.nameNotUTF8(name.escaped, folder: folder)) }
      }
      for name in contents.names where name.utf8.first != UInt8(ascii: ".") {
        let path = Path.joined(folder, name)
        try leavingOut { (reader) throws(CorpusError) in
          try Self.reading { () throws(FileError) in
            if try FileStatus(path: path, followingLinks: false).kind == .folder {
              // A link to a folder is not one here: it could lead back to where we are.
              folders.append(path)
            } else if reader.isItem(path), try FileStatus(path: path).kind == .file {
              files.append(path)
            }
          }
        }
      }
      contents = FolderContents.none
      guard let next = folders.popLast() else { break }
      folder = next
      try leavingOut { (_) throws(CorpusError) in
        contents = try Self.reading { () throws(FileError) in try Folder.contents(of: next) }
      }
    }
    return files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Whether a file of that name is an item where it lies in a folder.
  private func isItem(_ path: String) -> Bool {
    switch Kind(path: path) {
    case .text: true
    case .image: options.readsImages
    case .jsonLines, nil: false
    }
  }
}
