// An operation on tensors of given shapes, and the work that it is.
import Tensors

/// An operation as it occurs in a network.
struct Workload: Sendable {
  /// The network and the place in it.
  let name: String
  /// What is computed, for programs that compute the same.
  let operation: String
  /// Numbers that the operation has beside its operands.
  let settings: [Int]
  let operands: [Shape]
  /// Floating-point operations for each element of the output.
  let work: Double
  let run: @Sendable ([Variable]) -> Variable

  init(
    _ name: String, _ operation: String, _ operands: [Shape], settings: [Int] = [], work: Double = 1,
    _ run: @escaping @Sendable ([Variable]) -> Variable
  ) {
    self.name = name
    self.operation = operation
    self.operands = operands
    self.settings = settings
    self.work = work
    self.run = run
  }

  /// A function of one operand.
  init(
    _ name: String, _ operation: String, _ operand: Shape, settings: [Int] = [], work: Double = 1,
    _ run: @escaping @Sendable (Variable) -> Variable
  ) {
    self.init(name, operation, [operand], settings: settings, work: work) { run($0[0]) }
  }
}
