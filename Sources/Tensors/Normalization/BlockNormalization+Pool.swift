// Batch normalisation with a max-pool behind it, in one pass each way.
internal import CKernels

extension BlockNormalization {
  private var height: Int { shape[1] }
  private var width: Int { shape[2] }
  private var rowSize: Int { width * channels }
  private var pooledHeight: Int { height / poolSize }
  private var pooledWidth: Int { width / poolSize }

  /// The normalised values, pooled if there is a pool.
  func output(_ input: Tensor, _ coefficients: NormCoefficients) -> Tensor {
    poolSize > 1 ? pooled(input, coefficients).output : forward(input, coefficients)
  }

  /// The normalised values, pooled.
  ///
  /// - Shape: input [N, H, W, C] → [N, H / poolSize, W / poolSize, C].
  func pooled(_ input: Tensor, _ coefficients: NormCoefficients) -> (output: Tensor, choice: PoolChoice) {
    PoolChoice.pooled([shape[0], pooledHeight, pooledWidth, channels]) { y, choice in
      withPointers(input) { x in
        withKernelArgument(coefficients) { norm in
          Parallel.forEach(shape[0]) { image in
            forEachPooledRow(of: image) { source, target in
              gk_normalize_pool(
                x + source, rowSize, Int32(poolSize), norm, y + target, choice + target, pooledWidth, channels)
            }
          }
        }
      }
    }
  }

  /// Sums over all pixels of the gradient of the normalised values, and of its products with (input - mean).
  func pooledReductions(
    _ input: Tensor, _ dOutput: Tensor, _ coefficients: NormCoefficients, _ choice: PoolChoice
  ) -> NormReductions {
    let images = withPointers(input, dOutput) { x, dy in
      choice.withPointer { choice in
        withKernelArgument(coefficients) { norm in
          gatherSums(chunks: shape[0]) { image, sums, products in
            forEachPooledRow(of: image) { source, target in
              gk_normalize_pool_gradient_sums(
                x + source, rowSize, Int32(poolSize), dy + target, choice + target, norm, pooledWidth, channels, sums,
                products)
            }
          }
        }
      }
    }
    return NormReductions(images)
  }

  /// The gradient with respect to the values that came in, before a ReLU if they follow one, and its sums over the
  /// pixels of each image, taken while they are in the cache.
  ///
  /// - Shape: → [N, H, W, C] and [N, C].
  func pooledInputGradient(
    _ input: Tensor, _ dOutput: Tensor, _ coefficients: NormCoefficients, _ choice: PoolChoice
  ) -> (dInput: Tensor, imageSums: Tensor) {
    var imageSums = Tensor([shape[0], channels], repeating: 0)
    let sums = imageSums.mutablePointer()
    let dInput = Tensor(uninitialized: shape) { dx in
      withPointers(input, dOutput) { x, dy in
        choice.withPointer { choice in
          withKernelArgument(coefficients) { norm in
            Parallel.forEach(shape[0]) { image in
              fillUnpooled(of: image, x, norm, dx)
              forEachPooledRow(of: image) { source, target in
                gk_normalize_pool_gradient(
                  x + source, rowSize, Int32(poolSize), dy + target, choice + target, norm, dx + source, pooledWidth,
                  channels)
                addColumnSums(dx + source, rows: poolSize, to: sums + image * channels)
              }
              let pooledRows = pooledHeight * poolSize
              addColumnSums(
                dx + (image * height + pooledRows) * rowSize, rows: height - pooledRows, to: sums + image * channels)
            }
          }
        }
      }
    }
    return (dInput, imageSums)
  }

  /// Adds the sums over the pixels of some rows.
  private func addColumnSums(_ x: UnsafePointer<Float>, rows: Int, to sums: UnsafeMutablePointer<Float>) {
    withTemporaryPointer(to: Float.self, count: channels) { rowSums in
      gk_column_sums(x, channels, rows * width, channels, rowSums)
      gk_accumulate(sums, rowSums, channels)
    }
  }

  /// The gradient where the windows leave pixels over, at the right and at the bottom: these count in the statistics
  /// only.
  private func fillUnpooled(
    of image: Int, _ x: UnsafePointer<Float>, _ norm: UnsafePointer<gk_normalization>, _ dx: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<height {
      let first = row < pooledHeight * poolSize ? pooledWidth * poolSize : 0
      guard first < width else { continue }
      let start = ((image * height + row) * width + first) * channels
      (dx + start).update(repeating: 0, count: (width - first) * channels)
      gk_normalize_gradient(x + start, dx + start, norm, dx + start, width - first, channels)
    }
  }

  /// Calls `body` with where each row of an image's windows begins in the input and in the output.
  private func forEachPooledRow(of image: Int, _ body: (_ source: Int, _ target: Int) -> Void) {
    for row in 0..<pooledHeight {
      body(
        (image * height + row * poolSize) * rowSize, (image * pooledHeight + row) * pooledWidth * channels)
    }
  }
}
