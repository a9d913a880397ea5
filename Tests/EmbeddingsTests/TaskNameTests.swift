import Embeddings
import Testing

@Suite struct TaskNameTests {
  private let published = ["retrieval", "text-matching", "code"].map { EmbeddingTask($0) }

  @Test func theCheckpointsOwnNamesAreTakenAsTheyAre() throws {
    let name = try TaskName("text-matching", among: published)
    #expect(name.task == published[1])
    #expect(name.role == nil)
  }

  @Test func everyAliasResolvesOnThePublishedTasks() throws {
    for alias in TaskName.aliases {
      let name = try TaskName(alias.name, among: published)
      #expect(name.task.name == alias.task)
      #expect(name.role == alias.role)
    }
  }

  @Test func aCheckpointsNameWinsOverAnAlias() throws {
    let tasks = [EmbeddingTask("retrieval"), EmbeddingTask("query")]
    #expect(try TaskName("query", among: tasks).task == tasks[1])
  }

  @Test func anAliasOfAMissingTaskIsUnknownAndTheTasksAreListed() {
    let tasks = [EmbeddingTask("search")]
    #expect(throws: RequestError.unknownTask(name: "query", valid: tasks)) { try TaskName("query", among: tasks) }
    #expect(RequestError.unknownTask(name: "query", valid: tasks).description.contains("search"))
  }

  @Test func anExplicitRoleMayRepeatTheAliasButNotContradictIt() throws {
    let name = try TaskName("code.query", among: published)
    #expect(try name.role(beside: nil) == .query)
    #expect(try name.role(beside: .query) == .query)
    #expect(throws: RequestError.contradictoryRole(task: "code.query", implied: .query, role: .passage)) {
      try name.role(beside: .passage)
    }
    #expect(try TaskName("code", among: published).role(beside: .passage) == .passage)
  }
}
