// What a run will cost: sums worked out by hand, and nothing left behind.
import Experiments
import Foundation
import TestSupport
import Testing

@Suite struct RunForecastTests {
  @Test func operationsAreCountedForwardAndBackward() {
    // Layers of 10 and 20 multiply-adds. An image of a step: outputs 30, weights' gradients 30, inputs' gradients 20.
    // Two epochs of 5 images to train on and 3 to validate on: 2 · 2 · (5 · 80 + 3 · 30).
    #expect(RunForecast.operations(multiplyAdds: [10, 20], training: 5, validation: 3, epochs: 2) == 1960)
    #expect(RunForecast.operations(multiplyAdds: [10, 20], training: 5, validation: 3, epochs: 0) == 0)
  }

  @Test func nothingIsWritten() throws {
    let small = try SmallRun()
    let before = try small.folder.files()
    let forecast = try RunForecast(of: try small.configuration(epochs: 7))
    #expect(try small.folder.files() == before)
    #expect(forecast.epochs == 7 && forecast.trainingImages == 10 && forecast.validationImages == 2)
    #expect(forecast.measuredSteps >= 3 && forecast.seconds == 7 * forecast.secondsPerEpoch)
    // The images alone are 12 times 424 × 424 × 3 bytes in files and 150 × 150 floats in memory.
    #expect(forecast.peakMemoryBytes > 1 << 20)
    #expect(
      forecast.lines().map { String($0.prefix { $0 != " " }) } == ["run", "time", "speed", "memory", "operations"])
    #expect(forecast.lines()[0] == "run                   7 epochs of 10 images, 2 to validate on")
  }
}
