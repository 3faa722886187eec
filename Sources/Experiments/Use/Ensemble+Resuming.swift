// What a table of predictions is written to, and what a resumed one must have in common with the interrupted one.
internal import DataFiles
internal import ImageDatasets
internal import NeuralNetwork

/// What a table is written to.
struct TableSink {
  let output: any ByteOutput
  /// The same, where it can be resumed.
  var file: ResumableFile?
  /// How far an earlier program came.
  var state: PredictionState?
}

extension TableOutput {
  /// What errors call it.
  var name: String {
    switch self {
    case .file(let path): path
    case .standardOutput: StandardOutput().path
    }
  }
}

extension Ensemble {
  /// Opens what a table is written to; what stood there stays until the table is complete.
  ///
  /// - Parameter key: what the table depends on; see ``key(_:_:_:header:)``.
  func sink(
    _ output: TableOutput, _ options: PredictionOptions, key: () throws -> [String: String]
  ) throws -> TableSink {
    switch output {
    case .standardOutput: return TableSink(output: StandardOutput())
    case .file(let path) where FileKind(path: path) == .other: return TableSink(output: try AtomicFile(path: path))
    case .file(let path):
      let (file, state) = try ResumableFile.open(
        path, key: key(), resuming: options.resumes, state: PredictionState.self)
      return TableSink(output: file, file: file, state: state)
    }
  }

  /// Everything that decides what a table holds, by the word for it.
  func key(
    _ source: ImageSource, _ order: [Int], _ options: PredictionOptions, header: [String]
  ) throws -> [String: String] {
    var networks = ContentHash()
    for member in members { networks.combine(try member.contents().serialized()) }
    var settings = ContentHash()
    for text in views.map(\.description) + ["\(dropoutSamples)", "\(seed)", options.policy.rawValue] + header {
      settings.combine(text)
    }
    var key = ["networks": networks.text, "images": source.digest(of: order), "settings": settings.text]
    if let catalogue = options.catalogue {
      var hash = ContentHash()
      hash.combine(try readFile(catalogue))
      key["catalogue"] = hash.text
    }
    return key
  }
}
