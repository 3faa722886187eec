// Whether there is room for something large, before an array would end the program over it.
internal import Foundation

/// Makes sure that the system would give so many bytes: an array that it does not give ends the program without a word.
///
/// Little is not asked for. Other threads may take the room in the meantime; and a system that promises more than it has ends
/// the program itself when the promise falls due.
///
/// - Parameters:
///   - byteCount: the room that is needed.
///   - path: the file that it is for, or what stands for it in errors.
/// - Throws: ``FileError``.
package func requireMemory(_ byteCount: Int, for path: String) throws {
  guard byteCount >= 1 << 20 else { return }
  let address = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
  guard let address, address != MAP_FAILED else {
    throw FileError(
      path: path, problem: "needs \((byteCount + (1 << 20) - 1) >> 20) MB of memory, more than there is room for")
  }
  munmap(address, byteCount)
}
