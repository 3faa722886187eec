// Images cut into phases: every so many pixels make an image of their own.

/// One axis of images and of their phases.
struct PhaseAxis: Sendable {
  /// Pixels of an image.
  let extent: Int
  /// Number of phases.
  let phases: Int
  /// Pixels of a phase; some may lie outside of the image.
  let count: Int
  /// Where the first phase begins, and the distance from one to the next and from one pixel of a phase to the next.
  let origin, phaseStep, step: Int

  /// Where a pixel of a phase lies in the image, perhaps outside of it.
  func position(phase: Int, pixel: Int) -> Int { origin + phase * phaseStep + pixel * step }
}

/// A way to cut images into phases that share no pixel.
struct PixelPhases: Sendable {
  let batch: Int
  let rows, columns: PhaseAxis

  /// The images of all phases, zeros where they reach beyond the image.
  ///
  /// - Shape: [N, H, W, C] → [phases · N, rows, columns, C].
  func separated(_ images: Tensor) -> Tensor {
    let channels = images.shape[3]
    return Tensor(uninitialized: [rows.phases * columns.phases * batch, rows.count, columns.count, channels]) {
      target in
      withPointers(images) { source in
        forEachRow(channels) { start, columnPhase, imageRow in
          for column in 0..<columns.count {
            let pixel = target + start + column * channels
            let position = columns.position(phase: columnPhase, pixel: column)
            if let imageRow, position >= 0, position < columns.extent {
              pixel.update(from: source + (imageRow + position) * channels, count: channels)
            } else {
              pixel.update(repeating: 0, count: channels)
            }
          }
        }
      }
    }
  }

  /// The images that phases make up, zeros for pixels that belong to none.
  ///
  /// - Shape: [phases · N, rows, columns, C] → [N, H, W, C].
  func joined(_ phases: Tensor) -> Tensor {
    let channels = phases.shape[3]
    var images = Tensor.zeros([batch, rows.extent, columns.extent, channels])
    let target = images.mutablePointer()
    withPointers(phases) { source in
      forEachRow(channels) { start, columnPhase, imageRow in
        guard let imageRow else { return }
        for column in 0..<columns.count {
          let position = columns.position(phase: columnPhase, pixel: column)
          guard position >= 0, position < columns.extent else { continue }
          (target + (imageRow + position) * channels).update(from: source + start + column * channels, count: channels)
        }
      }
    }
    return images
  }

  /// Calls `body` for every row of the phases, on all threads, with where it starts, the phase of its columns and the
  /// first pixel of its row of the images; nil where it lies outside of the image.
  private func forEachRow(_ channels: Int, _ body: (_ start: Int, _ columnPhase: Int, _ imageRow: Int?) -> Void) {
    let rowSize = columns.count * channels
    let count = rows.phases * columns.phases * batch * rows.count
    Parallel.forEachRange(count, grain: max(1, Parallel.elementGrain / max(1, rowSize))) { range in
      for index in range {
        let (image, row) = index.quotientAndRemainder(dividingBy: rows.count)
        let (phase, batchIndex) = image.quotientAndRemainder(dividingBy: batch)
        let position = rows.position(phase: phase / columns.phases, pixel: row)
        let isInside = position >= 0 && position < rows.extent
        body(
          index * rowSize, phase % columns.phases,
          isInside ? (batchIndex * rows.extent + position) * columns.extent : nil)
      }
    }
  }
}
