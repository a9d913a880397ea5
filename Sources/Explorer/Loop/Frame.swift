import TerminalUI

/// Lets one action change the state and prepares the screen that follows. Data flows one way: the action changes the
/// state, the new state is measured, and from both follows what is to be computed.
///
/// Here the views are asked, before `update` what lies under the pointer and after it how much fits on the screen, and
/// the answers handed over as values.
func advance(_ state: inout ExplorerState, _ action: Action, at moment: Moment = Moment()) -> [Effect] {
  let (messageBefore, jobsBefore) = (state.screen.message, state.work.jobs)
  state.screen.moment = moment
  state.screen.target = action.pointer.flatMap { MouseTarget(at: $0.position, of: state) }
  var effects = update(&state, action)
  state.screen.geometry = Geometry(of: state)
  effects += state.prepareFrame()
  state.log.note(
    message: state.screen.message, before: messageBefore, jobs: state.work.jobs, before: jobsBefore, at: moment.elapsed)
  return effects
}

extension ExplorerState {
  /// Brings the panes up to date with each other and with the screen, and asks for whatever they now lack.
  fileprivate mutating func prepareFrame() -> [Effect] {
    settle()
    let effects =
      requestQuery() + requestTokenVectors() + requestItems() + requestJudgedQueries()
      + Derivation.all.flatMap { $0.request(&self) }
      + requestTiles() + requestPicture()
    // What was remembered is there at once, and may be of another size.
    settle()
    return effects
  }

  private mutating func settle() { for pane in Pane.allCases { pane.definition.settle(&self) } }
}
