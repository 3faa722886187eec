// Snippets about operations of one's own, element by element.
import Tensors

func useElementwiseFunctions() {
  let tape = Tape()
  let input = tape.track(Tensor([2], scalars: [0, 0.75]))

  let hypotenuse = elementwise(input, { x in (1 + x * x).squareRoot() }, derivative: { x, y in x / y })
  precondition(hypotenuse.value == Tensor([2], scalars: [1, 1.25]))
  precondition(tape.gradients(of: sum(hypotenuse))[input] == Tensor([2], scalars: [0, 0.6]))

  struct Square: ElementFunction {
    func value(_ x: Float) -> Float { x * x }
    func derivative(_ x: Float) -> Float { 2 * x }
  }
  let squares = elementwise(input, Square())
  precondition(squares.value == Tensor([2], scalars: [0, 0.5625]))
}
