// Numbers by name.
import Testing
import Training

@Suite struct MeasurementsTests {
  @Test func namesKeepTheirOrder() {
    var measurements: Measurements = ["loss": 2, "rmse": 0.5]
    measurements["accuracy"] = 1
    measurements["loss"] = 3
    #expect(measurements.names == ["loss", "rmse", "accuracy"] && measurements.values == [3, 0.5, 1])
    measurements["rmse"] = nil
    #expect(measurements.names == ["loss", "accuracy"] && measurements["rmse"] == nil)
    #expect(measurements.firstNotFinite == nil)
    measurements["accuracy"] = .nan
    #expect(measurements.firstNotFinite == "accuracy")
  }

  @Test func theBestEpochIsTheFirstOfTheLowest() {
    func record(_ epoch: Int, _ loss: Double, rmse: Double = 1) -> EpochRecord {
      EpochRecord(
        epoch: epoch, training: ["loss": 0], validation: ["loss": loss, "rmse": rmse], learningRate: 1, seconds: 1,
        imagesPerSecond: 1)
    }
    let epochs = [record(1, 3), record(2, 1, rmse: .nan), record(3, 2), record(4, 2), record(5, .infinity)]
    #expect(epochs.best(by: "loss")?.epoch == 3)
    #expect(epochs.best(by: "accuracy") == nil)
  }

  @Test(
    arguments: [
      ([], nil), ([3], 1), ([3, 1, 2], 2), ([2, 1, 1], 2), ([.nan, 5, .infinity, 4], 4), ([.nan, .infinity], nil),
    ] as [([Double], Int?)])
  func theBestEpochHasTheLowestFiniteLoss(losses: [Double], epoch: Int?) {
    let records = losses.enumerated().map {
      EpochRecord(
        epoch: $0.offset + 1, training: ["loss": 1], validation: ["loss": $0.element], learningRate: 1, seconds: 1,
        imagesPerSecond: 1)
    }
    #expect(records.best(by: "loss")?.epoch == epoch)
  }
}
