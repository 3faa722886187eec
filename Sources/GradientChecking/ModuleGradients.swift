// Whether the gradients of a module's parameters are its derivatives.
public import NeuralNetwork
public import Tensors

/// Compares the gradients of a module's trainable parameters with central differences and returns where they disagree.
///
/// A test of a layer of one's own:
///
/// ```swift
/// layer.initializeParameters(seed: 1)
/// let mismatches = try gradientMismatches(of: layer) { layer, context in layer(Variable(input), in: &context) }
/// precondition(mismatches.isEmpty, "\(mismatches)")
/// ```
///
/// The outputs are summed with fixed random weights. The module itself does not change.
///
/// - Parameters:
///   - module: the module, with numbers in its parameters.
///   - context: of every pass, so that dropout always drops the same.
///   - step: change of an element of a parameter.
///   - tolerance: largest difference that is no mismatch, relative to the largest of the two values and 1.
///   - limit: most elements of a parameter that are tried; those are spread evenly.
///   - output: a tensor of any shape that depends on every trainable parameter; called many times.
/// - Throws: `MissingGradientError` where the output does not depend on a parameter; what `output` throws.
public func gradientMismatches<Checked: Module>(
  of module: Checked, in context: Context = .training(random: RandomSource(seed: 0)), step: Float = 1e-2,
  tolerance: Double = 2e-3, limit: Int = 60,
  _ output: (_ module: Checked, _ context: inout Context) throws -> Variable
) throws -> [GradientMismatch] {
  func result(_ module: Checked) throws -> Tensor {
    var context = context
    return try output(module, &context).value
  }
  let weights = OutputWeights(try result(module).shape)
  var copy = module
  let gradients = try copy.valueWithGradients(in: context) { module, context in
    sum(try output(module, &context) * Variable(weights.tensor))
  }.gradients
  let differences = CentralDifferences(step: step, tolerance: tolerance, limit: limit)
  var mismatches: [GradientMismatch] = []
  try module.forEachParameter { name, parameter in
    guard parameter.role == .trainable else { return }
    mismatches += try differences.mismatches(name, at: parameter.value, gradient: gradients.values[name]) { value in
      var moved = module
      moved.visitParameters { other, parameter in
        if other == name { parameter.value = value }
      }
      return weights.sum(of: try result(moved))
    }
  }
  return mismatches
}
