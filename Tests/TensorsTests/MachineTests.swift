import Tensors
import Testing

@Suite struct MachineTests {
  @Test func peakIsThatOfAProcessor() {
    // From a slow scalar processor to one with far wider vectors than any of today.
    #expect((1e8...1e13).contains(Machine.peakOperationsPerSecond()))
  }
}
