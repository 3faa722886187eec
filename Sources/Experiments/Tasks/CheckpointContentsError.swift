// A checkpoint that lacks what its task needs.

/// A checkpoint whose metadata do not say what is needed.
struct CheckpointContentsError: Error, CustomStringConvertible {
  let problem: String
  var description: String { problem }
}
