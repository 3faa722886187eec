// Long loops cut into chunks whose length depends on the work alone.

extension Parallel {
  /// Runs `body` over consecutive ranges of `grain` that together make up 0 ..< count.
  ///
  /// The cuts depend on `count` and `grain` only, so sums gathered by range are the same for any number of threads.
  public static func forEachRange(_ count: Int, grain: Int = elementGrain, _ body: (_ range: Range<Int>) -> Void) {
    forEach(chunkCount(count, grain: grain)) { chunk in
      body(chunk * grain..<min(count, (chunk + 1) * grain))
    }
  }

  /// Number of ranges that ``forEachRange(_:grain:_:)`` runs.
  static func chunkCount(_ count: Int, grain: Int) -> Int {
    (count + grain - 1) / grain
  }

  /// Elements of an elementwise loop that are worth a task of their own.
  public static let elementGrain = 1 << 15
}
