// The images that a network answers best and worst, for the report.
internal import Foundation
internal import Reports

/// Held-out images with the smallest and the largest errors, with their pictures.
struct ExtremeImages {
  private let noun: String
  private let best: [Gallery.Item]
  private let worst: [Gallery.Item]

  private static let length = 4

  /// The extremes of answers for all held-out images, in their order.
  init(_ answers: LabelledAnswers, of data: RunData) throws {
    noun = type(of: answers.task).imageNoun
    let errors = ImageErrors(answers)
    func item(_ index: Int) throws -> Gallery.Item {
      let name = answers.identifiers[index]
      return Gallery.Item(
        pictures: [(try data.picture(ofHeldOut: index), "Image \(name)")], title: name,
        note: "error \(NumberText.fixed(errors.sizes[index], decimals: 4))")
    }
    // No image is on both sides.
    best = try errors.order.prefix(min(Self.length, (answers.count + 1) / 2)).map(item)
    worst = try errors.order.suffix(min(Self.length, answers.count / 2)).reversed().map(item)
  }

  var section: HTML {
    .section("Best and worst \(noun)") {
      HTML.element("p") {
        "The validation \(noun) whose answers are closest to their labels, and farthest from them, with the error as galaxy "
        "evaluate has it."
      }
      HTML.element("h3") { "Closest" }
      Gallery(best).html
      HTML.element("h3") { "Farthest" }
      Gallery(worst).html
    }
  }
}
