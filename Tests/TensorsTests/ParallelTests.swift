import Foundation
import Synchronization
import Tensors
import Testing

@Suite(.serialized) struct ParallelTests {
  private final class Counter: Sendable { let value = Atomic(0) }

  @Test(arguments: [1, 2, 3, 8]) func everyIndexRunsOnce(threads: Int) {
    let before = Parallel.threadCount
    Parallel.setThreadCount(threads)
    defer { Parallel.setThreadCount(before) }
    for count in [0, 1, 2, 7, 100] {
      for _ in 0..<200 {
        let runs = (0..<count).map { _ in Counter() }
        Parallel.forEach(count) { index, worker in
          precondition(worker >= 0 && worker < max(threads, Parallel.threadCount))
          runs[index].value.wrappingAdd(1, ordering: .relaxed)
        }
        #expect(runs.allSatisfy { $0.value.load(ordering: .relaxed) == 1 })
      }
    }
  }

  @Test func loopsNestAndMeet() async {
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
