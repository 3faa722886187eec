// Optimizers from their description.
import Foundation
import NeuralNetwork
import Testing

@Suite struct OptimizerRuleTests {
  @Test func rulesMakeTheirOptimizers() throws {
    let adam = try #require(
      OptimizerRule.adam(beta1: 0.5, beta2: 0.25, epsilon: 0.125).makeOptimizer(learningRate: 2) as? Adam)
    #expect([adam.learningRate, adam.beta1, adam.beta2, adam.epsilon] == [2, 0.5, 0.25, 0.125])
    let adamW = try #require(OptimizerRule.adamW(weightDecay: 0.5).makeOptimizer(learningRate: 2) as? AdamW)
    #expect([adamW.learningRate, adamW.weightDecay] == [2, 0.5])
    let muon = try #require(
      OptimizerRule.muon(weightDecay: 0.5, momentum: 0.25).makeOptimizer(learningRate: 2) as? Muon)
    #expect([muon.learningRate, muon.weightDecay, muon.momentum] == [2, 0.5, 0.25])
    let rmsProp = try #require(
      OptimizerRule.rmsProp(rho: 0.5, momentum: 0.25, epsilon: 0.125, isCentered: true)
        .makeOptimizer(learningRate: 2) as? RMSProp)
    #expect([rmsProp.learningRate, rmsProp.rho, rmsProp.momentum, rmsProp.epsilon] == [2, 0.5, 0.25, 0.125])
    #expect(rmsProp.isCentered)
    let sgd = try #require(
      OptimizerRule.sgd(momentum: 0.5, usesNesterov: true).makeOptimizer(learningRate: 2) as? SGD)
    #expect(sgd.learningRate == 2 && sgd.momentum == 0.5 && sgd.usesNesterov)
  }

  @Test(arguments: [
    (OptimizerRule.adam(), "Adam"), (.adamW(weightDecay: 0.01), "AdamW, weight decay 0.01"),
    (.muon(weightDecay: 0.01), "Muon, weight decay 0.01, momentum 0.95"),
    (.rmsProp(momentum: 0.5, isCentered: true), "RMSProp, rho 0.9, momentum 0.5, centred"),
    (.sgd(momentum: 0.9, usesNesterov: true), "SGD, momentum 0.9, Nesterov"), (.sgd(), "SGD"),
  ])
  func rulesComeBackFromJSONAndHaveWords(rule: OptimizerRule, words: String) throws {
    #expect(try JSONDecoder().decode(OptimizerRule.self, from: try JSONEncoder().encode(rule)) == rule)
    #expect(rule.description == words)
  }
}
