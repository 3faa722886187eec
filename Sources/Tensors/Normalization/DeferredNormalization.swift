// Normalised images that are not written to memory unless they have to be.
internal import Synchronization

/// Images together with the normalisation that will be applied to them.
///
/// A convolution that reads them pixel by pixel normalises them on the way, in a core's own cache, which saves a pass
/// that writes and one that reads. Any other operation reads ``tensor``, which is then computed, once.
final class DeferredNormalization: Deferred {
  /// The images to be normalised.
  let input: Tensor
  let normalization: BlockNormalization
  let coefficients: NormCoefficients

  private let output = LazyTensor()
  private let reductions = Mutex<NormReductions?>(nil)

  init(_ input: Tensor, _ normalization: BlockNormalization, _ coefficients: NormCoefficients) {
    self.input = input
    self.normalization = normalization
    self.coefficients = coefficients
  }

  var shape: Shape { normalization.shape }

  var tensor: Tensor {
    output.tensor { normalization.forward(input, coefficients) }
  }

  /// Adds what a reader contributes to the sums that the gradient needs. They are linear in the gradient, so that the
  /// readers' contributions add up.
  func add(_ contribution: NormReductions) {
    reductions.withLock { $0 = $0.map { $0 + contribution } ?? contribution }
  }

  /// The sums that the gradient needs, if all readers have contributed: readers of ``tensor`` do not.
  var completeReductions: NormReductions? {
    output.isComputed ? nil : reductions.withLock { $0 }
  }
}
