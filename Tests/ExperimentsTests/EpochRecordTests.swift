import Experiments
import Testing

@Suite struct EpochRecordTests {
  private func records(_ losses: [Double]) -> [EpochRecord] {
    losses.enumerated().map {
      EpochRecord(
        epoch: $0.offset + 1, trainingLoss: 1, validationLoss: $0.element, validationRMSE: 1, learningRate: 1,
        seconds: 1, imagesPerSecond: 1)
    }
  }

  @Test(
    arguments: [
      ([], nil), ([3], 1), ([3, 1, 2], 2), ([2, 1, 1], 2), ([.nan, 5, .infinity, 4], 4), ([.nan, .infinity], nil),
    ] as [([Double], Int?)])
  func bestHasTheLowestFiniteLoss(losses: [Double], epoch: Int?) {
    #expect(records(losses).best?.epoch == epoch)
  }
}
