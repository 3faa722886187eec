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

/// A curved stream of stars.
package struct Tail: Sendable {
  /// Its share of the galaxy's light.
  package var fraction: Float
  /// The direction in which it leaves.
  package var angle: Float
  package var length: Float
  /// The angle through which it turns along its length.
  package var turn: Float

  package init(fraction: Float, angle: Float, length: Float, turn: Float) {
    self.fraction = fraction
    self.angle = angle
    self.length = length
    self.turn = turn
  }
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

  package init(fraction: Float, radius: Float, angle: Float, span: Float) {
    self.fraction = fraction
    self.radius = radius
    self.angle = angle
    self.span = span
  }
}
