/// Lets something happen now and then, so that telling how far work is costs it nothing.
public struct Throttle: Sendable {
  /// Ten times a second: as often as a person can follow.
  public static let usualInterval = Duration.milliseconds(100)

  private let interval: Duration
  private var last: ContinuousClock.Instant

  /// A throttle that first lets something through `interval` after `start`.
  public init(interval: Duration = usualInterval, start: ContinuousClock.Instant = .now) {
    self.interval = interval
    last = start
  }

  /// Whether so much time has passed since it was last true.
  public mutating func passes(at now: ContinuousClock.Instant = .now) -> Bool {
    guard last.duration(to: now) >= interval else { return false }
    last = now
    return true
  }
}
