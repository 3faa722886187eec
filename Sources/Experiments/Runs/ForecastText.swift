// What a run will cost, in words.
internal import Foundation
internal import Reports

/// The lines of a forecast.
enum ForecastText {
  static func lines(_ forecast: RunForecast) -> [String] {
    func line(_ label: String, _ value: String) -> String {
      label.padding(toLength: 22, withPad: " ", startingAt: 0) + value.replacing("\u{A0}", with: " ")
    }
    let epochs = forecast.epochs == 1 ? "1 epoch" : "\(forecast.epochs) epochs"
    return [
      line(
        "run",
        "\(epochs) of \(NumberText.count(forecast.trainingImages)) images, "
          + "\(NumberText.count(forecast.validationImages)) to validate on"),
      line(
        "time",
        "\(NumberText.duration(seconds: forecast.seconds)), \(NumberText.duration(seconds: forecast.secondsPerEpoch)) an epoch"
      ),
      line(
        "speed",
        "\(NumberText.fixed(forecast.imagesPerSecond, decimals: forecast.imagesPerSecond < 10 ? 1 : 0)) images/s, "
          + "measured in \(forecast.measuredSteps) steps of \(NumberText.duration(seconds: forecast.secondsPerStep))"),
      line("memory", "\(NumberText.fixed(1e-6 * Double(forecast.peakMemoryBytes), decimals: 0)) MB, images included"),
      line(
        "operations",
        "\(String(format: "%.2e", forecast.operations)) floating-point operations, 2 a multiply-add; backward counts "
          + "twice forward, less the gradient of the images"),
    ]
  }
}
