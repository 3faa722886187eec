// The report's section on a classifier's answers.
internal import Foundation
public import NeuralNetwork
internal import Preconditions

extension TrainingReport {
  /// What a classifier takes for what.
  public struct Classification: Sendable {
    /// An image that the network was not trained on.
    public struct Picture: Sendable, Equatable {
      /// Its name in the data set.
      public var identifier: String
      /// Its image, a JPEG file's bytes.
      public var jpeg: [UInt8]
      /// Its class.
      public var truth: Int
      /// What the network puts out for every class.
      public var probabilities: [Double]

      /// An image.
      public init(identifier: String, jpeg: [UInt8], truth: Int, probabilities: [Double]) {
        self.identifier = identifier
        self.jpeg = jpeg
        self.truth = truth
        self.probabilities = probabilities
      }
    }

    /// The classes, as people call them.
    public let titles: [String]
    /// Validation images by true class and answer.
    public let confusion: ConfusionMatrix
    /// Some validation images.
    public let pictures: [Picture]

    /// A classifier's answers; every picture has a probability for each title.
    public init(titles: [String], confusion: ConfusionMatrix, pictures: [Picture]) {
      require(
        confusion.counts.count == titles.count
          && pictures.allSatisfy { $0.probabilities.count == titles.count && titles.indices.contains($0.truth) },
        "TrainingReport.Classification: confusion of \(confusion.counts.count) classes and pictures for "
          + "\(titles.count) titles")
      self.titles = titles
      self.confusion = confusion
      self.pictures = pictures
    }
  }
}

extension TrainingReport.Classification {
  /// Of more classes a matrix cannot be read.
  private static let largestMatrix = 20
  private static let mistakeCount = 30
  private static let answerCount = 3

  /// Which classes were taken for which, and some images.
  var section: HTML {
    .element("section") {
      HTML.element("h2") { "Classes" }
      HTML.element("p") {
        "Validation images by their class and the class that the checkpoint of lowest validation loss gives them."
      }
      if titles.count <= Self.largestMatrix { matrix } else { mistakes }
      for picture in pictures { article(picture) }
    }
  }

  private var matrix: HTML {
    .scrollingTable(
      label: "Confusion of classes", headings: ["class"] + titles + ["recall"], style: "numbers matrix"
    ) {
      for (truth, row) in confusion.counts.enumerated() {
        HTML.element("tr") {
          HTML.element("th", ["scope": "row"]) { titles[truth] }
          for (answer, count) in row.enumerated() {
            HTML.element("td", ["class": answer == truth ? "network" : "other"]) { "\(count)" }
          }
          HTML.element("td") { confusion.recall(of: truth).map { NumberText.fixed($0, decimals: 3) } ?? "–" }
        }
      }
    }
  }

  private var mistakes: HTML {
    .scrollingTable(label: "Most frequent mistakes", headings: ["class", "taken for", "images"]) {
      for mistake in confusion.mistakes.prefix(Self.mistakeCount) {
        HTML.element("tr") {
          HTML.element("th", ["scope": "row"]) { titles[mistake.truth] }
          HTML.element("td") { titles[mistake.answer] }
          HTML.element("td") { "\(mistake.count)" }
        }
      }
    }
  }

  private func article(_ picture: Picture) -> HTML {
    let ranked = titles.indices.sorted {
      (picture.probabilities[$1], $0) < (picture.probabilities[$0], $1)
    }
    return .element("article") {
      HTML.element("div", ["class": "portrait"]) {
        HTML.element(
          "img",
          [
            "src": "data:image/jpeg;base64,\(Data(picture.jpeg).base64EncodedString())",
            "alt": "Image \(picture.identifier)",
          ])
        HTML.element("h3") { picture.identifier }
        HTML.element("p") { titles[picture.truth] }
      }
      HTML.element("div", ["class": "answers"]) {
        HTML.element("table") {
          HTML.element("caption") { ranked.first == picture.truth ? "right" : "wrong" }
          HTML.element("tbody") {
            for answer in ranked.prefix(Self.answerCount) {
              HTML.element("tr") {
                HTML.element("th", ["scope": "row"]) { titles[answer] }
                HTML.element("td", ["class": answer == picture.truth ? "network" : "truth"]) {
                  NumberText.fixed(picture.probabilities[answer], decimals: 2)
                }
              }
            }
          }
        }
      }
    }
  }
}
