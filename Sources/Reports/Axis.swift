// Where numbers lie along a chart, and which of them are written beside it.
internal import Foundation

/// A linear or logarithmic scale with its ticks.
package struct Axis: Sendable {
  /// The values it spans.
  package let domain: ClosedRange<Double>
  /// Whether equal distances are equal ratios.
  package let isLogarithmic: Bool
  /// The values to write beside it, ascending, with their text.
  package let ticks: [(value: Double, label: String)]

  /// Values that span a larger ratio are drawn on a logarithmic scale.
  private static let largestLinearRatio = 30.0

  /// A linear scale over `domain`, which must not be empty, with at most `tickCount` ticks, at round numbers.
  ///
  /// - Parameter integral: only whole numbers are ticks.
  package init(linear domain: ClosedRange<Double>, tickCount: Int, integral: Bool = false) {
    self.domain = domain
    isLogarithmic = false
    ticks = Self.linearTicks(domain, count: tickCount, integral: integral)
  }

  /// A scale for finite `values`, with room below them for a label: logarithmic only where they need it.
  package init(fitting values: [Double], tickCount: Int) {
    let low = values.min() ?? 0
    let high = values.max() ?? 1
    isLogarithmic = low > 0 && high / low > Self.largestLinearRatio
    let ends = isLogarithmic ? (log10(low), log10(high)) : (low, high)
    let span = ends.1 > ends.0 ? ends.1 - ends.0 : max(abs(ends.0) * 0.2, 1e-6)
    let padded = (ends.0 - 0.15 * span, ends.1 + 0.06 * span)
    if isLogarithmic {
      domain = pow(10, padded.0)...pow(10, padded.1)
      ticks = Self.logarithmicTicks(domain, count: tickCount)
    } else {
      domain = (low >= 0 ? max(padded.0, 0) : padded.0)...padded.1
      ticks = Self.linearTicks(domain, count: tickCount, integral: false)
    }
  }

  /// Where `value` lies: 0 at the lower end, 1 at the upper.
  package func position(of value: Double) -> Double {
    let (low, high) = (domain.lowerBound, domain.upperBound)
    return isLogarithmic ? log(value / low) / log(high / low) : (value - low) / (high - low)
  }

  private static func linearTicks(
    _ domain: ClosedRange<Double>, count: Int, integral: Bool
  ) -> [(value: Double, label: String)] {
    let leastStep = max((domain.upperBound - domain.lowerBound) / Double(count), integral ? 1 : 0)
    let power = floor(log10(leastStep))
    let unit = pow(10, power)
    // Divisions by powers of ten are not exact, hence the tolerance.
    let step = [1, 2, 5, 10].map { $0 * unit }.first { $0 >= leastStep * (1 - 1e-9) } ?? 10 * unit
    let decimals = max(0, -Int(floor(log10(step) + 1e-9)))
    let first = (domain.lowerBound / step - 1e-9).rounded(.up)
    let last = (domain.upperBound / step + 1e-9).rounded(.down)
    return stride(from: first, through: last, by: 1).map { multiple in
      // Adding zero turns a negative zero into a positive one.
      let value = multiple * step + 0
      return (value, NumberText.fixed(value, decimals: decimals))
    }
  }

  private static func logarithmicTicks(
    _ domain: ClosedRange<Double>, count: Int
  ) -> [(value: Double, label: String)] {
    let decades = Int(floor(log10(domain.lowerBound)))...Int(ceil(log10(domain.upperBound)))
    let values = { (mantissas: [Double]) in
      decades.flatMap { decade in mantissas.map { $0 * pow(10, Double(decade)) } }.filter(domain.contains)
    }
    // As many of a decade's numbers as there is room for, then whole decades, then every so many of them.
    let fine = values([1, 2, 5])
    let decadesAlone = values([1])
    let every = (decadesAlone.count + count - 1) / count
    let chosen = fine.count <= count ? fine : decadesAlone.enumerated().filter { $0.offset % every == 0 }.map(\.element)
    return chosen.map { ($0, NumberText.significant($0)) }
  }
}
