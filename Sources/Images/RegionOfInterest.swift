// Where the galaxy is in its frame, after Hildebrandt.

/// Hildebrandt's region of interest: the square around the region of bright pixels that spans the largest bounding box.
public enum RegionOfInterest {
  /// Pixels above this level are bright.
  public static let threshold: UInt8 = 10

  /// The region of interest of `image`, judged by its luma; the whole frame where there is none.
  ///
  /// Of the 8-connected regions of bright pixels, the one whose bounding box (x, y, w, h) has the largest area counts, the
  /// first in reading order among equals. With pad = ⌊max(w, h) / 10⌋, the square has side max(w, h) + 2 · pad and begins at
  /// (x - pad, y - pad): it is anchored there, not centred. The whole frame is taken where the square would begin outside
  /// the frame or its right or lower edge reaches the frame's.
  public static func square(in image: Image) -> Rectangle {
    guard let box = largestBox(in: image.luma) else { return image.frame }
    let pad = max(box.width, box.height) / 10
    let side = max(box.width, box.height) + 2 * pad
    let square = Rectangle(x: box.x - pad, y: box.y - pad, width: side, height: side)
    let fits = square.x >= 0 && square.y >= 0 && square.x + side < image.width && square.y + side < image.height
    return fits ? square : image.frame
  }

  private static func largestBox(in image: Image) -> Rectangle? {
    var regions = Regions()
    image.pixels.withUnsafeBufferPointer { pixels in
      for y in 0..<image.height {
        regions.beginRow()
        let row = UnsafeBufferPointer(rebasing: pixels[y * image.width..<(y + 1) * image.width])
        var x = firstPixel(in: row, from: 0, bright: true)
        while x < row.count {
          let end = firstPixel(in: row, from: x, bright: false)
          regions.addRun(from: x, to: end, row: y)
          x = firstPixel(in: row, from: end, bright: true)
        }
      }
    }
    return regions.largestBox
  }

  /// The first place from `start` on where pixels are above the threshold, or are not; the row's end where there is none.
  private static func firstPixel(in row: UnsafeBufferPointer<UInt8>, from start: Int, bright: Bool) -> Int {
    let bytes = UnsafeRawBufferPointer(row)
    var x = start
    // Eight at a time: adding 127 - threshold carries a byte's low seven bits into its top bit where they are above it.
    let ones: UInt64 = 0x0101_0101_0101_0101
    while x + 8 <= row.count {
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: x, as: UInt64.self))
      var found = (((word & (ones * 0x7F)) &+ ones * UInt64(127 - threshold)) | word) & (ones * 0x80)
      if !bright { found ^= ones * 0x80 }
      if found != 0 { return x + found.trailingZeroBitCount / 8 }
      x += 8
    }
    while x < row.count && (row[x] > threshold) != bright { x += 1 }
    return x
  }
}

/// 8-connected regions, grown run by run, row by row; touching regions are joined by union-find.
private struct Regions {
  private struct Run {
    let start: Int
    let end: Int
    let region: Int
  }

  private struct Box {
    var left: Int
    var right: Int
    var top: Int
    var bottom: Int
  }

  /// Of each region ever begun, the one it was joined to; itself while it stands alone. Regions are numbered in reading
  /// order, and the earlier of two joined ones stands for both.
  private var parents: [Int] = []
  private var boxes: [Box] = []
  private var previous: [Run] = []
  private var current: [Run] = []
  private var candidate = 0

  mutating func beginRow() {
    swap(&previous, &current)
    current.removeAll(keepingCapacity: true)
    candidate = 0
  }

  mutating func addRun(from start: Int, to end: Int, row: Int) {
    // Runs of the row above touch this one, corners included, unless they end before it or begin after it.
    while candidate < previous.count && previous[candidate].end < start { candidate += 1 }
    var region: Int?
    var next = candidate
    while next < previous.count && previous[next].start <= end {
      let above = root(of: previous[next].region)
      region = region.map { join($0, above) } ?? above
      next += 1
    }
    let box = Box(left: start, right: end, top: row, bottom: row + 1)
    if let region {
      boxes[region] = Self.union(boxes[region], box)
      current.append(Run(start: start, end: end, region: region))
    } else {
      current.append(Run(start: start, end: end, region: parents.count))
      parents.append(parents.count)
      boxes.append(box)
    }
  }

  /// The bounding box of the largest area, the earliest of equals.
  var largestBox: Rectangle? {
    var best: Rectangle?
    for region in parents.indices where parents[region] == region {
      let box = boxes[region]
      let (width, height) = (box.right - box.left, box.bottom - box.top)
      if let best, best.width * best.height >= width * height { continue }
      best = Rectangle(x: box.left, y: box.top, width: width, height: height)
    }
    return best
  }

  private mutating func root(of region: Int) -> Int {
    var region = region
    while parents[region] != region {
      parents[region] = parents[parents[region]]
      region = parents[region]
    }
    return region
  }

  private mutating func join(_ one: Int, _ other: Int) -> Int {
    let (first, second) = (min(one, other), max(one, other))
    if first != second {
      parents[second] = first
      boxes[first] = Self.union(boxes[first], boxes[second])
    }
    return first
  }

  private static func union(_ a: Box, _ b: Box) -> Box {
    Box(
      left: min(a.left, b.left), right: max(a.right, b.right), top: min(a.top, b.top), bottom: max(a.bottom, b.bottom))
  }
}
