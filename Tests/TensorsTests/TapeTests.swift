// What a tape accepts, and what it stops at.
import TestSupport
import Tensors
import Testing

@Suite struct TapeTests {
  /// The square of a variable, with a pullback that stands in for the right one.
  private static func square(_ x: Variable, _ pullback: @escaping Pullback) -> Variable {
    Variable.record((x * x).value, from: [x], operation: "square", pullback: pullback)
  }

  private static let vector = Tensor([3], scalars: [1, 2, 3])

  @Test func gradientsAreAddedUp() {
    let tape = Tape()
    let (x, y) = (tape.track(Self.vector), tape.track(Tensor([], scalars: [2])))
    let gradients = tape.gradients(of: sum(x * x * y + x))
    #expect(gradients[x]?.scalars == [5, 9, 13])
    #expect(gradients[y]?.scalar == 14)
  }

  @Test func aPullbackMayLeaveAGradientOut() {
    let tape = Tape()
    let x = tape.track(Self.vector)
    #expect(tape.gradients(of: Self.square(x) { _ in [nil] })[x] == nil)
  }

  @Test func aTrackedVariableIsItsOwnGradientsOutput() {
    let tape = Tape()
    let x = tape.track(Self.vector)
    #expect(tape.gradients(of: x)[x]?.scalars == [1, 1, 1])
    #expect(tape.gradients(of: x)[x]?.scalars == [1, 1, 1])
  }

  /// A pullback may write into its gradient without a copy.
  @Test func gradientsAreHandedOver() {
    let tape = Tape()
    let x = tape.track(Self.vector)
    let inner = Variable.record(x.value, from: [x]) { (dOutput: consuming Tensor) in
      let address = dOutput.pointer
      let dInput = (consume dOutput).overwritten { source, target in
        for index in 0..<3 { target[index] = source[index] + (source == UnsafePointer(target) ? 1 : 0) }
      }
      return [dInput.pointer == address ? dInput : nil]
    }
    let outer = Variable.record(inner.value, from: [inner]) { dOutput in [Tensor(dOutput.shape, repeating: 5)] }
    #expect(tape.gradients(of: outer)[x]?.scalars == [6, 6, 6])
  }

  @Test func tooFewGradients() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let (x, y) = (tape.track(TapeTests.vector), tape.track(TapeTests.vector))
      _ = tape.gradients(of: Variable.record(x.value, from: [x, y], operation: "product(_:_:)") { _ in [nil] })
    }
    #expect(result?.names("product: expected a pullback with 2 gradients, one for each input, found 1") == true)
  }

  @Test func gradientOfAnotherShape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let x = tape.track(TapeTests.vector)
      _ = tape.gradients(of: TapeTests.square(x) { _ in [Tensor([2], repeating: 1)] })
    }
    #expect(result?.names("square: expected a gradient [3] for input 0, found [2]") == true)
  }

  @Test func gradientsOfOneOutputTwice() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let y = TapeTests.square(tape.track(TapeTests.vector)) { [$0] }
      _ = tape.gradients(of: y)
      _ = tape.gradients(of: y)
    }
    #expect(result?.names("the gradients of square's output were asked for before") == true)
  }

  @Test func outputOfAnotherTape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let y = TapeTests.square(Tape().track(TapeTests.vector)) { [$0] }
      _ = Tape().gradients(of: y)
    }
    #expect(
      result?.names(
        "expected an output that was computed from a variable of this tape, found an output of another tape") == true)
  }

  @Test func constantOutput() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tape().gradients(of: Variable(TapeTests.vector))
    }
    #expect(
      result?.names("expected an output that was computed from a variable of this tape, found a constant") == true)
  }

  @Test func inputsOfTwoTapes() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tape().track(TapeTests.vector) * Tape().track(TapeTests.vector)
    }
    #expect(result?.names("*: expected inputs of one tape, found input 1 of another tape") == true)
  }
}

extension ExitTest.Result {
  /// Whether the message with which the program stopped contains `text`.
  fileprivate func names(_ text: String) -> Bool {
    String(decoding: standardErrorContent, as: UTF8.self).contains(text)
  }
}
