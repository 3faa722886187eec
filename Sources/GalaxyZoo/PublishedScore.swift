// Scores of the Galaxy Challenge that people know.

/// A published score of the challenge.
public struct PublishedScore: Sendable, Equatable, Encodable {
  /// What reached it.
  public let title: String
  /// The root mean squared error; of Kaggle's private leaderboard, unless the title says otherwise.
  public let rmse: Double
  /// The place among the 329 teams of 2014; nil where it is none.
  public let rank: Int?

  init(_ title: String, _ rmse: Double, rank: Int? = nil) {
    self.title = title
    self.rmse = rmse
    self.rank = rank
  }

  /// The scores, the best first.
  public static let all: [PublishedScore] = [
    PublishedScore("DINOv2-base, pretrained (2024)", 0.07251),
    PublishedScore("ConvNeXt-L, pretrained (2024)", 0.07357),
    PublishedScore("Dieleman, 17 networks and 60 views", 0.07492, rank: 1),
    PublishedScore("Dieleman, best single network", 0.07693),
    PublishedScore("2.9 million parameters from scratch, 16 views (2024)", 0.07742),
    PublishedScore("Milakov, 15 networks and 48 views", 0.07753, rank: 2),
    PublishedScore("Milakov, one network and 48 views", 0.07838),
    PublishedScore("Milakov, one network", 0.08138),
    PublishedScore("10th team", 0.08304, rank: 10),
    PublishedScore("Hildebrandt (his own validation galaxies)", 0.0926),
    PublishedScore("60th team", 0.10494, rank: 60),
    PublishedScore("Lawlor, like VGG16", 0.12875),
    PublishedScore("regression on the central pixel (Hildebrandt's split)", 0.1577),
    PublishedScore("regression on the mean colour (Hildebrandt's split)", 0.1597),
    PublishedScore("official central-pixel benchmark", 0.16194),
    PublishedScore("column means (training set)", 0.1639),
    PublishedScore("zeros", 0.2716),
  ]

  /// The published scores around one, best first: up to two that are lower and up to two that are not.
  public static func around(_ rmse: Double) -> (better: [PublishedScore], worse: [PublishedScore]) {
    let better = all.filter { $0.rmse < rmse }
    return (Array(better.suffix(2)), Array(all.dropFirst(better.count).prefix(2)))
  }
}
