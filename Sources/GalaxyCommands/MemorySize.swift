// Amounts of memory on the command line: 300M, 1G.
internal import ArgumentParser
internal import Experiments

/// An amount of memory as people write it: a number of megabytes or gigabytes, of 1024 × 1024 and 1024 × 1024 × 1024 bytes.
struct MemorySize {
  let byteCount: Int

  /// Reads `300M`, `1G` or `1.5G`.
  init(_ text: String) throws {
    guard let match = text.wholeMatch(of: /([0-9]+(?:\.[0-9]+)?)([MG])B?/), let number = Double(match.1),
      let size = Int(exactly: (number * (match.2 == "M" ? 0x1p20 : 0x1p30)).rounded()), size > 0
    else {
      throw ValidationError("expected an amount such as 300M or 1.5G")
    }
    byteCount = size
  }
}

/// How much memory a training may take.
struct MemoryOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Take no more memory than this, such as 300M or 1.5G: images without room are decoded again when they are needed.",
      valueName: "size"), transform: MemorySize.init)
  var memory: MemorySize?

  var images: ImageMemory { memory.map { .process($0.byteCount) } ?? .unlimited }
}
