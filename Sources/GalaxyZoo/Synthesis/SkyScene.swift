// Everything that one picture shows.
package import Images
package import Tensors

/// A galaxy in the middle of its piece of sky, with neighbours, stars and the conditions of the night.
package struct SkyScene: Sendable {
  /// The galaxy that volunteers are asked about.
  package var target: GalaxyModel
  /// The galaxies around and behind it.
  package var neighbours: [Neighbour]
  /// The stars in front.
  package var stars: [Star]
  /// The track of a satellite, if one crossed.
  package var track: SatelliteTrack?
  /// How the sky was observed.
  package var exposure: Exposure
  private let random: RandomSource

  /// Pixels on a side of the finished picture.
  package static let pictureSize = 424
  /// The galaxy's radius in pixels of the finished picture: the challenge scaled every cutout to its galaxy.
  package static let pictureRadius: Float = 50

  /// A scene with nothing but the target in it.
  package init(target: GalaxyModel, random: RandomSource) {
    let size = Float(Self.pictureSize) / Self.pictureRadius * target.radius / SkyFrame.pixelScale
    var conditions = random.split("exposure")
    self.target = target
    self.random = random
    neighbours = []
    stars = []
    exposure = Exposure(size: min(max(Int(size.rounded()), 56), Self.pictureSize), random: &conditions)
  }

  /// The middle of the frame, in pixels.
  package var center: Float { Float(exposure.size - 1) / 2 }

  /// The finished picture: drawn on the camera's own pixels, developed, stored as the survey stores its frames, and enlarged.
  package func picture() throws -> Image {
    var frame = SkyFrame(size: exposure.size)
    var renderer = GalaxyRenderer(target, x: center, y: center, random: random.split("target"))
    renderer.draw(into: &frame)
    for (index, neighbour) in neighbours.enumerated() {
      var renderer = GalaxyRenderer(
        neighbour.galaxy, x: neighbour.x, y: neighbour.y, random: random.split("neighbour").split(UInt64(index)))
      renderer.draw(into: &frame)
    }
    exposure.pointSpread.blur(&frame)
    for star in stars { star.draw(into: &frame, exposure: exposure) }
    track?.draw(into: &frame)
    var grain = random.split("grain")
    let native = Image(
      width: frame.size, height: frame.size, channels: 3,
      pixels: SkyStretch.develop(frame, exposure: exposure, random: &grain))
    // The survey's frames were JPEGs before they were cut and enlarged: that is where the worm-like grain comes from.
    let stored = try Image.decode(JPEG.encode(native, quality: 80), named: "a synthetic frame", as: .rgb)
    return stored.resized(width: Self.pictureSize, height: Self.pictureSize, by: .bicubic)
  }
}

/// A galaxy beside the target.
package struct Neighbour: Sendable {
  package var galaxy: GalaxyModel
  /// Its place in the frame, in pixels.
  package var x: Float
  package var y: Float
  /// Whether it tears at the target, rather than lying far behind it.
  package var interacts: Bool
}
