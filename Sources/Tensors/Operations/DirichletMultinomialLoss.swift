// The loss of counted votes, whose fractions are known the better the more votes there are.
internal import Preconditions

/// The negative logarithm of the probability of counts under a Dirichlet-multinomial distribution, one for each group of
/// columns, summed over the groups of a row.
///
/// A group whose counts are all zero costs nothing: nobody was asked. Counts need not be whole. (Walmsley et al. 2020, as
/// Zoobot trains.)
///
/// - Parameters:
///   - concentrations: of the Dirichlet distributions, positive.
///   - counts: how often every answer was given, zero or more.
///   - groups: the columns of each distribution.
///   - weights: of the rows, as in ``reducedLoss(_:weights:reduction:)``.
///   - reduction: what is made of the losses of all rows.
/// - Shape: concentrations and counts [N, C] → [], or [N] with `.none`.
public func dirichletMultinomialLoss(
  concentrations: Variable, counts: Tensor, groups: [Range<Int>], weights: Tensor? = nil, reduction: Reduction = .mean
) -> Variable {
  let shape = concentrations.shape
  require(
    shape.rank == 2 && counts.shape == shape,
    "dirichletMultinomialLoss: concentrations \(shape), counts \(counts.shape)")
  require(
    groups.allSatisfy { !$0.isEmpty && $0.lowerBound >= 0 && $0.upperBound <= shape[1] },
    "dirichletMultinomialLoss: expected groups of the \(shape[1]) columns, found \(groups)")
  let reduction = LossReduction([shape[0]], weights: weights, reduction, operation: "dirichletMultinomialLoss")
  let votes = GroupedCounts(counts, groups: groups)
  let losses = votes.losses(concentrations.value)
  return Variable.record(reduction.reduced(losses), from: [concentrations]) { [x = concentrations.value] dOutput in
    [votes.gradient(x, reduction.scale(dOutput))]
  }
}

/// Counts of the answers in groups of columns.
private struct GroupedCounts: Sendable {
  private let counts: Tensor
  private let groups: [Range<Int>]
  private let columns: Int

  init(_ counts: Tensor, groups: [Range<Int>]) {
    self.counts = counts
    self.groups = groups
    columns = counts.shape[1]
  }

  /// - Shape: concentrations [N, C] → [N].
  func losses(_ concentrations: Tensor) -> Tensor {
    Tensor([counts.shape[0]]) { losses in
      Parallel.forEachRow(of: concentrations) { row in
        var loss = 0.0
        forEachGroup(ofRow: row, concentrations) { indices, concentration, count in
          loss += logGamma(concentration + count) - logGamma(concentration) - logGamma(count + 1)
          for index in indices {
            let (count, concentration) = (Double(counts.pointer[index]), Double(concentrations.pointer[index]))
            loss += logGamma(concentration) + logGamma(count + 1) - logGamma(concentration + count)
          }
        }
        losses[row] = Float(loss)
      }
      withExtendedLifetime((concentrations, counts)) {}
    }
  }

  /// - Shape: concentrations [N, C] → the same.
  func gradient(_ concentrations: Tensor, _ scale: LossReduction.Scale) -> Tensor {
    Tensor(concentrations.shape) { gradient in
      gradient.initialize(repeating: 0)
      Parallel.forEachRow(of: concentrations) { row in
        let factor =
          switch scale {
          case .uniform(let scale): Double(scale)
          case .each(let scales): Double(scales.pointer[row])
          }
        if factor == 0 { return }
        forEachGroup(ofRow: row, concentrations) { indices, concentration, count in
          let common = digamma(concentration + count) - digamma(concentration)
          for index in indices {
            let (count, concentration) = (Double(counts.pointer[index]), Double(concentrations.pointer[index]))
            // A column may be in several groups.
            gradient[index] += Float(
              factor * (common + digamma(concentration) - digamma(concentration + count)))
          }
        }
      }
      withExtendedLifetime((concentrations, counts, scale)) {}
    }
  }

  /// Calls `body` with the indices of each group that has votes, the sum of its concentrations and that of its counts.
  private func forEachGroup(
    ofRow row: Int, _ concentrations: Tensor, _ body: (Range<Int>, _ concentration: Double, _ count: Double) -> Void
  ) {
    for group in groups {
      let indices = row * columns + group.lowerBound..<row * columns + group.upperBound
      let count = indices.reduce(0.0) { $0 + Double(counts.pointer[$1]) }
      if count == 0 { continue }
      body(indices, indices.reduce(0.0) { $0 + Double(concentrations.pointer[$1]) }, count)
    }
  }
}
