// What the first layer of a network looks for, for the report.
internal import ImageModels
internal import Images
internal import NeuralNetwork
internal import Reports
internal import Tensors

/// The windows of weights of a network's first convolution, as one picture.
struct FilterSheet {
  private let name: String
  private let weights: Tensor

  private static let side = 36
  private static let columns = 16

  /// The first parameter with the shape of a convolution over the network's input; nil where there is none.
  init?(of network: any ImageNetwork, channels: Int) {
    var found: (String, Tensor)?
    network.forEachParameter { name, parameter in
      let shape = parameter.value.shape
      if found == nil, shape.rank == 4, shape[2] == channels, shape[0] > 1 { found = (name, parameter.value) }
    }
    guard let found else { return nil }
    (name, weights) = found
  }

  var section: HTML {
    .section("What the first layer looks for") {
      HTML.element("p") {
        "The \(weights.shape[3]) windows of \(weights.shape[0])×\(weights.shape[1]) weights of \(name), each relative to its "
        "largest weight: zero is grey, positive weights are brighter, negative ones darker."
      }
      HTML.element("div", ["class": "sheet"]) {
        HTML.picture(PNG.encode(sheet), description: "The \(weights.shape[3]) filters of \(name)")
      }
    }
  }

  private var sheet: Image {
    let shape = weights.shape
    let (height, width, channels, count) = (shape[0], shape[1], shape[2], shape[3])
    let zoom = max(1, Self.side / max(height, width))
    let columns = min(Self.columns, count)
    let (cellWidth, cellHeight) = (width * zoom + 2, height * zoom + 2)
    let (sheetWidth, sheetHeight) = (columns * cellWidth, (count + columns - 1) / columns * cellHeight)
    let scalars = weights.scalars
    var pixels = [UInt8](repeating: 255, count: sheetWidth * sheetHeight * 3)
    for filter in 0..<count {
      let largest = stride(from: filter, to: scalars.count, by: count).reduce(Float(0)) { max($0, abs(scalars[$1])) }
      let (left, top) = (filter % columns * cellWidth, filter / columns * cellHeight)
      for y in 0..<height * zoom {
        for x in 0..<width * zoom {
          let place = (y / zoom * width + x / zoom) * channels
          for color in 0..<3 {
            let weight = scalars[(place + min(color, channels - 1)) * count + filter]
            let level = 127.5 + (largest > 0 ? 127.5 * weight / largest : 0)
            pixels[((top + y) * sheetWidth + left + x) * 3 + color] = UInt8(level.rounded())
          }
        }
      }
    }
    return Image(width: sheetWidth, height: sheetHeight, channels: 3, pixels: pixels)
  }
}
