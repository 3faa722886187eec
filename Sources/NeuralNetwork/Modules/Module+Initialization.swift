// First values of a module's parameters.
internal import Tensors

extension Module {
  /// Gives every parameter its first values, each from a stream of its own that belongs to `seed` and its name.
  ///
  /// A part that is stored but not visited, or two parts under one name, stop the program: see ``checkParts()``.
  ///
  /// - Parameters:
  ///   - seed: what the values are drawn by.
  ///   - onlyMissing: whether parameters that have values keep them, as after replacing a network's last layer.
  public mutating func initializeParameters(seed: UInt64, onlyMissing: Bool = false) {
    do {
      try checkParts()
    } catch {
      fatalError("initializeParameters: \(error)")
    }
    let source = RandomSource(seed: seed).split("parameters")
    visitParameters { name, parameter in
      guard !onlyMissing || !parameter.isInitialized else { return }
      var stream = source.split(name)
      parameter.value = parameter.initializer.makeTensor(parameter.shape, using: &stream)
    }
  }
}
