// What an image looks like, in a few hundred bytes that hardly change when it is encoded anew.
package import Images

/// The brightness of an image in 16 × 16 cells.
///
/// Of signs, as perceptual hashes have them, those of galaxies are nearly all alike: a bright middle on black. Levels are not.
/// They are roots, as noise grows with light, so that a faint neighbour counts as much as a bright middle; colours are left out,
/// as a JPEG keeps them badly.
package struct ImageSignature: Sendable, Equatable {
  /// Cells along each side.
  package static let side = 16
  /// A root of the mean luma of each cell, row by row: 16 · (√(level + 4) − 2), from 0 to 225.
  package let values: [UInt8]

  /// What `image` looks like, whatever its size.
  package init(_ image: Image) {
    let side = Self.side
    var sums = [SIMD4<Int32>](repeating: .zero, count: side * side)
    // More pixels than this would say nothing more, and their sums would not fit.
    let step = max(1, max(image.width, image.height) / 2048)
    let cellOfColumn = stride(from: 0, to: image.width, by: step).map { $0 * side / image.width }
    let channels = image.channels
    image.pixels.withUnsafeBufferPointer { pixels in
      for row in stride(from: 0, to: image.height, by: step) {
        let cells = row * side / image.height * side
        var position = row * image.width * channels
        for cell in cellOfColumn {
          let pixel = SIMD4(
            Int32(pixels[position]), Int32(pixels[position + channels / 2]), Int32(pixels[position + channels - 1]), 1)
          sums[cells + cell] &+= pixel
          position += step * channels
        }
      }
    }
    Self.fillGaps(of: &sums)
    values = sums.map { sum in
      let mean = SIMD4<Float>(sum) / Float(max(1, sum.w))
      let luma = 0.299 * mean.x + 0.587 * mean.y + 0.114 * mean.z
      return UInt8((16 * ((luma + 4).squareRoot() - 2)).rounded())
    }
  }

  /// Images with fewer pixels than cells leave cells empty; they take their neighbour's.
  private static func fillGaps(of sums: inout [SIMD4<Int32>]) {
    for row in 0..<side {
      for column in 1..<side where sums[row * side + column].w == 0 {
        sums[row * side + column] = sums[row * side + column - 1]
      }
    }
    for row in 1..<side where sums[row * side].w == 0 {
      for column in 0..<side { sums[row * side + column] = sums[(row - 1) * side + column] }
    }
  }

  /// The mean squared difference of the values, or any larger number where it is above `limit`.
  package func distance(to other: ImageSignature, limit: Float = .infinity) -> Float {
    var sum: Int32 = 0
    let count = values.count
    let bound = limit * Float(count)
    return values.withUnsafeBufferPointer { first in
      other.values.withUnsafeBufferPointer { second in
        // Most images differ in the first rows already.
        for start in stride(from: 0, to: count, by: 32) {
          for index in start..<start + 32 {
            let difference = Int32(first[index]) &- Int32(second[index])
            sum &+= difference &* difference
          }
          if Float(sum) > bound { break }
        }
        return Float(sum) / Float(count)
      }
    }
  }
}
