// The kernels of softmax against sums in order: where they say that they are certain, every bit agrees.
import CKernels
import Foundation
import TestSupport
import Tensors
import Testing

@Suite struct SoftmaxRowTests {
  /// The definition, one term after the other.
  private struct Definition {
    let largest, excess: Double

    init(_ x: [Float]) {
      let top = x.indices.reduce(0) { x[$1] > x[$0] ? $1 : $0 }
      let largest = Double(x[top])
      self.largest = largest
      excess = log1p(x.indices.reduce(0.0) { $1 == top ? $0 : $0 + exp(Double(x[$1]) - largest) })
    }

    func surprise(_ x: Float) -> Double { (largest - Double(x)) + excess }
    func probability(_ x: Float) -> Double { exp(-surprise(x)) }
  }

  private static func sameBits(_ a: [Float], _ b: [Float]) -> Bool {
    zip(a, b).allSatisfy { $0.bitPattern == $1.bitPattern }
  }

  /// Rows of one scale each: short and long ones, with ends of all kinds.
  private static let rows: [[Float]] = (0..<1200).map { number in
    let columns = number % 40 == 39 ? 1500 : 1 + number % 40
    let scale = Foundation.pow(10, Float(number % 7) - 3)
    return Array(Tensor.random([columns], in: -scale...scale, seed: UInt64(number)).scalars)
  }

  @Test func rowsHaveTheBitsOfTheDefinition() {
    var uncertain = 0
    for x in Self.rows {
      let definition = Definition(x)
      var (y, isCertain) = ([Float](repeating: -1, count: x.count + 1), Int32(0))
      gk_softmax_row(x, &y, x.count, &isCertain)
      #expect(y.last == -1)
      uncertain += isCertain == 0 ? 1 : 0
      if isCertain != 0 { #expect(Self.sameBits(y, x.map { Float(definition.probability($0)) })) }

      let d = Array(Tensor.random([x.count], seed: 3).scalars)
      let probabilities = x.map { Float(definition.probability($0)) }
      let mean = x.indices.reduce(0.0) { $0 + Double(d[$1]) * Double(probabilities[$1]) }
      gk_softmax_row_gradient(probabilities, d, &y, x.count, &isCertain)
      if isCertain != 0 {
        #expect(Self.sameBits(y, x.indices.map { Float(Double(probabilities[$0]) * (Double(d[$0]) - mean)) }))
      }
    }
    // Hardly ever are the bounds on both sides of a rounding.
    #expect(uncertain < Self.rows.count / 50)
  }

  @Test(arguments: [(1.0, 0.0), (0.9, 0.01)]) func lossesHaveTheBitsOfTheDefinition(kept: Double, spread: Double) {
    for (number, x) in Self.rows.enumerated() {
      let definition = Definition(x)
      let targets = Tensor.random([x.count], in: -0.2...1, seed: 4).scalars.map { max($0, 0) }
      let smoothed = targets.map { Double($0) * kept + spread }
      var (loss, isCertain) = (Float(0), Int32(0))
      gk_cross_entropy_row(x, targets, kept, spread, &loss, x.count, &isCertain)
      let expected = x.indices.reduce(0.0) { smoothed[$1] == 0 ? $0 : $0 + smoothed[$1] * definition.surprise(x[$1]) }
      if isCertain != 0 { #expect(loss == Float(expected), "row \(number)") }

      var dx = [Float](repeating: 7, count: x.count + 1)
      gk_cross_entropy_row_gradient(x, targets, kept, spread, 0.25, &dx, x.count, &isCertain)
      #expect(dx.last == 7)
      if isCertain != 0 {
        let expected = x.indices.map { Float((definition.probability(x[$0]) - smoothed[$0]) * 0.25) }
        #expect(Self.sameBits(dx, expected), "row \(number)")
      }
    }
  }

  @Test func lossesOfClassesHaveTheBitsOfTheDefinition() {
    var uncertain = 0
    for (number, x) in Self.rows.enumerated() {
      let definition = Definition(x)
      let target = number % x.count
      var (loss, isCertain) = (Float(0), Int32(0))
      gk_class_loss_row(x, target, &loss, x.count, &isCertain)
      uncertain += isCertain == 0 && x.count > 1 ? 1 : 0
      if isCertain != 0 { #expect(loss == Float(definition.surprise(x[target])), "row \(number)") }

      var dx = [Float](repeating: 7, count: x.count + 1)
      gk_class_loss_row_gradient(x, target, 0.25, &dx, x.count, &isCertain)
      #expect(dx.last == 7)
      uncertain += isCertain == 0 && x.count > 1 ? 1 : 0
      if isCertain != 0 {
        let expected = x.indices.map { Float((definition.probability(x[$0]) - ($0 == target ? 1 : 0)) * 0.25) }
        #expect(Self.sameBits(dx, expected), "row \(number)")
      }
    }
    // Of a single class loss and gradient are zero, which bounds around it never are. Of the others few are between two roundings.
    #expect(uncertain < Self.rows.count / 20)
  }

  /// What the operations make of infinities is what the definition does.
  @Test func infinitiesAndNoNumbers() {
    let rows: [[Float]] = [
      [1, -.infinity, 2], [-.infinity, -.infinity], [1, .infinity, 2], [.nan, 1, 2], [1, .nan, 2], [-1e9, 0, -1e9],
      [5, 5],
      [-200, -200, -304], [0, -90, -100, -103.5, -104],
    ]
    for x in rows {
      let definition = Definition(x)
      let found = softmax(Variable(Tensor([1, x.count], scalars: x))).value.scalars
      for (y, x) in zip(found, x) {
        let expected = Float(definition.probability(x))
        #expect(y == expected || (y.isNaN && expected.isNaN), "\(x) of \(found)")
      }
    }
  }
}
