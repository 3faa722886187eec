// Normalisation of the rows of a matrix, each by its own mean and deviation.
internal import CKernels

/// The passes of layer normalisation. Work is cut by the extents alone.
struct RowNormalization: Sendable {
  let rows, columns: Int

  /// Mean and inverse deviation of every row.
  ///
  /// - Shape: both [rows].
  struct Statistics: Sendable {
    let means, inverses: Tensor
  }

  /// Columns of one task where sums over rows are taken.
  private static let columnGrain = 4096
  /// Rows of one task, at least: each costs two floats for every column.
  private static let rowGrain = 16

  /// Rows of one task, in chunks that a core's own cache holds.
  private var rowChunks: Chunks { Chunks(extent: rows, grain: Parallel.elementGrain / max(1, columns)) }

  /// - Shape: input [rows, columns] in any shape → the same; scale and offset [columns].
  func forward(_ input: Tensor, scale: Tensor?, offset: Tensor?, epsilon: Float) -> (Tensor, Statistics) {
    var inverses = Tensor([rows], repeating: 0)
    var means = Tensor([rows], repeating: 0)
    let (mean, inverse) = (means.mutablePointer(), inverses.mutablePointer())
    let output = Tensor(uninitialized: input.shape) { y in
      withPointers(input) { x in
        forEachChunk { range in
          let start = range.lowerBound * columns
          gk_normalize_rows(
            x + start, scale?.pointer, offset?.pointer, epsilon, y + start, mean + range.lowerBound,
            inverse + range.lowerBound, range.count, columns)
        }
      }
    }
    withExtendedLifetime((scale, offset)) {}
    return (output, Statistics(means: means, inverses: inverses))
  }

  /// The gradient of the input.
  func inputGradient(
    _ input: Tensor, _ dOutput: consuming Tensor, scale: Tensor?, _ statistics: Statistics
  ) -> Tensor {
    (consume dOutput).overwritten { dy, dx in
      withPointers(input) { x in
        withPointers(statistics.means, statistics.inverses) { means, inverses in
          forEachChunk { range in
            let start = range.lowerBound * columns
            gk_normalize_rows_gradient(
              x + start, dy + start, scale?.pointer, means + range.lowerBound, inverses + range.lowerBound, dx + start,
              range.count, columns)
          }
        }
      }
      withExtendedLifetime(scale) {}
    }
  }

  /// The gradients of scale and offset.
  ///
  /// - Shape: both [columns].
  func sums(_ input: Tensor, _ dOutput: Tensor, _ statistics: Statistics) -> (dScale: Tensor, dOffset: Tensor) {
    // As many chunks as there may be threads, no more: each has sums of its own.
    let rowChunks = Chunks(
      extent: rows, grain: max(Self.rowGrain, self.rowChunks.grain, (rows + 63) / 64))
    let columnChunks = Chunks(extent: columns, grain: Self.columnGrain)
    let partial = Tensor(uninitialized: [rowChunks.count, 2, columns]) { sums in
      withPointers(input, dOutput) { x, dy in
        withPointers(statistics.means, statistics.inverses) { means, inverses in
          Parallel.forEach(rowChunks.count * columnChunks.count) { task in
            let (chunk, band) = (task / columnChunks.count, columnChunks[task % columnChunks.count])
            let range = rowChunks[chunk]
            let start = range.lowerBound * columns + band.lowerBound
            let dScale = sums + chunk * 2 * columns + band.lowerBound
            let dOffset = dScale + columns
            dScale.update(repeating: 0, count: band.count)
            dOffset.update(repeating: 0, count: band.count)
            gk_normalize_rows_sums(
              x + start, dy + start, means + range.lowerBound, inverses + range.lowerBound, range.count, band.count,
              columns, dScale, dOffset)
          }
        }
      }
    }
    let total = NormReductions(partial)
    return (
      Tensor([columns], scalars: total.sums.map { Float($0) }),
      Tensor([columns], scalars: total.products.map { Float($0) })
    )
  }

  private func forEachChunk(_ body: (_ rows: Range<Int>) -> Void) {
    guard columns > 0 else { return }
    let chunks = rowChunks
    Parallel.forEach(chunks.count) { body(chunks[$0]) }
  }
}
