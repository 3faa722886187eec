// Pages as a browser shows them.
import Foundation
import TestSupport

/// A Chromium without a window.
struct Browser {
  /// What a browser says of a page in a window of a certain width.
  struct View: Decodable, Equatable {
    /// Pictures that could be decoded, and all pictures.
    let decoded: Int, pictures: Int
    /// By how much the page is wider than the window.
    let overflow: Int
    /// Things that the page has from elsewhere than its own file.
    let foreign: Int
  }

  private let path: String

  /// The one that is installed; nil where there is none.
  static let installed: Browser? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    for name in ["chromium", "chromium-browser", "google-chrome"] {
      for folder in folders where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") {
        return Browser(path: "\(folder)/\(name)")
      }
    }
    return nil
  }()

  /// How the page looks in a window of the given width.
  func view(_ page: String, width: Int, in folder: TemporaryFolder) throws -> View {
    let frame = """
      <iframe id="page" src="file://\(page)" style="width: \(width)px; height: 4000px; border: 0"></iframe>
      <pre id="told"></pre>
      <script>
        window.onload = () => {
          const page = document.getElementById("page").contentDocument;
          const pictures = [...page.images];
          document.getElementById("told").textContent = "told:" + JSON.stringify({
            decoded: pictures.filter(picture => picture.complete && picture.naturalWidth > 0).length,
            pictures: pictures.length,
            overflow: Math.max(0, page.documentElement.scrollWidth - \(width)),
            foreign: [...page.querySelectorAll("[src], [href]")]
              .filter(element => !/^(data:|#)/.test(element.getAttribute("src") ?? element.getAttribute("href"))).length,
          }) + ":told";
        };
      </script>
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files", "--virtual-time-budget=20000",
      "--user-data-dir=\(folder.path("browser"))", "--dump-dom", "file://\(try folder.write(frame, to: "frame.html"))",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let parts = text.components(separatedBy: "told:")
    let told = parts.count > 1 ? parts[1].components(separatedBy: ":told")[0] : ""
    return try JSONDecoder().decode(
      View.self, from: Data(told.replacingOccurrences(of: "&quot;", with: "\"").utf8))
  }
}
