// What is wrong with the images of a folder, and what is unusual about them.
internal import DataFiles
internal import Images

/// The images of a folder, looked at one by one.
package struct ImageCheck: Sendable {
  /// What lies in the folder.
  package let inventory: FolderInventory
  /// Images that can be used.
  package let readableCount: Int
  /// How many images there are of every format, by its name.
  package let formats: [String: Int]
  /// How many images there are of every size, as `424×424`, the most frequent first.
  package let sizes: [(size: String, count: Int)]
  /// What was found, apart from labels.
  package let findings: [Finding]

  /// Looks at the folder at `path` and decodes every image in it on all threads; no file is changed.
  ///
  /// - Parameter progress: told, on the calling thread, how many images of how many are done.
  /// - Throws: `FileError` where the folder cannot be listed.
  package init(path: String, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }) throws {
    let inventory = try FolderInventory(path: path)
    let files = inventory.images
    progress(0, files.count)
    let images = try InspectedImage.all(of: files) { progress($0, files.count) }
    let names = files.map(inventory.relative)
    self.inventory = inventory
    readableCount = images.count { $0.fault == nil }
    let forms = images.compactMap(\.form)
    formats = Dictionary(grouping: forms, by: \.format).mapValues(\.count)
    sizes = Dictionary(grouping: forms, by: \.size).mapValues(\.count)
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    var findings = Findings()
    Self.noteFaults(of: images, names, in: &findings)
    findings.add(inventory.findings.all)
    Self.noteForms(of: images, names, sizes: sizes, in: &findings)
    Self.noteDuplicates(among: images, names, in: &findings)
    self.findings = findings.all
  }

  private static func noteFaults(of images: [InspectedImage], _ names: [String], in findings: inout Findings) {
    func describe(_ fault: ImageInspection.Fault?) -> (name: String, title: String) {
      switch fault {
      case nil: ("unreadableImages", "images that cannot be read")
      case .empty: ("emptyImages", "images without a byte")
      case .foreign: ("foreignImages", "files that are no images, though they are called so")
      case .truncated: ("truncatedImages", "truncated images")
      case .damaged: ("damagedImages", "damaged images")
      case .tooLarge: ("oversizedImages", "images that claim more pixels than are read")
      }
    }
    for fault in [nil] + ImageInspection.Fault.allCases {
      let kind = describe(fault)
      findings.expect(kind.name, .error, kind.title)
    }
    for (image, name) in zip(images, names) {
      guard let fault = image.fault else { continue }
      let kind = describe(fault.kind)
      let detail = fault.kind == .empty ? "" : fault.appearance ?? fault.problem
      findings.add(kind.name, .error, kind.title, Finding.Item(name, detail))
    }
  }

  private static func noteForms(
    of images: [InspectedImage], _ names: [String], sizes: [(size: String, count: Int)], in findings: inout Findings
  ) {
    // Where there is no usual size, no size is odd.
    let usual = sizes.first.flatMap { 2 * $0.count > images.count { $0.form != nil } ? $0.size : nil }
    for (image, name) in zip(images, names) {
      guard let form = image.form else { continue }
      func note(_ kind: String, _ title: String, _ detail: String = "") {
        findings.add(kind, .note, title, Finding.Item(name, detail))
      }
      let ending = name.lowercased().hasSuffix(".png") ? "PNG" : "JPEG"
      if form.format != ending { note("wrongExtensions", "images of another format than their names say", form.format) }
      if let usual, form.size != usual { note("oddSizes", "images of another size than \(usual)", form.size) }
      if form.isTurned { note("turnedImages", "images that Exif data turn or mirror, as is done when they are read") }
      if form.hasInks { note("inkImages", "images in the colours of inks (CMYK), read as RGB") }
      if form.isProgressive { note("progressiveImages", "progressive or interlaced images, read like others") }
      if image.isGrey { note("greyImages", "images without colour") }
    }
  }

  private static func noteDuplicates(among images: [InspectedImage], _ names: [String], in findings: inout Findings) {
    func list(_ group: [Int]) -> Finding.Item {
      Finding.Item(names[group[0]], group.dropFirst().map { names[$0] }.joined(separator: ", "))
    }
    let equal = Dictionary(grouping: images.indices.filter { images[$0].content != nil }) { images[$0].content }.values
    var signatures = images.map(\.signature)
    for group in equal.filter({ $0.count > 1 }).sorted(by: { $0[0] < $1[0] }) {
      findings.add("equalImages", .error, "images that others are exact copies of", list(group))
      // One of them stands for all.
      for copy in group.dropFirst() { signatures[copy] = nil }
    }
    for group in NearDuplicates.groups(of: signatures) {
      findings.add("similarImages", .note, "images that others look like", list(group))
    }
  }
}

extension ImageInspection.Form {
  fileprivate var size: String { "\(width)×\(height)" }
}
