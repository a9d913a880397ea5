/// What is wrong with what a command was given to read.
enum InputError: Error, CustomStringConvertible {
  /// An item that is no text was given to a command that reads texts.
  case notText(id: String)
  /// What an item asks for is not to be had.
  case item(place: String, reason: any Error)

  var description: String {
    switch self {
    case .notText(let id): "\(id) is a picture; this command reads texts"
    case .item(let place, let reason): "\(place): \(reason)"
    }
  }
}
