/// What is wrong with what a command was given to read.
enum InputError: Error, CustomStringConvertible {
  /// An item that is no text was given to a command that reads texts.
  case notText(id: String)
  /// A file that must be text is not.
  case notUTF8(file: String)
  /// What an item asks for is not to be had.
  case item(place: String, reason: any Error)

  var description: String {
    switch self {
    case .notText(let id): "\(id) is a picture; this command reads texts"
    case .notUTF8(let file): "\(file) is not UTF-8 text; save it as such"
    case .item(let place, let reason): "\(place): \(reason)"
    }
  }
}
