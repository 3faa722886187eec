// What owns parameters: networks, their parts, and whatever else is trained, saved or counted as one.
internal import Tensors

/// A value that owns parameters, itself or through its parts.
///
/// A module may have any functions: one input and one output make it a ``Layer``, a U-Net, a detector or a pair of networks
/// have others. Counting, initialising, freezing, loading, saving, differentiating and optimising work on every module,
/// because it names its parts:
///
/// ```swift
/// struct TwoViews: Module {
///   var first = Conv2D(inputChannels: 3, outputChannels: 8, kernelSize: 3)
///   var second = Conv2D(inputChannels: 1, outputChannels: 8, kernelSize: 3)
///   var heads = [Dense(inputs: 16, outputs: 2), Dense(inputs: 16, outputs: 5)]
///
///   mutating func visitParts(_ visitor: inout PartVisitor) {
///     visitor("first", &first)
///     visitor("second", &second)
///     visitor("heads", &heads)
///   }
/// }
/// ```
public protocol Module: Sendable {
  /// Hands every part that holds parameters - a parameter, a module, an optional or an array of these - to the visitor
  /// under its name, always in the same order.
  mutating func visitParts(_ visitor: inout PartVisitor)
}

extension Module {
  /// A module without parameters has no parts to hand over.
  public mutating func visitParts(_ visitor: inout PartVisitor) {}

  /// Calls `visit` with every parameter and its dotted name; the parameter can be changed in place.
  ///
  /// - Throws: the first error of `visit`, which is not called again after it.
  public mutating func visitParameters<Failure: Error>(
    _ visit: (_ name: String, _ parameter: inout Parameter) throws(Failure) -> Void
  ) throws(Failure) {
    let failure = withoutActuallyEscaping(visit) { visit -> Failure? in
      var failure: Failure?
      var visitor = PartVisitor { name, parameter in
        guard failure == nil else { return }
        do throws(Failure) {
          try visit(name, &parameter)
        } catch {
          failure = error
        }
      }
      visitParts(&visitor)
      return failure
    }
    if let failure { throw failure }
  }

  /// Calls `body` with every parameter and its dotted name, for reading.
  ///
  /// - Throws: the first error of `body`, which is not called again after it.
  public func forEachParameter<Failure: Error>(
    _ body: (_ name: String, _ parameter: Parameter) throws(Failure) -> Void
  ) throws(Failure) {
    var copy = self
    try copy.visitParameters { (name, parameter) throws(Failure) in try body(name, parameter) }
  }

  /// Elements of all parameters but counters, as published counts have it.
  public var parameterCount: Int {
    var count = 0
    forEachParameter { _, parameter in count += parameter.role == .counter ? 0 : parameter.shape.count }
    return count
  }

  /// Elements of all parameters that training changes.
  public var trainableParameterCount: Int {
    var count = 0
    forEachParameter { _, parameter in count += parameter.role == .trainable ? parameter.shape.count : 0 }
    return count
  }
}
