// Losses of logits against a fixture.
import TestSupport
import Tensors
import Testing

/// Compares a loss and its gradient with the `output` and `dLogits` of a fixture's case; the case "sure" is of right answers
/// that are sure, whose gradient is the rounding of a difference that should be zero.
func expectLossAndGradient(
  of testCase: String, in fixture: Fixture, _ makeLoss: (_ logits: Variable) throws -> Variable,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let tape = Tape()
  let logits = tape.track(try #require(fixture.tensor(testCase, "logits"), sourceLocation: sourceLocation))
  let loss = try makeLoss(logits)
  let gradient = try #require(tape.gradients(of: loss)[logits], sourceLocation: sourceLocation)
  let output = try #require(fixture.tensor(testCase, "output"), sourceLocation: sourceLocation)
  #expect(loss.shape == [], sourceLocation: sourceLocation)
  #expect(loss.value.relativeError(to: output) < 3e-7, sourceLocation: sourceLocation)
  if testCase == "sure" {
    #expect(gradient.scalars.allSatisfy { abs($0) < 1e-16 }, sourceLocation: sourceLocation)
  } else {
    let expected = try #require(fixture.tensor(testCase, "dLogits"), sourceLocation: sourceLocation)
    #expect(gradient.relativeError(to: expected) < 3e-7, sourceLocation: sourceLocation)
  }
}
