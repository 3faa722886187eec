// The first release of the challenge's data, which its organisers replaced by one called rev1.
package import ImageDatasets

/// Signs that data are of the release before rev1, whose labels break the decision tree.
package enum StaleRelease {
  /// Training and test images of the first release; rev1 has 61,578 and 79,975.
  private static let counts = [70_948: 61_578, 79_971: 79_975]

  /// The signs that images and labels show.
  package static func finding(imageCount: Int, rowCount: Int?, tree: TreeCheck?) -> Finding? {
    var signs: [Finding.Item] = []
    for (noun, count) in [("images", imageCount), ("rows", rowCount ?? 0)] {
      if let revised = counts[count] {
        signs.append(Finding.Item(noun, "\(count), as many as before rev1, which has \(revised)"))
      }
    }
    if let tree, 2 * tree.brokenCount > tree.count, 2 * tree.unweightedCount <= tree.brokenCount {
      signs.append(Finding.Item("sums", "\(tree.brokenCount) of \(tree.count) rows break the decision tree"))
    }
    return signs.isEmpty ? nil : Finding("staleRelease", .error, "signs of the stale release before rev1", signs)
  }
}
