// The flat part of a galaxy and the patterns in it.

/// An exponential disk and the patterns in it.
package struct Disk: Sendable {
  /// The radius over which its light falls by a factor e.
  package var scaleLength: Float
  /// The cosine of its inclination: 1 seen from above, 0 edge-on.
  package var cosineOfInclination: Float
  /// The height of its layer over its scale length.
  package var thickness: Float
  package var color: StellarColor
  /// The colour of stars born in arms, rings and clumps.
  package var youngColor: StellarColor
  package var arms: Arms?
  package var bar: Bar?
  package var ring: Ring?
  /// The number of star-forming regions.
  package var clumpCount: Int = 0
  /// The share of the disk's light in them.
  package var clumpFraction: Float = 0
  /// Optical depth in r of the dust in its mid-plane.
  package var dustDepth: Float = 0

  package init(
    scaleLength: Float, cosineOfInclination: Float, thickness: Float, color: StellarColor, youngColor: StellarColor
  ) {
    self.scaleLength = scaleLength
    self.cosineOfInclination = cosineOfInclination
    self.thickness = thickness
    self.color = color
    self.youngColor = youngColor
  }

  /// Short over long axis on the sky (Hubble 1926).
  package var axisRatio: Float {
    let square = cosineOfInclination * cosineOfInclination
    return (square + (1 - square) * thickness * thickness).squareRoot()
  }

  /// Whether it is seen so flat that no pattern in it shows.
  package var isEdgeOn: Bool { cosineOfInclination < 0.2 }
}

/// Logarithmic spiral arms.
package struct Arms: Sendable {
  package var count: Int
  /// The angle between an arm and a circle: small where arms are tightly wound. Negative winds the other way.
  package var pitch: Float
  /// The share of the disk's light that arms gather, 0 to 1.
  package var contrast: Float
  /// How narrow they are: the concentration of a von Mises distribution.
  package var sharpness: Float
  /// The direction in which the first starts.
  package var phase: Float
  /// How broken they are, 0 for two clean arms, 1 for flocculent patches.
  package var flocculence: Float

  package init(count: Int, pitch: Float, contrast: Float, sharpness: Float, phase: Float, flocculence: Float) {
    self.count = count
    self.pitch = pitch
    self.contrast = contrast
    self.sharpness = sharpness
    self.phase = phase
    self.flocculence = flocculence
  }
}

/// A straight bar through the centre.
package struct Bar: Sendable {
  /// Its share of the disk's light.
  package var fraction: Float
  /// Its half length.
  package var length: Float
  /// Its width over its length.
  package var axisRatio: Float
  /// Its direction in the plane of the disk.
  package var angle: Float

  package init(fraction: Float, length: Float, axisRatio: Float, angle: Float) {
    self.fraction = fraction
    self.length = length
    self.axisRatio = axisRatio
    self.angle = angle
  }
}

/// A ring of young stars in the plane of the disk.
package struct Ring: Sendable {
  /// Its share of the disk's light.
  package var fraction: Float
  package var radius: Float
  package var width: Float

  package init(fraction: Float, radius: Float, width: Float) {
    self.fraction = fraction
    self.radius = radius
    self.width = width
  }
}
