// Channels of networks that come in several widths.

/// Channels times a factor, rounded down, but at least one.
func roundedDown(_ channels: Int, times factor: Double) -> Int { max(1, Int(Double(channels) * factor)) }
