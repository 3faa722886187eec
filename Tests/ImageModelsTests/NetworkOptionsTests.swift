// Options in files.
import Foundation
import ImageModels
import Testing

@Suite struct NetworkOptionsTests {
  private func decoded(_ text: String) throws -> NetworkOptions {
    try JSONDecoder().decode(NetworkOptions.self, from: Data(text.utf8))
  }

  @Test func whatIsLeftOutIsStandard() throws {
    #expect(try decoded("{}") == NetworkOptions())
    #expect(try decoded(#"{"outputs": 3, "head": "softmax"}"#) == NetworkOptions(outputs: 3, output: .softmax))
  }

  @Test func everythingComesBack() throws {
    let options = NetworkOptions(outputs: 7, output: .softmax, widthMultiplier: 0.75, imageSize: 96)
    #expect(try decoded(String(decoding: JSONEncoder().encode(options), as: UTF8.self)) == options)
    #expect(throws: DecodingError.self) { try decoded(#"{"head": "tanh"}"#) }
  }
}
