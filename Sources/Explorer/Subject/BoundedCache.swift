/// Values that were computed before, as many as a limit allows; the oldest are forgotten first.
struct BoundedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  /// What the costs of all values may add up to.
  let limit: Int
  /// How many of the newest stay whatever they cost.
  let kept: Int

  private var values: [Key: (value: Value, cost: Int)] = [:]
  private var order: [Key] = []
  private var cost = 0

  /// A cache without values.
  init(limit: Int, keepingLast kept: Int = 1) {
    self.limit = limit
    self.kept = kept
  }

  /// How many values there are.
  var count: Int { order.count }

  /// Whether the next value drives out another.
  var isFull: Bool { cost >= limit }

  /// The value of a key, where it is remembered.
  subscript(key: Key) -> Value? { values[key]?.value }

  /// Keeps a value as the newest; `cost` is counted in what the limit is counted in.
  mutating func insert(_ value: Value, for key: Key, cost: Int = 1) {
    if let old = values.updateValue((value, cost), forKey: key) {
      self.cost -= old.cost
      order.removeAll { $0 == key }
    }
    order.append(key)
    self.cost += cost
    while self.cost > limit, order.count > kept { forget(order.removeFirst()) }
  }

  /// Forgets the values that fulfil a condition.
  mutating func removeAll(where isStale: (Key, Value) -> Bool) {
    let stale = order.filter { key in values[key].map { isStale(key, $0.value) } ?? false }
    for key in stale { forget(key) }
    order.removeAll { values[$0] == nil }
  }

  private mutating func forget(_ key: Key) { cost -= values.removeValue(forKey: key)?.cost ?? 0 }
}
