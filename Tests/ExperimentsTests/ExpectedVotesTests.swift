// What concentrations say of answers.
import Experiments
import Testing

@Suite struct ExpectedVotesTests {
  @Test func fractionsAndIntervals() {
    let votes = ExpectedVotes(concentrations: [2, 1, 2])
    #expect(votes.fractions == [0.4, 0.2, 0.4])
    // An answer's fraction has the distribution Beta(2, 3); its 5 % and 95 % points are SciPy's.
    let interval = votes.interval(ofAnswer: 0, probability: 0.9)
    #expect(abs(interval.lowerBound - 0.09761146288641434) < 2e-9)
    #expect(abs(interval.upperBound - 0.7513953742698181) < 2e-9)
  }
}
