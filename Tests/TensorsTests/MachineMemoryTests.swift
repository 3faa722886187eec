import CKernels
import Testing

@Suite struct MachineMemoryTests {
  /// Counts that fill no vector, some, and all with a rest.
  @Test(arguments: [0, 1, 47, 64, 449, 1500]) func streamsReachEveryElement(count: Int) {
    let x = (0..<count).map { Float($0 % 11) }
    var sum: Float = -1
    gk_stream_read(x, count, &sum)
    #expect(sum == x.reduce(0, +))
    // One element more than asked for, to see that it stays.
    var copy = [Float](repeating: -1, count: count + 1)
    gk_stream_copy(x, &copy, count)
    #expect(copy == x + [-1])
    gk_stream_write(&copy, 5, count)
    #expect(copy == [Float](repeating: 5, count: count) + [-1])
  }
}
