import Reports
import Testing

@Suite struct AxisTests {
  @Test(arguments: [
    (0.0...0.28, 6, ["0.00", "0.05", "0.10", "0.15", "0.20", "0.25"]),
    (0.083...0.168, 6, ["0.10", "0.12", "0.14", "0.16"]),
    (0.0...1.0, 5, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    (-30.0...30.0, 3, ["-20", "0", "20"]),
    (0.0...1200.0, 6, ["0", "200", "400", "600", "800", "1000", "1200"]),
  ])
  func roundTicks(domain: ClosedRange<Double>, count: Int, labels: [String]) {
    #expect(Axis(linear: domain, tickCount: count).ticks.map(\.label) == labels)
  }

  @Test(arguments: [
    (1.0...200.0, ["20", "40", "60", "80", "100", "120", "140", "160", "180", "200"]),
    (1.0...9.0, ["1", "2", "3", "4", "5", "6", "7", "8", "9"]),
    (1.0...2.0, ["1", "2"]),
    (0.5...1.5, ["1"]),
  ])
  func wholeTicks(domain: ClosedRange<Double>, labels: [String]) {
    #expect(Axis(linear: domain, tickCount: 10, integral: true).ticks.map(\.label) == labels)
  }

  @Test func fittedAxisHoldsItsValuesWithRoomBelow() {
    let axis = Axis(fitting: [0.1, 0.2], tickCount: 8)
    #expect(!axis.isLogarithmic)
    #expect(axis.position(of: 0.1) > 0.1)
    #expect(axis.position(of: 0.2) < 1)
    #expect(axis.ticks.map(\.label) == ["0.10", "0.12", "0.14", "0.16", "0.18", "0.20"])
  }

  @Test func errorsNearZeroDoNotOpenANegativeScale() {
    #expect(Axis(fitting: [0.001, 0.02], tickCount: 6).domain.lowerBound == 0)
  }

  @Test(arguments: [[0.5], [0.0], [0.0, 0.0], [-2.0], [1e-12]])
  func equalValuesStillMakeAScale(values: [Double]) {
    let axis = Axis(fitting: values, tickCount: 6)
    #expect(axis.domain.lowerBound < axis.domain.upperBound)
    #expect((0...1).contains(axis.position(of: values[0])))
    #expect(!axis.ticks.isEmpty)
  }

  @Test func onlyWideRatiosAreLogarithmic() {
    #expect(!Axis(fitting: [0.01, 0.29], tickCount: 6).isLogarithmic)
    #expect(!Axis(fitting: [0, 1000], tickCount: 6).isLogarithmic)
    let axis = Axis(fitting: [0.01, 1], tickCount: 8)
    #expect(axis.isLogarithmic)
    #expect(axis.ticks.map(\.label) == ["0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1"])
    let middle = (axis.position(of: 0.01) + axis.position(of: 1)) / 2
    #expect(abs(axis.position(of: 0.1) - middle) < 1e-12)
  }

  @Test func manyDecadesAreThinnedOut() {
    let ticks = Axis(fitting: [1e-10, 1e10], tickCount: 6).ticks
    #expect((3...6).contains(ticks.count))
    let ratios = zip(ticks, ticks.dropFirst()).map { ($1.value / $0.value).rounded() }
    #expect(Set(ratios).count == 1)
  }
}
