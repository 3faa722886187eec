import GalaxyZoo
import Tensors
import Testing

@Suite struct VoteTallyTests {
  @Test func handMadeVotesBecomeWeightedFractions() {
    var tally = VoteTally()
    // Ten people: six see a smooth galaxy, three features, one a star. Of the three, one sees it edge-on.
    tally.votes[0] = 6
    tally.votes[1] = 3
    tally.votes[2] = 1
    tally.votes[3] = 1
    tally.votes[4] = 2
    tally.votes[5] = 1  // a bar
    tally.votes[6] = 1
    tally.votes[8] = 2  // no spiral
    tally.votes[11] = 2  // an obvious bulge
    tally.votes[14] = 9  // nothing odd
    tally.votes[15] = 2  // round
    tally.votes[16] = 4
    tally.votes[25] = 1  // a rounded bulge
    let expected: [Int: Int] = [
      0: 600_000, 1: 300_000, 2: 100_000, 3: 100_000, 4: 200_000, 5: 100_000, 6: 100_000, 8: 200_000, 11: 200_000,
      14: 1_000_000, 15: 200_000, 16: 400_000, 25: 100_000,
    ]
    #expect(tally.millionths == (0..<37).map { expected[$0] ?? 0 })
  }

  @Test func thirdsStillSumExactly() {
    var tally = VoteTally()
    tally.votes[0] = 1
    tally.votes[1] = 1
    tally.votes[2] = 1
    tally.votes[4] = 1
    for column in [6, 8, 9, 13, 14, 15, 16, 17, 18, 19, 20] { tally.votes[column] = 1 }
    let row = tally.millionths
    #expect(row[0..<3].sorted() == [333_333, 333_333, 333_334])
    #expect(row[13] + row[14] == 1_000_000)
    #expect(row[15] + row[16] + row[17] == row[0])
    #expect(row[18..<25].reduce(0, +) == row[13])
  }

  @Test func whereAllSeeAStarNothingIsOdd() {
    var tally = VoteTally()
    tally.votes[2] = 40
    let row = tally.millionths
    #expect(row[2] == 1_000_000)
    #expect(row[14] == 1_000_000)
    #expect(row.reduce(0, +) == 2_000_000)
  }
}
