// The images nearest to some, and the oddest of all, as a contact sheet.
internal import DataFiles
internal import ImageDatasets
internal import Images
internal import Reports
internal import Tensors
public import Training

/// A self-contained page of pictures: the nearest neighbours of chosen images by a layer's features, and the images that lie
/// farthest from all others.
///
/// The distance is Euclidean, of features standardised over the images, over the square root of their number. An image is
/// the odder the larger the mean distance to its five nearest neighbours is (Angiulli and Pizzuti 2002).
public struct FeatureSheet: Sendable {
  private let features: ImageFeatures
  private let subject: String
  /// Where images are in their source; those that could not be read have no features.
  private let positions: [String: Int]
  private let neighbours: [(row: Int, near: [FeatureDistances.Neighbour])]
  private let oddest: [(row: Int, oddness: Float, nearest: Int)]

  private static let neighbourCount = 11
  private static let oddestCount = 24
  private static let judgedNeighbours = 5

  /// Compares all images with each other.
  ///
  /// - Parameters:
  ///   - features: the features of two or more images.
  ///   - chosen: the names of those whose neighbours are wanted, with or without `.jpg` or `.png`.
  ///   - subject: whose features they are, for the heading.
  ///   - progress: told how far the work has come.
  /// - Throws: `FileError` naming an image that is not there, or where there is only one image.
  public init(
    of features: ImageFeatures, neighboursOf chosen: [String], subject: String,
    progress: (WorkProgress) -> Void = { _ in }
  ) throws {
    let names = features.identifiers
    guard names.count > 1 else {
      throw FileError(path: subject, problem: "neighbours are of two or more images, found \(names.count)")
    }
    let rows = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    let wanted = try chosen.map { name in
      guard let row = rows[name] ?? rows[ImageFile.identifier(inTable: name)] else {
        throw FileError(
          path: name, problem: "is none of the \(names.count) images with features (such as \(names[0]))")
      }
      return row
    }
    self.features = features
    self.subject = subject
    let places = features.source.identifiers
    positions = Dictionary(zip(places, places.indices), uniquingKeysWith: { first, _ in first })
    let distances = FeatureDistances(features.values)
    neighbours = zip(wanted, distances.nearest(to: wanted, count: Self.neighbourCount)).map { ($0, $1) }
    progress(WorkProgress("comparing images", 0, names.count))
    let near = distances.nearest(to: Array(names.indices), count: Self.judgedNeighbours) {
      progress(WorkProgress("comparing images", $0, names.count))
    }
    let oddness = near.map { $0.reduce(0) { $0 + $1.distance } / Float(max(1, $0.count)) }
    oddest = names.indices.sorted { (oddness[$1], $0) < (oddness[$0], $1) }.prefix(Self.oddestCount).map {
      ($0, oddness[$0], near[$0].first?.row ?? $0)
    }
  }

  /// Writes the page.
  ///
  /// An image that cannot be read any more is named there, with the reason.
  ///
  /// - Throws: `FileError` where the file cannot be written.
  public func write(to path: String) throws { try AtomicFile.write(page.html(), to: path) }

  private var page: Page {
    let row = NumberText.extents(features.values.shape.dimensions.dropFirst())
    let count = NumberText.count(features.identifiers.count)
    return Page(
      title: "Nearest and oddest images", kicker: "Contact sheet",
      lede: "\(count) images by the \(row) features of layer \(features.layer) of \(subject).",
      figures: [KeyFigure(count, "images", isMain: true)], sections: neighbours.map(section) + [odd],
      program: "galaxy \(galaxyVersion)")
  }

  private func section(_ row: Int, _ near: [FeatureDistances.Neighbour]) -> HTML {
    .section("Nearest to \(features.identifiers[row])") {
      HTML.element("p") {
        "Distances are Euclidean, of features in their standard deviations: two images that have nothing in common lie "
        "about 1.4 apart, equal ones 0."
      }
      Gallery(
        [item(row, note: "the image itself")]
          + near.map { item($0.row, note: "distance \(NumberText.fixed(Double($0.distance), decimals: 3))") }
      ).html
    }
  }

  private var odd: HTML {
    .section("The oddest images") {
      HTML.element("p") {
        "The images that lie farthest from all others: an image’s oddness is its mean distance to its "
        "\(Self.judgedNeighbours) nearest neighbours. Damaged pictures and mistakes are found here, and so are rare kinds."
      }
      Gallery(
        oddest.map { row, oddness, nearest in
          item(
            row,
            note: "oddness \(NumberText.fixed(Double(oddness), decimals: 3)), nearest \(features.identifiers[nearest])")
        }
      ).html
    }
  }

  private func item(_ row: Int, note: String) -> Gallery.Item {
    let name = features.identifiers[row]
    do {
      let picture = try features.source.picture(at: positions[name] ?? 0)
      return Gallery.Item(pictures: [(JPEG.encode(picture.shown), "Image \(name)")], title: name, note: note)
    } catch {
      return Gallery.Item(pictures: [], title: name, note: note + unshownNote(error))
    }
  }
}
