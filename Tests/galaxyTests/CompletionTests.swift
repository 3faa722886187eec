// What bash completes behind galaxy's options: names of files, of folders, of networks.
import Foundation
import TestSupport
import Testing

@Suite struct CompletionTests {
  private static let bash = "/bin/bash"

  /// The words that bash offers for the last of some words.
  private func offers(_ words: [String], in place: Workplace) throws -> [String] {
    let script = try place.galaxy(["--generate-completion-script", "bash"])
    #expect(script.status == 0)
    let asked =
      script.output + """

        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
        _galaxy "$1" "${COMP_WORDS[$COMP_CWORD]}" "${COMP_WORDS[$((COMP_CWORD - 1))]}" 2>/dev/null
        printf '%s\\n' "${COMPREPLY[@]}"
        """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.bash)
    process.arguments = [try place.folder.write(asked, to: ".completion")] + words
    process.currentDirectoryURL = URL(fileURLWithPath: place.folder.path)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: "\n").map(String.init).sorted()
  }

  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: bash), "no bash is installed"),
    arguments: [
      (["evaluate", "--images", "ima"], ["images"]), (["check", "--labels", "sol"], ["solutions.csv"]),
      (["predict", "--checkpoint", "run"], ["run1", "run2"]), (["train", "--network", "hild"], ["hildebrandt"]),
      (["compare", "sol"], ["solutions.csv"]), (["predict", "--images", "images/10000"], ["images/100001.jpg"]),
      (["synthesize", "--output", "im"], ["images"]),
    ] as [([String], [String])])
  func namesAreCompleted(words: [String], expected: [String]) throws {
    let place = try Workplace()
    for name in ["images/100001.jpg", "run1/best.safetensors", "run2/best.safetensors", "solutions.csv"] {
      try place.folder.write("", to: name)
    }
    #expect(try offers(["galaxy"] + words, in: place) == expected)
  }
}
