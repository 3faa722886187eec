// Values that are computed only when they are needed.

/// A value that will become a tensor, such as images whose normalisation the next convolution applies while it reads
/// them.
///
/// An operation that can read such a value as it is asks for its type; all others use ``tensor``.
protocol Deferred: AnyObject, Sendable {
  /// Extents of the tensor.
  var shape: Shape { get }
  /// The tensor, computed when it is first read.
  var tensor: Tensor { get }
}
