// Images of a store in an order, as they are and varied.
import ImageDatasets
import Images
import Tensors
import Testing

@Suite struct BatchesTests {
  private let store: ImageStore
  private let augmentation = AugmentationTests.everything

  init() throws {
    store = try ImageStore(
      images: (0..<5).map { spot(brightness: 90 + 30 * $0) }, identifiers: ["a", "b", "c", "d", "e"],
      preprocessing: ImageStoreTests.small)
  }

  @Test func positionsAreThoseOfTheList() {
    let batches = Batches(store: store, indices: [4, 2, 0])
    #expect(batches.count == 3 && batches.identifiers == ["e", "c", "a"])
    #expect(batches.input([1, 0]).scalars == ImageStoreTests.numbers(store, [2, 4], .none))
    #expect(batches.input([1, 0]).shape.dimensions == [2, 12, 16, 3])
    #expect(batches.selecting([2, 0]).identifiers == ["a", "e"])
    #expect(Batches(store).identifiers == store.identifiers)
  }

  @Test func imagesVaryInAnEpochOnly() {
    let batches = Batches(store: store, indices: [4, 2, 0], augmentation: augmentation, seed: 9)
    #expect(batches.input([2]).scalars == ImageStoreTests.numbers(store, [0], .none))
    for epoch in [1, 2] {
      let expected = ImageStoreTests.numbers(store, [0], augmentation, seed: 9, epoch: epoch)
      #expect(batches.input([2], epoch: epoch).scalars == expected)
      #expect(batches.selecting([0, 2]).input([1], epoch: epoch).scalars == expected)
    }
    #expect(batches.input([2], epoch: 1).scalars != batches.input([2], epoch: 2).scalars)
  }
}
