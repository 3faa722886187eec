// An image with the classes that a network finds likeliest, for the report.
package import NeuralNetwork
package import Reports

/// An image that the network was not trained on, and what the network takes it for.
package struct ClassifiedPicture: Sendable {
  /// Its name in the data set.
  package let identifier: String
  /// Its image, the bytes of a JPEG or PNG file.
  package let picture: [UInt8]
  /// The index of its class.
  package let truth: Int
  /// The network's probability of every class.
  package let probabilities: [Double]

  private static let rankingLength = 3

  /// An image.
  package init(identifier: String, picture: [UInt8], truth: Int, probabilities: [Double]) {
    self.identifier = identifier
    self.picture = picture
    self.truth = truth
    self.probabilities = probabilities
  }

  /// The section of a report on which classes were taken for which, and on some images.
  package static func section(
    titles: [String], confusion: ConfusionMatrix, pictures: [ClassifiedPicture]
  ) -> HTML {
    .section("Classes") {
      HTML.element("p") {
        "Validation images by their class and the class that the checkpoint of lowest validation loss gives them."
      }
      ConfusionTable(
        titles: titles, counts: confusion.counts, recalls: confusion.counts.indices.map(confusion.recall(of:)),
        mistakes: confusion.mistakes
      ).table
      for picture in pictures { picture.article(titles).html }
    }
  }

  private func article(_ titles: [String]) -> PictureArticle {
    PictureArticle(
      picture: picture, description: "Image \(identifier)", title: identifier, note: titles[truth],
      tables: [Self.table(titles: titles, truth: truth, probabilities: probabilities)])
  }

  /// The likeliest classes, and whether the first is right.
  static func table(
    titles: [String], truth: Int, probabilities: [Double], mistake: String = "wrong"
  ) -> HTML {
    let ranked = titles.indices.sorted { (probabilities[$1], $0) < (probabilities[$0], $1) }
    return Ranking(
      title: ranked.first == truth ? "right" : mistake,
      rows: ranked.prefix(rankingLength).map { Ranking.Row(titles[$0], probabilities[$0], isRight: $0 == truth) }
    ).table
  }
}
