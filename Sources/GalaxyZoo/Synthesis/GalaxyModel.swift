// What a synthetic galaxy is made of.

/// A galaxy as a set of parameters: a spheroid, perhaps a disk, and whatever is odd about it.
///
/// Lengths are in units of ``radius`` unless said, angles in radians, fluxes as fractions of the galaxy's.
package struct GalaxyModel: Sendable {
  /// Brightness in r, in magnitudes.
  package var magnitude: Float
  /// The radius that holds nine tenths of the light, in seconds of arc.
  package var radius: Float
  /// The direction of the long axis, counter-clockwise from the picture's x axis.
  package var positionAngle: Float
  /// The round, old part: all of an elliptical galaxy, the bulge of a spiral.
  package var spheroid: Spheroid
  /// The flat part, which elliptical galaxies lack.
  package var disk: Disk?
  /// How far the outer parts are displaced and bent, 0 for a galaxy at peace.
  package var disturbance: Float = 0
  /// The direction of the displacement.
  package var disturbanceAngle: Float = 0
  /// The share of the light in lumps without order, 0 for a regular galaxy.
  package var irregularity: Float = 0
  /// Streams of stars torn out by a neighbour.
  package var tails: [Tail] = []
  /// The image of a galaxy far behind, bent by this one's gravity.
  package var lensedArc: LensedArc?

  package init(magnitude: Float, radius: Float, positionAngle: Float, spheroid: Spheroid, disk: Disk? = nil) {
    self.magnitude = magnitude
    self.radius = radius
    self.positionAngle = positionAngle
    self.spheroid = spheroid
    self.disk = disk
  }

  /// The flat ellipse seen on the sky: short over long axis of the part that carries most of the light.
  package var apparentAxisRatio: Float {
    guard let disk else { return spheroid.axisRatio }
    return spheroid.fraction * spheroid.axisRatio + (1 - spheroid.fraction) * disk.axisRatio
  }
}

/// An ellipsoid of old stars with the profile of Sérsic (1963).
package struct Spheroid: Sendable {
  /// Its share of the galaxy's light.
  package var fraction: Float
  /// The radius that holds half of its light.
  package var halfLightRadius: Float
  /// Sérsic's index: 4 is de Vaucouleurs' law, 1 an exponential.
  package var index: Float
  /// Short over long axis on the sky.
  package var axisRatio: Float
  /// 0 where isophotes are ellipses, 1 where they are boxes.
  package var boxiness: Float = 0
  package var color: StellarColor

  package init(fraction: Float, halfLightRadius: Float, index: Float, axisRatio: Float, color: StellarColor) {
    self.fraction = fraction
    self.halfLightRadius = halfLightRadius
    self.index = index
    self.axisRatio = axisRatio
    self.color = color
  }
}

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
}

/// A ring of young stars in the plane of the disk.
package struct Ring: Sendable {
  /// Its share of the disk's light.
  package var fraction: Float
  package var radius: Float
  package var width: Float
}

/// A curved stream of stars.
package struct Tail: Sendable {
  /// Its share of the galaxy's light.
  package var fraction: Float
  /// The direction in which it leaves.
  package var angle: Float
  package var length: Float
  /// The angle through which it turns along its length.
  package var turn: Float
}

/// An arc around the centre.
package struct LensedArc: Sendable {
  /// Its flux over the galaxy's.
  package var fraction: Float
  package var radius: Float
  /// The direction of its middle.
  package var angle: Float
  /// The angle that it spans.
  package var span: Float
}
