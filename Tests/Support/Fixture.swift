// Reference values made by other programs, as safetensors files beside the tests.
public import Foundation
public import NeuralNetwork
public import Tensors

/// The cases of one fixture file: tensors named `case/tensor`, settings as JSON in the file's metadata.
public struct Fixture: Sendable {
  /// Everything in the file.
  public let contents: SafeTensors

  /// The file `Fixtures/<name>.safetensors` of a test bundle.
  public init(_ name: String, in bundle: Bundle) throws {
    guard let url = bundle.url(forResource: name, withExtension: "safetensors", subdirectory: "Fixtures") else {
      throw MissingFixture(name: name)
    }
    try self.init(path: url.path)
  }

  /// A file of the same kind elsewhere.
  public init(path: String) throws { contents = try SafeTensors(path: path) }

  /// Names of the cases, in order.
  public var cases: [String] { contents.metadata.keys.sorted() }

  /// A tensor of a case; nil where the case has none of that name.
  public func tensor(_ testCase: String, _ name: String) -> Tensor? { contents.tensors["\(testCase)/\(name)"] }

  /// The settings of a case.
  public func settings<Settings: Decodable>(_ testCase: String, as type: Settings.Type) throws -> Settings {
    try JSONDecoder().decode(type, from: Data((contents.metadata[testCase] ?? "").utf8))
  }
}

/// A fixture file that is not there.
public struct MissingFixture: Error, CustomStringConvertible {
  let name: String
  public var description: String { "no fixture \(name).safetensors" }
}
