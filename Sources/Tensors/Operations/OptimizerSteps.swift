// Parameter updates in place, one pass over memory each.
internal import CKernels
internal import Preconditions

extension Tensor {
  /// Moves this tensor by one step of stochastic gradient descent.
  ///
  /// - Parameter memory: the velocity, or nothing where `momentum` is zero.
  package mutating func sgdStep(
    _ memory: inout [Tensor], gradient: Tensor, rate: Float, momentum: Float, usesNesterov: Bool
  ) {
    let velocity = checkedPointers("sgdStep", &memory, gradient).first
    forEachChunk { w, start, count in
      gk_sgd(
        w + start, velocity.map { $0 + start }, gradient.pointer + start, count, rate, momentum, usesNesterov ? 1 : 0)
    }
    withExtendedLifetime((memory, gradient)) {}
  }

  /// Moves this tensor by one step of RMSProp.
  ///
  /// - Parameter memory: the moving mean of the squared gradient; then, if `isCentered`, that of the gradient; then, unless
  ///   `momentum` is zero, the velocity.
  package mutating func rmsPropStep(
    _ memory: inout [Tensor], gradient: Tensor, rate: Float, rho: Float, momentum: Float, epsilon: Float,
    isCentered: Bool
  ) {
    let pointers = checkedPointers("rmsPropStep", &memory, gradient)
    let average = isCentered ? pointers[1] : nil
    let velocity = momentum == 0 ? nil : pointers[isCentered ? 2 : 1]
    forEachChunk { w, start, count in
      gk_rmsprop(
        w + start, pointers[0] + start, average.map { $0 + start }, velocity.map { $0 + start },
        gradient.pointer + start, count, rate, rho, momentum, epsilon)
    }
    withExtendedLifetime((memory, gradient)) {}
  }

  /// Moves this tensor by one step of Adam: the moments are updated, then `decay` of the tensor and
  /// `rate * first / (√second + epsilon)` are subtracted.
  ///
  /// - Parameter memory: the first and the second moment.
  package mutating func adamStep(
    _ memory: inout [Tensor], gradient: Tensor, rate: Float, decay: Float, beta1: Float, beta2: Float, epsilon: Float
  ) {
    let pointers = checkedPointers("adamStep", &memory, gradient)
    forEachChunk { w, start, count in
      gk_adam(
        w + start, pointers[0] + start, pointers[1] + start, gradient.pointer + start, count, rate, decay, beta1, beta2,
        epsilon)
    }
    withExtendedLifetime((memory, gradient)) {}
  }

  private func checkedPointers(
    _ operation: String, _ memory: inout [Tensor], _ gradient: Tensor
  ) -> [UnsafeMutablePointer<Float>] {
    require(
      gradient.shape == shape && memory.allSatisfy { $0.shape == shape },
      "Tensor.\(operation): parameter \(shape), gradient \(gradient.shape), memory \(memory.map(\.shape))")
    return memory.indices.map { memory[$0].mutablePointer() }
  }

  private mutating func forEachChunk(_ body: (_ w: UnsafeMutablePointer<Float>, _ start: Int, _ count: Int) -> Void) {
    let w = mutablePointer()
    Parallel.forEachRange(shape.count, grain: Parallel.elementGrain) { body(w, $0.lowerBound, $0.count) }
    withExtendedLifetime(self) {}
  }
}
