// Settings and their values as a table.

/// Settings with their values, in the order they are shown.
package struct SettingsTable: Sendable {
  /// The settings.
  package var rows: [(label: String, value: String)]

  /// A table of the given settings.
  package init(_ rows: [(label: String, value: String)]) {
    self.rows = rows
  }

  /// The table under the heading `Settings`.
  package var section: HTML {
    .section("Settings") {
      HTML.element("table", ["class": "settings"]) {
        HTML.element("tbody") {
          for row in rows {
            HTML.row(row.label) { HTML.element("td") { row.value } }
          }
        }
      }
    }
  }
}
