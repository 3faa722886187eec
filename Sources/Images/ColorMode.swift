// Colour or grey.

/// What a file is decoded to.
public enum ColorMode: Sendable {
  /// Three channels; grey files have them equal.
  case rgb
  /// One channel, the luma of ITU-R BT.601: that of a JPEG as it is stored, without touching the colour planes.
  case grayscale

  /// Channels of the decoded image.
  var channels: Int { self == .rgb ? 3 : 1 }
}
