// Draws a galaxy's light, before air and camera touch it.
internal import Foundation
package import Tensors

/// Adds galaxies to a frame: smooth profiles sampled per pixel, lumps and streams as Gaussian spots.
package struct GalaxyRenderer {
  private let galaxy: GalaxyModel
  private let centerX: Float
  private let centerY: Float
  /// Pixels per unit of the galaxy's lengths.
  private let scale: Float
  private let flux: Float
  private let axis: SIMD2<Float>
  private let spheroid: SpheroidProfile
  private let disk: DiskProfile?
  private var random: RandomSource

  /// A renderer for a galaxy whose centre lies at the given pixel; `random` decides where lumps and patches fall.
  package init(_ galaxy: GalaxyModel, x: Float, y: Float, random: RandomSource) {
    self.galaxy = galaxy
    self.random = random
    centerX = x
    centerY = y
    let scale = galaxy.radius / SkyFrame.pixelScale
    let flux = nanomaggies(magnitude: galaxy.magnitude)
    self.scale = scale
    self.flux = flux
    axis = SIMD2(cos(galaxy.positionAngle), sin(galaxy.positionAngle))
    let smooth = 1 - galaxy.irregularity - galaxy.tails.reduce(0) { $0 + $1.fraction }
    spheroid = SpheroidProfile(galaxy.spheroid, flux: flux * smooth, scale: scale)
    disk = galaxy.disk.map {
      DiskProfile(
        $0, flux: flux * smooth * (1 - galaxy.spheroid.fraction), scale: scale, random: random.split("patches"))
    }
  }

  /// Adds the galaxy's light to `frame`.
  package mutating func draw(into frame: inout SkyFrame) {
    drawProfiles(into: &frame)
    drawClumps(into: &frame)
    drawLumps(into: &frame)
    drawTails(into: &frame)
    drawArc(into: &frame)
  }

  private func drawProfiles(into frame: inout SkyFrame) {
    let spheroid = spheroid
    if let disk {
      draw(into: &frame, reach: max(spheroid.reach, disk.reach)) { u, v in
        (spheroid.light(u: u, v: v) + disk.light(u: u, v: v)) * disk.transmission(u: u, v: v)
      }
    } else {
      draw(into: &frame, reach: spheroid.reach) { u, v in spheroid.light(u: u, v: v) }
    }
  }

  private func draw(into frame: inout SkyFrame, reach: Float, light: (_ u: Float, _ v: Float) -> BandFlux) {
    let reach = reach * (1 + 0.5 * galaxy.disturbance)
    let columns = frame.pixels(around: centerX, reach: reach)
    for row in frame.pixels(around: centerY, reach: reach) {
      for column in columns {
        let x = Float(column) - centerX
        let y = Float(row) - centerY
        let samples = samples(x: x, y: y)
        let step = 1 / Float(samples)
        var sum = BandFlux()
        for i in 0..<samples {
          for j in 0..<samples {
            let (u, v) = turned(x + (Float(i) + 0.5) * step - 0.5, y + (Float(j) + 0.5) * step - 0.5)
            sum += light(u, v)
          }
        }
        frame.light[row * frame.size + column] += sum * (step * step)
      }
    }
  }

  // Where the light changes within a pixel it is sampled more finely.
  private func samples(x: Float, y: Float) -> Int {
    let distance = x * x + y * y
    if distance < 9 { return 5 }
    return distance < 100 ? 2 : 1
  }

  // Along and across the long axis, in the shape the galaxy had before it was disturbed.
  private func turned(_ x: Float, _ y: Float) -> (u: Float, v: Float) {
    let (u, v) = (x * axis.x + y * axis.y, y * axis.x - x * axis.y)
    return galaxy.disturbance > 0 ? disturbed(u, v) : (u, v)
  }

  // The outer parts are shifted to one side and bent into a slight S.
  private func disturbed(_ u: Float, _ v: Float) -> (Float, Float) {
    let radius = (u * u + v * v).squareRoot() / scale
    let shift = galaxy.disturbance * scale * 0.35 * radius * radius / (radius + 0.6)
    let bend = galaxy.disturbance * 0.3 * u * abs(u) / scale
    let angle = galaxy.disturbanceAngle
    return (u - shift * cos(angle), v - shift * sin(angle) * 0.6 - bend)
  }

  /// Where a point of the disk's plane lies in the frame; lengths in units of the galaxy's radius.
  private func position(radius: Float, azimuth: Float, flattening: Float) -> (x: Float, y: Float) {
    let u = radius * cos(azimuth) * scale
    let v = radius * sin(azimuth) * flattening * scale
    return (centerX + u * axis.x - v * axis.y, centerY + u * axis.y + v * axis.x)
  }

  private mutating func drawClumps(into frame: inout SkyFrame) {
    guard let model = galaxy.disk, let disk, model.clumpCount > 0 else { return }
    let color = model.youngColor.flux
    let total = flux * (1 - galaxy.spheroid.fraction) * model.clumpFraction
    for _ in 0..<model.clumpCount {
      // Two draws from an exponential make the surface density of an exponential disk.
      let radius = -model.scaleLength * log(max(random.uniform() * random.uniform(), 1e-4))
      let azimuth = disk.azimuthOfClump(radius: radius * scale, random: &random)
      let place = position(radius: radius, azimuth: azimuth, flattening: model.axisRatio)
      let share = exp(0.8 * random.normal() - 0.32) / Float(model.clumpCount)
      frame.addSpot(
        x: place.x, y: place.y, sigma: scale * random.uniform(in: 0.025...0.055), flux: color * (total * share))
    }
  }

  private mutating func drawLumps(into frame: inout SkyFrame) {
    guard galaxy.irregularity > 0 else { return }
    let young = (galaxy.disk?.youngColor ?? galaxy.spheroid.color).flux
    let old = (galaxy.disk?.color ?? galaxy.spheroid.color).flux
    let count = 9 + random.integer(below: 10)
    for _ in 0..<count {
      let place = position(
        radius: 0.75 * random.uniform().squareRoot(), azimuth: random.uniform(in: 0...(2 * .pi)),
        flattening: max(0.4, galaxy.apparentAxisRatio))
      let age = random.uniform()
      let share = galaxy.irregularity * exp(0.7 * random.normal() - 0.25) / Float(count)
      frame.addSpot(
        x: place.x, y: place.y, sigma: scale * random.uniform(in: 0.05...0.22),
        flux: (young * (1 - age) + old * age) * (flux * share))
    }
  }

  private mutating func drawTails(into frame: inout SkyFrame) {
    let color = (galaxy.disk?.color ?? galaxy.spheroid.color).flux
    for tail in galaxy.tails {
      let steps = 36
      var (x, y) = (centerX, centerY)
      let stride = tail.length * scale / Float(steps)
      for step in 0..<steps {
        let progress = Float(step) / Float(steps)
        let angle = tail.angle + tail.turn * progress
        x += stride * cos(angle)
        y += stride * sin(angle)
        // Weight falls along the stream, and leaves out the part inside the galaxy.
        let weight = min(1, 4 * progress) * (1 - progress) * 2.6 / Float(steps)
        frame.addSpot(
          x: x, y: y, sigma: scale * (0.09 + 0.12 * progress), flux: color * (flux * tail.fraction * weight))
      }
    }
  }

  private mutating func drawArc(into frame: inout SkyFrame) {
    guard let arc = galaxy.lensedArc else { return }
    let color = StellarColor(gr: 0.15, ri: 0.1).flux
    let steps = 28
    for step in 0..<steps {
      let progress = (Float(step) + 0.5) / Float(steps) - 0.5
      let angle = arc.angle + arc.span * progress
      let weight = (1 - 2.6 * progress * progress) * 1.25 / Float(steps)
      frame.addSpot(
        x: centerX + arc.radius * scale * cos(angle), y: centerY + arc.radius * scale * sin(angle),
        sigma: 0.03 * scale, flux: color * (flux * arc.fraction * weight))
    }
  }
}
