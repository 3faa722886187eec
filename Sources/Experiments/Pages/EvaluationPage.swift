// An evaluation as one page: scores, calibration, errors, and the images of the largest and the smallest.
internal import DataFiles
public import ImageDatasets
internal import Images
internal import Reports

/// Answers beside labels, told as one self-contained HTML page.
public struct EvaluationPage: Sendable {
  private let answers: LabelledAnswers
  private let analysis: any TaskAnalysis
  private let subject: String
  private let lede: String
  private let source: ImageSource?
  private let positions: [String: Int]
  private let comparison: ScoreDifferences?

  private static let shownCount = 8

  /// A page about the answers to at least one image.
  ///
  /// - Parameters:
  ///   - answers: the answers with their labels.
  ///   - analysis: what is known of them.
  ///   - subject: what answered, for the heading.
  ///   - lede: what else is to be said of how the answers came about, as a sentence; may be empty.
  ///   - comparison: how the scores differ from those of another network; nil where there is none.
  ///   - source: where the images are, for pictures of some; nil for none.
  public init(
    _ answers: LabelledAnswers, analysis: any TaskAnalysis, of subject: String, lede: String = "",
    comparison: ScoreDifferences? = nil, images source: ImageSource? = nil
  ) {
    self.answers = answers
    self.analysis = analysis
    self.subject = subject
    self.lede = lede
    self.comparison = comparison
    self.source = source
    let names = source?.identifiers ?? []
    positions = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
  }

  /// Writes the page.
  ///
  /// An image that cannot be read is named there, with the reason.
  ///
  /// - Throws: `FileError` where the file cannot be written.
  public func write(to path: String) throws { try AtomicFile.write(page.html(), to: path) }

  private var noun: String { type(of: answers.task).imageNoun }

  private var page: Page {
    let told = analysis.page
    let errors = ImageErrors(answers)
    let count = min(Self.shownCount, answers.count)
    let worst = Array(errors.order.suffix(count).reversed())
    // Of a few images, none is shown as one of the best and one of the worst.
    let best = Array(errors.order.prefix(min(count, answers.count - count)))
    return Page(
      title: subject, kicker: "Evaluation",
      lede: (["\(NumberText.count(answers.count)) \(noun)."] + (lede.isEmpty ? [] : [lede])).joined(separator: " "),
      figures: told.figures,
      sections: [
        .section("What the number means") { HTML.element("p") { told.meaning } }
      ] + [comparison?.section].compactMap { $0 } + told.sections + [
        errors.section(meaning: told.errorMeaning, noun: noun)
      ]
        + pictures("The largest errors", worst, errors, told) + pictures("The smallest errors", best, errors, told),
      program: "galaxy \(galaxyVersion)")
  }

  private func pictures(_ title: String, _ chosen: [Int], _ errors: ImageErrors, _ told: AnalysisPage) -> [HTML] {
    guard !chosen.isEmpty else { return [] }
    return [
      .section(title) {
        if let legend = told.legend { legend }
        for index in chosen { article(index, error: errors.sizes[index]) }
      }
    ]
  }

  private func article(_ index: Int, error: Double) -> HTML {
    let identifier = answers.identifiers[index]
    let (picture, problem) = picture(of: identifier)
    return PictureArticle(
      picture: picture, description: "Image \(identifier)", title: identifier,
      note: "error \(NumberText.fixed(error, decimals: 4))" + problem,
      tables: answers.task.tables(of: answers.answers[index], label: answers.labels[index]).tables
    ).html
  }

  /// The image of a name, and what is to be said where there is none.
  private func picture(of identifier: String) -> (picture: [UInt8]?, problem: String) {
    guard let source else { return (nil, "") }
    guard let position = positions[identifier] ?? positions[ImageFile.identifier(inTable: identifier)] else {
      return (nil, "; there is no image of this name")
    }
    do {
      return (JPEG.encode(try source.picture(at: position).shown), "")
    } catch {
      return (nil, unshownNote(error))
    }
  }
}
