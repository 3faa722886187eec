import Tensors
import Testing

@Suite struct MemoryTests {
  /// A step of ten layers whose tensors have sizes of their own and die at once, as in inference.
  private func step() {
    for size in 1...10 {
      let tensor = Tensor([size * 50_000], repeating: 1)
      withExtendedLifetime(tensor) {}
    }
  }

  @Test func steadyStepsNeedNoNewStorage() {
    // Other tests run beside this one, so it may be disturbed, but not ten times in a row.
    let isSteady = (0..<10).contains { _ in
      step()
      let before = MemoryStatistics.current.systemBlocks
      for _ in 0..<3 { step() }
      return MemoryStatistics.current.systemBlocks == before
    }
    #expect(isSteady)
  }
}
