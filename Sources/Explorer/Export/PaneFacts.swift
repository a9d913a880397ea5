import Embeddings
import Reports

/// What made the numbers that panes show: it goes with them into every file.
struct PaneFacts: Sendable {
  let state: ExplorerState
  /// What the model reads before a text, by role.
  let prompts: [PromptRole: String]

  private var subject: Subject { state.subject }

  /// The model alone.
  var model: Facts { Facts(model: subject.model) }

  /// The model and the collection.
  var collection: Facts {
    Facts(model: subject.model, collection: subject.collection.name, isLate: subject.collection.isLate)
  }

  /// The items' vectors under the current adapter at the present dimension, and what they are ranked against.
  var ranking: Facts {
    var facts = vectors
    add(subject.reference, to: &facts)
    return facts
  }

  /// The items' vectors under the current adapter at the present dimension.
  var vectors: Facts {
    Facts(
      model: subject.model, task: subject.task, dimensions: subject.dimensions,
      collection: subject.collection.name, isLate: subject.collection.isLate, passagePrompt: prompts[.passage] ?? "")
  }

  /// The items' vectors at every dimension, and what they are ranked against.
  var sweep: Facts {
    var facts = Facts(
      model: subject.model, task: subject.task, collection: subject.collection.name,
      isLate: subject.collection.isLate, passagePrompt: prompts[.passage] ?? "")
    add(subject.scoredPair?.reference, to: &facts)
    return facts
  }

  /// The query and the selected item, token by token.
  var lateInteraction: Facts {
    var facts = Facts(
      model: subject.model, task: subject.task, isLate: subject.collection.isLate,
      passagePrompt: prompts[.passage] ?? "")
    add(subject.query.map { .query($0) }, to: &facts)
    if let shown = state.inspector.lateInteraction.shown(subject), let item = subject.selectedItem {
      facts.add(shown, id: subject.identifiers[item])
    }
    return facts
  }

  /// Which similarities are meant: differences, sets, a rectangle, or those near a threshold.
  var matrix: Facts {
    let similarity = state.similarity
    var facts = similarity.rows == .query ? ranking : vectors
    if let subtracted = similarity.arrangement?.matrix?.subtracted { facts.add("subtracted_task", subtracted.name) }
    if similarity.isListing {
      facts.add("threshold", .float(similarity.threshold))
      return facts
    }
    if similarity.rows == .sets {
      facts.add("row_set", similarity.rowSet?.name ?? "all")
      facts.add("column_set", similarity.columnSet?.name ?? "all")
    }
    if let selection = similarity.selection {
      facts.add("rectangle_rows", .integer(selection.rows.count))
      facts.add("rectangle_columns", .integer(selection.columns.count))
    }
    return facts
  }

  /// The adapters compared with the current one.
  var comparedTasks: [EmbeddingTask] { subject.shownTasks.filter { $0 != subject.task } }

  private func add(_ reference: Subject.Reference?, to facts: inout Facts) {
    switch reference {
    case .item(let item): facts.add("neighbors_of", subject.identifiers[item])
    case .query(let key): facts.add(Facts.Query(key.text, role: key.role, prompt: prompts[key.role] ?? ""))
    case nil: break
    }
  }
}
