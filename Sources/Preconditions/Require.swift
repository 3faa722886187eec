// Preconditions whose message is seen in release builds, too.

/// Stops the program with `message` unless `condition` holds: for mistakes of the programmer, such as shapes that do not
/// fit.
///
/// Swift's `precondition` drops its message when it is compiled with optimisation; this keeps it.
@inlinable
package func require(
  _ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line
) {
  if !condition { fatalError(message(), file: file, line: line) }
}
