// Options that are given twice, of which a parser would silently take the last.
internal import ArgumentParser
internal import Foundation

/// The options of a command that take one value, as the parser describes them.
struct RepeatedOptions {
  private let names: Set<String>
  /// All options that are followed by a value.
  let withValue: Set<String>

  /// The parts of the parser's description that are needed here.
  private struct Description: Decodable {
    struct Command: Decodable { let arguments: [Argument]? }
    struct Argument: Decodable {
      struct Name: Decodable {
        let kind: String
        let name: String
      }
      let kind: String
      let isRepeating: Bool
      let names: [Name]?
    }
    let command: Command
  }

  init(of command: any ParsableCommand.Type) throws {
    let description = try JSONDecoder().decode(Description.self, from: Data(command._dumpHelp().utf8))
    let options = (description.command.arguments ?? []).filter { $0.kind == "option" }
    func names(_ options: [Description.Argument]) -> Set<String> {
      Set(options.flatMap { $0.names ?? [] }.map { ($0.kind == "long" ? "--" : "-") + $0.name })
    }
    self.names = names(options.filter { !$0.isRepeating })
    withValue = names(options)
  }

  /// Makes sure that no option of one value is given twice.
  ///
  /// - Throws: `ValidationError` that names the option and its values.
  func check(_ arguments: [String]) throws {
    var values: [String: [String]] = [:]
    var rest = arguments[...]
    while let argument = rest.popFirst(), argument != "--" {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard withValue.contains(parts[0]) else { continue }
      let value = parts.count == 2 ? parts[1] : rest.popFirst() ?? ""
      guard names.contains(parts[0]) else { continue }
      values[parts[0], default: []].append(value)
      if let given = values[parts[0]], given.count > 1 {
        throw ValidationError("\(parts[0]) is given twice, as \(given[0]) and as \(given[1]); expected one value")
      }
    }
  }
}
