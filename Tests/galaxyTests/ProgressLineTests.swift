// Lines of progress and of epochs fit the terminal, whatever its width.
import GalaxyCommands
import Testing
import Training

@Suite struct ProgressLineTests {
  private let line = ProgressLine(
    "epoch 3/40", share: 0.25,
    [
      .init(" 16000/61578", rank: 0), .init("  350/s", rank: 3), .init("  2:10 left", rank: 1),
      .init("  loss 0.02687", rank: 2), .init("  last RMSE 0.14032", rank: 4), .init("  run 1:22:33 left", rank: 5),
      .init("  rate 0.001", rank: 6),
    ])

  @Test(arguments: [20, 40, 60, 80, 100, 132, 200]) func noLineIsWiderThanTheTerminal(width: Int) {
    #expect(line.text(width: width).count < width)
  }

  @Test func theLeastImportantIsLeftOutFirst() {
    let all = "epoch 3/40 16000/61578  350/s  2:10 left  loss 0.02687  last RMSE 0.14032  run 1:22:33 left  rate 0.001"
    #expect(line.text(width: nil) == all)
    #expect(
      line.text(width: 200) == "epoch 3/40 " + String(repeating: "█", count: 7) + String(repeating: "░", count: 23)
        + all.dropFirst(10))
    #expect(line.text(width: 60) == "epoch 3/40 ██░░░░░░░░░ 16000/61578  2:10 left  loss 0.02687")
    #expect(line.text(width: 80).hasSuffix("░ 16000/61578  350/s  2:10 left  loss 0.02687  last RMSE 0.14032"))
  }

  private func epoch(_ validation: Measurements, loss: Double = 0.02687) -> EpochLine {
    EpochLine(
      EpochRecord(
        epoch: 12, training: ["loss": loss], validation: validation, learningRate: 0.001, seconds: 3723,
        imagesPerSecond: 1234), isBest: true)
  }

  @Test(arguments: [30, 60, 80, 200]) func epochsFit(width: Int) {
    for line in [
      epoch(["loss": 0.02982, "rmse": 0.1727]),
      epoch(["loss": 11.02982, "accuracy": 0.9, "top5_accuracy": 1], loss: 12.3),
    ] {
      #expect(line.text(width: width).count < width)
    }
  }

  @Test func lossesStandSideBySideAndTheScoreHasItsName() {
    let line = epoch(["loss": 0.02982, "rmse": 0.1727])
    #expect(
      line.text(width: nil)
        == "epoch  12  training loss 0.02687  validation loss 0.02982, RMSE 0.17270 *  learning rate 0.001  1234 images/s"
        + "  1:02:03"
    )
    #expect(line.text(width: 60) == "epoch  12  loss 0.02687, validation 0.02982, RMSE 0.17270 *")
  }
}
