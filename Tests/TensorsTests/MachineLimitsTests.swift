import CKernels
import Tensors
import Testing

@Suite struct MachineLimitsTests {
  // Counts that fill no register tile, some, and all of them with a rest.
  private static let counts = [0, 1, 47, 449, 1344, 1500]

  @Test(arguments: counts) func chainsTakeEveryStep(count: Int) {
    var x = (0..<count).map { Float($0 % 7) }
    gk_multiply_add_chains(&x, count, 3)
    // Three times x / 2 + 1, which floats hold exactly.
    #expect(x == (0..<count).map { Float($0 % 7) / 8 + 1.75 })
  }

  @Test(arguments: counts) func streamsReachEveryElement(count: Int) {
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

  @Test func arithmeticIsMeasured() {
    // Between one operation in a hundred cycles and a hundred in one.
    #expect((1e7..<1e13).contains(MachineLimits.operationsPerSecond(threads: 1)))
  }
}
