import DataFiles
import Testing

@Suite struct RequireMemoryTests {
  @Test func whatThereIsRoomForPasses() throws {
    for count in [0, 1, 4096, 1 << 20, 1 << 24] { try requireMemory(count, for: "a.jpg") }
  }

  /// No system of 48 bits of addresses has room for 2⁵⁰ bytes.
  @Test func whatThereIsNoRoomForIsToldWithItsSize() {
    let error = #expect(throws: FileError.self) { try requireMemory((1 << 50) + 1, for: "a.jpg") }
    #expect(error.map { "\($0)" } == "a.jpg: needs 1073741825 MB of memory, more than there is room for")
  }
}
