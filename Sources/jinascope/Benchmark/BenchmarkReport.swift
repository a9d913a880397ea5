import Foundation
import StrictJSON
import Tensors

/// What `bench` found.
struct BenchmarkReport {
  let model: String
  let precision: Precision
  let weights: WeightFormat
  let threads: Int
  let instructionSet: String
  let ceilings: MachineCeilings
  let openSeconds: Double
  let firstQuerySeconds: Double
  let timings: [Benchmark.Timing]
  /// From the exact way; `nil` where that is what was timed.
  let distance: ReferenceDistance?

  /// The report in all formats.
  func report() throws -> Report {
    Report(
      table: lines, json: try jsonDocument { try write(to: &$0) },
      jsonLines: try timings.map { timing in try jsonDocument { try Self.write(timing, to: &$0) } },
      rows: [["case", "items", "rows", "median_ms", "lowest_ms", "floor_ms", "items_per_second", "rows_per_second"]]
        + timings.map { timing in
          [
            timing.name, "\(timing.items)", "\(timing.rows)", "\(timing.median * 1000)",
            "\((timing.seconds.min() ?? 0) * 1000)", "\(timing.floor * 1000)",
            "\(Double(timing.items) / timing.median)", "\(Double(timing.rows) / timing.median)",
          ]
        })
  }

  private var lines: [String] {
    var table = Table([
      .left("case"), .right("rows"), .right("median"), .right("lowest"), .right("items/s"), .right("rows/s"),
      .right("floor"), .right("× floor"),
    ])
    for timing in timings {
      table.append([
        timing.name, "\(timing.rows)", Self.milliseconds(timing.median), Self.milliseconds(timing.seconds.min() ?? 0),
        Self.rate(Double(timing.items) / timing.median), Self.rate(Double(timing.rows) / timing.median),
        Self.milliseconds(timing.floor), String(format: "%.2f", timing.median / timing.floor),
      ])
    }
    let ceilings = [
      ("floats", ceilings.floatOperations), ("BF16 pairs", ceilings.pairOperations),
      ("bytes", ceilings.byteOperations),
    ].compactMap { name, rate in rate.map { "\(Int($0 / 1e9)) GFLOP/s \(name)" } }
    return [
      "\(model) · \(precision.rawValue), weights \(weights.rawValue) · \(threads) threads, \(instructionSet)",
      "this machine at most: \(String(format: "%.1f", self.ceilings.bytesPerSecond / 1e9)) GB/s · "
        + ceilings.joined(separator: ", "),
      "opened in \(Self.milliseconds(openSeconds)), first query after \(Self.milliseconds(firstQuerySeconds)) more",
      "",
    ] + table.lines + ["", "floor: reading the weights once, or the operations, at the machine's most"] + distanceLines
  }

  private var distanceLines: [String] { distance.map { ["cosine distance from exact: \($0.description)"] } ?? [] }

  private static func milliseconds(_ seconds: Double) -> String {
    String(format: seconds < 0.1 ? "%.2f ms" : "%.0f ms", seconds * 1000)
  }

  private static func rate(_ rate: Double) -> String { String(format: rate < 100 ? "%.2f" : "%.0f", rate) }

  private func write(to writer: inout JSONWriter) throws {
    try writer.object { writer in
      writer.member("model", model)
      writer.member("precision", precision.rawValue)
      writer.member("weights", weights.rawValue)
      writer.member("threads", threads)
      writer.member("instruction_set", instructionSet)
      writer.name("ceilings")
      try writer.object { writer in
        try writer.member("bytes_per_second", ceilings.bytesPerSecond)
        try writer.member("float_operations_per_second", ceilings.floatOperations)
        writer.name("bfloat16_operations_per_second")
        try writer.value(orNull: ceilings.pairOperations)
        writer.name("int8_operations_per_second")
        try writer.value(orNull: ceilings.byteOperations)
      }
      try writer.member("open_ms", openSeconds * 1000)
      try writer.member("first_query_ms", firstQuerySeconds * 1000)
      writer.name("cases")
      try writer.array { writer in for timing in timings { try Self.write(timing, to: &writer) } }
      writer.name("cosine_distance")
      if let distance { try distance.write(to: &writer) } else { writer.null() }
    }
  }

  private static func write(_ timing: Benchmark.Timing, to writer: inout JSONWriter) throws {
    try writer.object { writer in
      writer.member("case", timing.name)
      writer.member("items", timing.items)
      writer.member("rows", timing.rows)
      writer.name("round_ms")
      try writer.array { writer in for seconds in timing.seconds { try writer.value(seconds * 1000) } }
      try writer.member("median_ms", timing.median * 1000)
      try writer.member("floor_ms", timing.floor * 1000)
      try writer.member("ratio_to_floor", timing.median / timing.floor)
      try writer.member("items_per_second", Double(timing.items) / timing.median)
      try writer.member("rows_per_second", Double(timing.rows) / timing.median)
    }
  }
}
