// Galaxies in the class of their largest answer.
import Experiments
import Foundation
import GalaxyZoo
import ImageDatasets
import TestSupport
import Testing

@Suite struct ClassifiedImagesGalaxiesTests {
  @Test func largestColumnIsTheClassAndTiesGoToTheFirst() throws {
    let folder = try TemporaryFolder()
    let (images, labels) = try SyntheticGalaxies.write(to: folder)
    // 100001: the tie of columns 4 and 9; 100002: the last column; 100003: the first; the others have no row.
    func row(_ id: Int, _ peaks: [Int: String]) -> String {
      ([String(id)] + (0..<37).map { peaks[$0] ?? "0.1" }).joined(separator: ",")
    }
    let header = (["GalaxyID"] + DecisionTree.columnNames).joined(separator: ",")
    let rows = [
      header, row(100_003, [0: "0.9"]), row(100_001, [4: "0.75", 9: "0.75"]), row(100_002, [36: "1", 0: "0.999"]),
    ]
    try folder.write(rows.joined(separator: "\n"), to: "solutions.csv")
    let (task, classified) = try Classification.read(DataSet(images: images, labels: labels))
    #expect(classified.identifiers == ["100001", "100002", "100003"])
    #expect(classified.labels == [[4], [36], [0]])
    #expect(task.outputs.names == DecisionTree.columnNames && classified.validation == nil)
    #expect(task.outputs.titles.count == 37 && Set(task.outputs.titles).count == 37)
  }
}
