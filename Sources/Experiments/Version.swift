// The version of the package.

/// The package's version.
public let galaxyVersion = "0.1.0"
