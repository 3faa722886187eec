import Foundation
import Synchronization
import Tensors
import Testing

@Suite(.serialized) struct ParallelTests {
  @Test(arguments: [1, 2, 3, 8]) func everyIndexRunsOnce(threads: Int) {
    let before = Parallel.threadCount
    Parallel.setThreadCount(threads)
    defer { Parallel.setThreadCount(before) }
    for count in [0, 1, 2, 7, 100] {
      for _ in 0..<200 {
        let runs = Mutex([Int](repeating: 0, count: count))
        Parallel.forEach(count) { index, worker in
          precondition(worker >= 0 && worker < max(threads, Parallel.threadCount))
          runs.withLock { $0[index] += 1 }
        }
        #expect(runs.withLock { $0 } == [Int](repeating: 1, count: count))
      }
    }
  }

  @Test func loopsNestAndMeet() async {
    final class Counter: Sendable { let value = Atomic(0) }
    let total = Counter()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          for _ in 0..<50 {
            Parallel.forEach(5) { _ in
              Parallel.forEach(3) { _ in total.value.wrappingAdd(1, ordering: .relaxed) }
            }
          }
        }
      }
    }
    #expect(total.value.load(ordering: .relaxed) == 4 * 50 * 15)
  }

  @Test func mapKeepsTheOrderAndThrowsTheFirstError() throws {
    #expect(try Parallel.map(100) { $0 * $0 } == (0..<100).map { $0 * $0 })
    struct Failure: Error, Equatable { let index: Int }
    #expect(throws: Failure(index: 3)) {
      _ = try Parallel.map(10) { index in
        if index % 4 == 3 { throw Failure(index: index) }
        return index
      }
    }
  }

  @Test func kernelsAreThoseAskedFor() {
    let instructionSet = Parallel.instructionSet
    #expect(["avx512", "avx2", "portable"].contains(instructionSet))
    if let wish = ProcessInfo.processInfo.environment["GALAXY_KERNELS"] { #expect(instructionSet == wish) }
  }
}
