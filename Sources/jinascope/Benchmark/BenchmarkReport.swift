import Foundation
import Reports
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

  /// Prints the report.
  func print(as format: AnalysisFormat) throws {
    switch format {
    case .table: try Destination.print(lines: lines)
    case .json: try Destination.print(try jsonDocument { try write(to: &$0) } + Array("\n".utf8))
    case .jsonl, .csv, .tsv: try Report(table: table, facts: facts).print(as: format)
    }
  }

  /// What was timed, and how.
  private var facts: Facts {
    var facts = Facts()
    facts.add("model", model)
    facts.add("precision", precision.rawValue)
    facts.add("weights", weights.rawValue)
    facts.add("threads", .integer(threads))
    facts.add("instruction_set", instructionSet)
    return facts
  }

  private var table: Table {
    var table = Table([
      .text("case"), .integer("items"), .integer("rows"), .number("median_ms", decimals: 2),
      .number("lowest_ms", decimals: 2), .number("floor_ms", decimals: 2), .number("ratio_to_floor", decimals: 2),
      .number("items_per_second", decimals: 2), .number("rows_per_second", decimals: 2),
    ])
    for timing in timings {
      table.append([
        .text(timing.name), .integer(timing.items), .integer(timing.rows), Field(timing.median * 1000),
        Field((timing.seconds.min() ?? 0) * 1000), Field(timing.floor * 1000), Field(timing.median / timing.floor),
        Field(Double(timing.items) / timing.median), Field(Double(timing.rows) / timing.median),
      ])
    }
    return table
  }

  private var lines: [String] {
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
