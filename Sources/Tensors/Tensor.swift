// The array type of the package.
internal import Preconditions

/// A dense array of `Float`, contiguous, the last axis fastest; a value: copies are cheap and independent.
///
/// ```swift
/// let matrix = Tensor([2, 3], scalars: [1, 2, 3, 4, 5, 6])
/// let doubled = matrix * 2
/// let columnMeans = matrix.mean(over: [0])  // [2.5, 3.5, 4.5]
/// let corner = matrix.sliced(.first(1), .last(2))  // [[2, 3]]
/// ```
public struct Tensor: Sendable {
  /// Extents of the axes.
  public let shape: Shape
  private var storage: Storage

  private init(shape: Shape, storage: Storage) {
    self.shape = shape
    self.storage = storage
  }

  /// A tensor whose elements `body` writes, every one of them, in the order of the last axis fastest.
  public init(_ shape: Shape, writing body: (UnsafeMutableBufferPointer<Float>) throws -> Void) rethrows {
    self.shape = shape
    storage = Storage(count: shape.count)
    try body(UnsafeMutableBufferPointer(start: storage.pointer, count: shape.count))
  }

  /// A tensor whose elements `body` writes, every one of them, through a pointer, as kernels take it.
  init(uninitialized shape: Shape, _ body: (UnsafeMutablePointer<Float>) throws -> Void) rethrows {
    self.shape = shape
    storage = Storage(count: shape.count)
    try body(storage.pointer)
  }

  /// A tensor of the given elements.
  public init(_ shape: Shape, scalars: [Float]) {
    require(
      scalars.count == shape.count, "Tensor: shape \(shape) holds \(shape.count) elements, found \(scalars.count)")
    self.init(shape) { buffer in _ = buffer.initialize(from: scalars) }
  }

  /// A tensor with one value throughout.
  public init(_ shape: Shape, repeating value: Float) {
    self.init(shape) { buffer in buffer.initialize(repeating: value) }
  }

  /// A scalar, of shape [].
  public init(_ value: Float) {
    self.init([], repeating: value)
  }

  /// The elements, the last axis fastest.
  public var scalars: [Float] {
    withUnsafeBuffer { Array($0) }
  }

  /// The element of a tensor that has just one.
  public var scalar: Float {
    require(shape.count == 1, "Tensor.scalar: expected one element, found shape \(shape)")
    return storage.pointer.pointee
  }

  /// The element at the given position, one index an axis.
  public subscript(position: Int...) -> Float {
    require(position.count == shape.rank, "Tensor: \(position.count) indices for shape \(shape)")
    var offset = 0
    for (index, extent) in zip(position, shape.dimensions) {
      require(index >= 0 && index < extent, "Tensor: position \(position) is outside shape \(shape)")
      offset = offset * extent + index
    }
    return storage.pointer[offset]
  }

  /// The same elements under another shape of the same count.
  public func reshaped(to shape: Shape) -> Tensor {
    require(
      shape.count == self.shape.count, "Tensor.reshaped: \(self.shape) does not have the count of \(shape)")
    return Tensor(shape: shape, storage: storage)
  }

  /// Calls `body` with the elements, for reading.
  public func withUnsafeBuffer<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(storage) {} }
    return try body(UnsafeBufferPointer(start: storage.pointer, count: shape.count))
  }

  /// Calls `body` with the elements, for writing; copies them first where another tensor shares them.
  public mutating func withUnsafeMutableBuffer<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let start = mutablePointer()
    defer { withExtendedLifetime(storage) {} }
    return try body(UnsafeMutableBufferPointer(start: start, count: shape.count))
  }

  /// Where the elements are, for kernels; valid while the tensor lives. See ``withPointers(_:_:)``.
  package var pointer: UnsafePointer<Float> { UnsafePointer(storage.pointer) }

  /// Where the elements are, for kernels that write; copies them first where another tensor shares them. Valid while
  /// the tensor lives and is not copied.
  package mutating func mutablePointer() -> UnsafeMutablePointer<Float> {
    if !isKnownUniquelyReferenced(&storage) {
      let copy = Storage(count: shape.count)
      copy.pointer.update(from: storage.pointer, count: shape.count)
      storage = copy
    } else {
      storage.cache.removeAll()
    }
    return storage.pointer
  }

  /// What `body` makes of the elements, in the same shape: written over them where nobody else holds them.
  @usableFromInline package consuming func overwritten(
    _ body: (_ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>) -> Void
  ) -> Tensor {
    if isKnownUniquelyReferenced(&storage) {
      storage.cache.removeAll()
      body(UnsafePointer(storage.pointer), storage.pointer)
      return self
    }
    let target = Storage(count: shape.count)
    body(UnsafePointer(storage.pointer), target.pointer)
    withExtendedLifetime(storage) {}
    return Tensor(shape: shape, storage: target)
  }

  /// The value that `make` computes from the elements and those of `others`, cached until one of them changes.
  ///
  /// - Parameter detail: distinguishes the value from others of its type.
  func cached<Value: Sendable>(_ detail: [Int], with others: [Tensor] = [], _ make: () -> Value) -> Value {
    storage.cache.value(detail, with: others, make)
  }

  /// Whether both are one and the same block of memory.
  func isSame(as other: Tensor) -> Bool { storage === other.storage && shape == other.shape }
}

extension Tensor: Equatable {
  /// Whether shapes and all elements agree.
  public static func == (left: Tensor, right: Tensor) -> Bool {
    left.shape == right.shape
      && left.withUnsafeBuffer { a in right.withUnsafeBuffer { b in a.elementsEqual(b) } }
  }
}

extension Tensor: CustomStringConvertible {
  /// Shape and the first few elements.
  public var description: String {
    "Tensor\(shape)(\(firstElements))"
  }

  /// The first few elements, with commas.
  var firstElements: String {
    withUnsafeBuffer { $0.prefix(8).map { "\($0)" } }.joined(separator: ", ") + (shape.count > 8 ? ", …" : "")
  }
}
