// Speed of the library's operations but for convolution, named by where they occur in networks.
//
//     swift run -c release --package-path Benchmarks operations [--threads N] [--seconds S] [--only PART] [--json]
//
// Prints for each, forward by itself and forward and backward together: milliseconds, GB/s of operands read and results
// written, GFLOP/s, and how near that is to the machine's limit. --list only says what there is to measure; --no-limits
// leaves the machine's limits out, which take some seconds to find.
import Foundation
import Measurement
import Tensors

struct Options {
  var threads: Int?
  var seconds = 0.3
  var only = ""
  var json = false
  var list = false
  var limits = true

  /// - Throws: `UsageError` for arguments that are none of the options.
  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    func value<Value>(_ name: String, _ parse: (String) -> Value?) throws -> Value {
      guard let text = rest.popFirst(), let value = parse(text) else {
        throw UsageError(description: "operations: \(name) expects a value")
      }
      return value
    }
    while let argument = rest.popFirst() {
      switch argument {
      case "--threads": threads = try value(argument) { Int($0).flatMap { $0 > 0 ? $0 : nil } }
      case "--seconds": seconds = try value(argument) { Double($0).flatMap { $0 > 0 ? $0 : nil } }
      case "--only": only = try value(argument) { $0 }
      case "--json": json = true
      case "--list": list = true
      case "--no-limits": limits = false
      default: throw UsageError(description: "operations: unknown argument \(argument)")
      }
    }
  }
}

struct UsageError: Error, CustomStringConvertible {
  let description: String
}

struct Report: Encodable {
  let limits: Limits?
  let operations: [Measured]
}

func row(_ timing: Timing) -> String {
  let milliseconds = String(format: "%9.3f ms", timing.milliseconds)
  let part = timing.partOfLimit.map { column(100 * $0, width: 5) + " %" } ?? ""
  return milliseconds + column(timing.gigabytesPerSecond, width: 5) + " GB/s" + column(timing.gigaflops, width: 6)
    + " GFLOP/s" + part
}

func run(_ options: Options) throws {
  if let threads = options.threads { Parallel.setThreadCount(threads) }
  let chosen = Workloads.all.filter {
    options.only.isEmpty || "\($0.operation) \($0.name)".contains(options.only)
  }
  let limits = options.limits && !options.list ? Limits() : nil
  if !options.json, let limits {
    print(
      "\(limits.instructionSet), threads: \(limits.threads), \(Int(limits.gigaflops)) GFLOP/s,",
      "\(Int(limits.copyGigabytesPerSecond)) GB/s copied")
    print("forward; forward and backward")
  }
  let stopwatch = options.list ? nil : Stopwatch(seconds: options.seconds)
  let width = chosen.map { $0.operation.count + $0.name.count + 1 }.max() ?? 0
  var operations: [Measured] = []
  for workload in chosen {
    let measured = stopwatch.map { Measured(workload, $0, limits: limits) } ?? Measured(workload)
    operations.append(measured)
    if options.json { continue }
    let timings = [measured.forward, measured.both].compactMap { $0 }.map(row)
    print(([("\(workload.operation) \(workload.name)").padded(to: width)] + timings).joined(separator: "  "))
  }
  if options.json {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    print(String(decoding: try encoder.encode(Report(limits: limits, operations: operations)), as: UTF8.self))
  }
}

do {
  try run(try Options(Array(CommandLine.arguments.dropFirst())))
} catch let error as UsageError {
  FileHandle.standardError.write(Data("\(error)\n".utf8))
  exit(64)
}
