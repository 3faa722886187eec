// Tracks that satellites leave in an exposure.
internal import Foundation

/// A straight track through the frame, in the one band that was being exposed.
package struct SatelliteTrack: Sendable {
  /// A point of it, in pixels.
  package var x: Float
  package var y: Float
  package var angle: Float
  /// Standard deviation of its width, in pixels.
  package var sigma: Float
  /// Flux per pixel on its middle line.
  package var flux: BandFlux

  /// Adds the track's light.
  package func draw(into frame: inout SkyFrame) {
    let (cosine, sine) = (cos(angle), sin(angle))
    for row in 0..<frame.size {
      for column in 0..<frame.size {
        let across = ((Float(row) - y) * cosine - (Float(column) - x) * sine) / sigma
        if abs(across) < 4 { frame.light[row * frame.size + column] += flux * exp(-0.5 * across * across) }
      }
    }
  }
}
