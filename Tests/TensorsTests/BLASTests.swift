import Foundation
import Tensors
import Testing

@Suite struct BLASTests {
  private static let isFreeToChoose =
    Parallel.instructionSet == "avx512" && ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"] == nil

  /// OpenBLAS chooses AVX2 kernels on processors that it does not know; the package makes it choose again.
  @Test(.enabled(if: isFreeToChoose, "needs a processor with AVX-512, and no OPENBLAS_CORETYPE"))
  func avx512KernelsWhereThereIsAVX512() {
    #expect(["SkylakeX", "Cooperlake", "SapphireRapids"].contains(BLAS.coreName))
  }

  @Test func productsAreRightWithTheKernelsChosen() {
    let (left, right) = ([150, 130], [130, 70])
    let a = (0..<left[0] * left[1]).map { Float($0 * 7 % 13) - 6 }
    let b = (0..<right[0] * right[1]).map { Float($0 * 5 % 11) - 5 }
    let product = matrixProduct(
      Variable(Tensor(Shape(left), scalars: a)), Variable(Tensor(Shape(right), scalars: b))
    ).value
    // Small whole numbers: every order of summation is exact.
    for (row, column) in [(0, 0), (149, 69), (77, 33), (5, 68)] {
      let expected = (0..<130).reduce(Float(0)) { $0 + a[row * 130 + $1] * b[$1 * 70 + column] }
      #expect(product[row, column] == expected)
    }
  }
}
