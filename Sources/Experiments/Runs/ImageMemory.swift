// How much memory the images of a run may take.
internal import ImageDatasets
internal import NeuralNetwork
internal import Tensors
internal import Training

/// How much memory the images of a run may take; those that find no room are decoded again for every step that needs them.
///
/// What is computed is the same, to the bit. A cache is mapped into memory, which the system takes back where it is short.
public enum ImageMemory: Sendable, Equatable {
  /// All images stay in memory.
  case unlimited
  /// Pixels of so many bytes stay in memory.
  case pixels(Int)
  /// The process takes no more than so many bytes, of which images get what the network leaves.
  case process(Int)

  /// Whether the process has a limit.
  var isOfProcess: Bool { if case .process = self { true } else { false } }

  /// The bytes of pixels that may stay in memory beside a training; nil where all may.
  ///
  /// What the network needs is found by two steps and a validation of a copy, on black images.
  ///
  /// - Parameters:
  ///   - training: the training before its first step.
  ///   - labels: of one image or more.
  /// - Throws: ``MemoryLimitError`` where the limit is too low for the network alone.
  func pixelLimit(for training: ImageTraining, labels: [[Float]]) throws -> Int? {
    switch self {
    case .unlimited: return nil
    case .pixels(let count): return count
    case .process(let limit):
      let needed = try Self.needed(for: training, labels: labels)
      guard needed <= limit else {
        throw MemoryLimitError(network: training.trained.recipe.network, limit: limit, needed: needed)
      }
      return limit - needed
    }
  }

  /// What a process takes that trains without keeping an image.
  private static func needed(for training: ImageTraining, labels: [[Float]]) throws -> Int {
    let recipe = training.trained.recipe
    let preprocessing = recipe.preprocessing
    let count = max(recipe.batchSize, inferenceBatchSize)
    // A block of inference, and one that is nearly as large: the tensors of both stay at hand.
    let source = BatchSource<ImageBatch>(count: max(recipe.batchSize, 2 * inferenceBatchSize - 1)) { indices, _ in
      ImageBatch(
        input: .zeros([indices.count, preprocessing.height, preprocessing.width, preprocessing.channels]),
        labels: indices.map { labels[$0 % labels.count] })
    }
    _ = try LearningRateTest(of: training, on: source, batchSize: recipe.batchSize, rates: 1e-12...1e-11, steps: 2)
    _ = try source.withBatches(of: inferenceBatchSize, progress: { _ in }) { try training.measure($0) }
    // A batch of pixels twice, as they are decoded and side by side; on every thread, a frame of a large photograph; a
    // checkpoint as it is read back, as bytes and as tensors.
    let weights = training.trained.network.tensors.values.reduce(0) { $0 + $1.shape.count * MemoryLayout<Float>.size }
    return MemoryStatistics.peakResident + 2 * count * preprocessing.imageSize + Parallel.threadCount << 22 + 2
      * weights
      + 8 << 20
  }
}

/// A limit on memory that a network's training cannot keep.
public struct MemoryLimitError: Error, CustomStringConvertible {
  /// The network.
  public let network: String
  /// The limit, in bytes.
  public let limit: Int
  /// The lowest limit that would do, in bytes.
  public let needed: Int

  /// One line for the user.
  public var description: String {
    "a training of \(network) needs \((needed + (1 << 20) - 1) >> 20) MB of memory, found a limit of \(limit >> 20) MB; "
      + "smaller batches, or the same ones computed in parts (--accumulate), need less"
  }
}
