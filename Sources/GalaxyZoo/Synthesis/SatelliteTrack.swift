// Tracks that satellites leave in an exposure.
internal import Foundation

/// A straight track through the frame, in the one band that was being exposed.
package struct SatelliteTrack: Sendable {
  /// A point of it, in pixels.
  package var x: Float
  package var y: Float
  package var angle: Float
  /// Half of its width, in pixels: near satellites are out of focus, and their tracks are bands.
  package var halfWidth: Float
  /// Flux per pixel on its middle line.
  package var flux: BandFlux

  /// Adds the track's light.
  package func draw(into frame: inout SkyFrame) {
    let (cosine, sine) = (cos(angle), sin(angle))
    for row in 0..<frame.size {
      for column in 0..<frame.size {
        let across = abs((Float(row) - y) * cosine - (Float(column) - x) * sine)
        // The edge is as soft as the seeing makes it.
        let edge = 1 / (1 + exp((across - halfWidth) / 0.35))
        if edge > 1e-3 { frame.light[row * frame.size + column] += flux * edge }
      }
    }
  }
}
