// The package's only source of chance: seeded, splittable, the same on every platform and for any number of threads.
internal import Preconditions

/// A stream of pseudo-random numbers that can be split into independent streams by label.
///
/// A value, not a reference: two copies give the same numbers. Streams for the parts of a program are derived by
/// ``split(_:)-(UInt64)``, so that a draw depends on what it is for (seed, epoch, image), never on how many draws came
/// before it. The generator is SplitMix64 (Steele, Lea, Flood 2014) run in counter mode over a mixed key.
public struct RandomSource: RandomNumberGenerator, Sendable {
  private let key: UInt64
  private var counter: UInt64 = 0

  /// The stream that belongs to `seed`.
  public init(seed: UInt64) {
    key = Self.mix(seed &+ 0x9E37_79B9_7F4A_7C15)
  }

  private init(key: UInt64) {
    self.key = key
  }

  /// An independent stream that belongs to this one and to `label`, whatever has been drawn from this one.
  public func split(_ label: UInt64) -> RandomSource {
    RandomSource(key: Self.mix(key ^ Self.mix(label &+ 0xD1B5_4A32_D192_ED03)))
  }

  /// An independent stream that belongs to this one and to `name`.
  public func split(_ name: String) -> RandomSource {
    // FNV-1a: Swift's own hashes change from run to run.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    return split(hash)
  }

  /// 64 uniformly distributed bits.
  public mutating func next() -> UInt64 {
    counter &+= 1
    return Self.mix(key &+ counter &* 0x9E37_79B9_7F4A_7C15)
  }

  /// A number in 0 ..< 1, a multiple of 2⁻²⁴.
  public mutating func uniform() -> Float {
    Float(next() >> 40) * 0x1p-24
  }

  /// A number between the bounds of `range`.
  public mutating func uniform(in range: ClosedRange<Float>) -> Float {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// `true` with the given probability.
  public mutating func bernoulli(_ probability: Float) -> Bool {
    uniform() < probability
  }

  /// An integer in 0 ..< bound, without bias.
  public mutating func integer(below bound: Int) -> Int {
    require(bound > 0, "RandomSource.integer(below:): the bound must be positive, found \(bound)")
    // Lemire 2019: the high half of a product, rejecting the few low halves that would be counted once too often.
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold {
        product = next().multipliedFullWidth(by: bound)
      }
    }
    return Int(product.high)
  }

  /// The integers 0 ..< count in random order (Fisher and Yates).
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, integer(below: last + 1))
    }
    return order
  }

  // The finaliser of SplitMix64, a bijection that spreads every input bit over the output.
  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
