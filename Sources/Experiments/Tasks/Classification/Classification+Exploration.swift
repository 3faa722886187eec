// Classes, looked at.
internal import ImageDatasets
internal import Reports
public import Training

extension Classification {
  private static let perClass = 4
  private static let shownClasses = 40

  public func explore(
    _ material: ExplorationMaterial, progress: (WorkProgress) -> Void
  ) -> TaskExploration {
    let classes = material.images.labels.map { Int($0[0]) }
    let counts = outputs.counts(of: classes)
    return TaskExploration(
      figures: [
        KeyFigure("\(outputs.count)", "classes"),
        KeyFigure(NumberText.count(counts.min() ?? 0), "images of the smallest class"),
        KeyFigure(NumberText.count(counts.max() ?? 0), "images of the largest class"),
      ], sections: [table(counts, of: classes.count), examples(classes, material, progress)])
  }

  private func table(_ counts: [Int], of total: Int) -> HTML {
    .section("Images of each class") {
      HTML.scrollingTable(label: "Images of each class", headings: ["class", "images", "share"]) {
        for (title, count) in zip(outputs.titles, counts) {
          HTML.row(title) {
            HTML.element("td", ["class": "first"]) { NumberText.count(count) }
            HTML.element("td") {
              NumberText.fixed(100 * Double(count) / Double(max(1, total)), decimals: 1) + "\u{A0}%"
            }
          }
        }
      }
    }
  }

  private func examples(
    _ classes: [Int], _ material: ExplorationMaterial, _ progress: (WorkProgress) -> Void
  ) -> HTML {
    let shown = min(outputs.count, Self.shownClasses)
    var galleries: [(title: String, items: [Gallery.Item])] = []
    for index in 0..<shown {
      progress(WorkProgress("reading images", index, shown))
      let members = classes.indices.filter { classes[$0] == index }
      let step = max(1, members.count / Self.perClass)
      let items = stride(from: 0, to: members.count, by: step).prefix(Self.perClass).map {
        material.item(members[$0], title: material.images.identifiers[members[$0]], note: outputs.titles[index])
      }
      galleries.append((outputs.titles[index], items))
    }
    return .section("Examples of each class") {
      HTML.element("p") {
        shown < outputs.count
          ? "Of the first \(shown) of \(outputs.count) classes, evenly spread over their images."
          : "Evenly spread over the images of each class, as they are and as the network sees them."
      }
      for gallery in galleries {
        HTML.element("h3") { gallery.title }
        Gallery(gallery.items).html
      }
    }
  }
}
