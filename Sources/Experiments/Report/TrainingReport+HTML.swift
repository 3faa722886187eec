// The report as a page: heading, settings, learning curves.

extension TrainingReport {
  /// The report as one self-contained page: no script, nothing loaded from elsewhere, valid as HTML and as XML.
  public func html() -> String {
    HTML.document(
      .element("html", ["lang": "en"]) {
        HTML.element("head") {
          HTML.element("meta", ["charset": "utf-8"])
          HTML.element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
          HTML.element("meta", ["name": "color-scheme", "content": "light dark"])
          HTML.element("title") { "\(network): training report" }
          HTML.style(Self.styleSheet)
        }
        HTML.element("body") {
          heading
          HTML.element("main") {
            curvesSection
            if let comparison { comparison.section }
            if !samples.isEmpty { samplesSection }
            if let classification { classification.section }
            if !settings.isEmpty { settingsSection }
          }
          HTML.element("footer") { HTML.element("p") { "Written by \(program)." } }
        }
      })
  }

  private var heading: HTML {
    .element("header") {
      HTML.element("p", ["class": "kicker"]) { "Training report" }
      HTML.element("h1") { network }
      HTML.element("p", ["class": "lede"]) { "\(NumberText.count(parameterCount)) parameters, \(extent)." }
      if let best = history.best {
        HTML.element("dl", ["class": "figures"]) {
          if let rmse = best.validationRMSE {
            figure(
              NumberText.fixed(rmse, decimals: 4), "best validation RMSE, at epoch \(best.epoch)", style: "network")
            if let reference = comparison?.reference {
              figure(NumberText.fixed(reference.rmse, decimals: 4), "RMSE of the \(reference.name)")
              figure(NumberText.fixed(rmse / reference.rmse, decimals: 3), "ratio of the two")
            }
          }
          if let accuracy = best.validationAccuracy {
            figure(
              NumberText.fixed(accuracy, decimals: 4), "validation accuracy, at epoch \(best.epoch)", style: "network")
            figure(NumberText.fixed(best.validationLoss, decimals: 4), "lowest validation loss")
          }
        }
      }
    }
  }

  private func figure(_ value: String, _ meaning: String, style: String = "plain") -> HTML {
    .element("div", ["class": style]) {
      HTML.element("dt") { meaning }
      HTML.element("dd") { value }
    }
  }

  private var extent: String {
    if history.isEmpty { return "no epoch completed yet" }
    let duration = NumberText.duration(seconds: history.reduce(0) { $0 + $1.seconds })
    return "trained for \(history.count) \(history.count == 1 ? "epoch" : "epochs") in \(duration)"
  }

  private var settingsSection: HTML {
    .element("section") {
      HTML.element("h2") { "Settings" }
      HTML.element("table", ["class": "settings"]) {
        HTML.element("tbody") {
          for setting in settings {
            HTML.element("tr") {
              HTML.element("th", ["scope": "row"]) { setting.label }
              HTML.element("td") { setting.value }
            }
          }
        }
      }
    }
  }

  private var curvesSection: HTML {
    .element("section") {
      HTML.element("h2") { "Learning curves" }
      if history.isEmpty {
        HTML.element("p", ["class": "note"]) { "No epoch has been completed yet." }
      } else {
        HTML.element("div", ["class": "curves"]) {
          if scoreIsAccuracy { accuracyPlot.figure } else { rmsePlot.figure }
          lossPlot.figure
        }
        HTML.element("details") {
          HTML.element("summary") { "All epochs as a table" }
          epochTable
        }
      }
    }
  }

  /// Whether the run is a classifier's.
  private var scoreIsAccuracy: Bool { history.contains { $0.validationAccuracy != nil } }

  private var rmsePlot: SVGPlot {
    scorePlot(
      "Validation RMSE", "the validation RMSE", [line("validation", "validation", \.validationRMSE)],
      mark: \.validationRMSE,
      reference: comparison?.reference.map { ("\($0.name) \(NumberText.fixed($0.rmse, decimals: 4))", $0.rmse) })
  }

  private var accuracyPlot: SVGPlot {
    scorePlot(
      "Validation accuracy", "the validation accuracy, the first and the first five answers",
      [
        line("first answer", "validation", \.validationAccuracy),
        line("first five", "training", \.validationTop5Accuracy),
      ], mark: \.validationAccuracy)
  }

  private func scorePlot(
    _ title: String, _ content: String, _ series: [SVGPlot.Series], mark: (EpochRecord) -> Double?,
    reference: (name: String, y: Double)? = nil
  ) -> SVGPlot {
    let best = history.best.flatMap { record in
      mark(record).map { (epoch: record.epoch, score: $0, text: NumberText.fixed($0, decimals: 4)) }
    }
    let summary = best.map { "; the best epoch is \($0.epoch) with \($0.text)" } ?? ""
    return SVGPlot(
      title: title, description: "Line chart of \(content) over the epochs\(summary).", xLabel: "epoch",
      series: series, reference: reference,
      mark: best.map { (Double($0.epoch), $0.score, "\($0.text) at epoch \($0.epoch)") })
  }

  private var lossPlot: SVGPlot {
    SVGPlot(
      title: "Loss", description: "Line chart of the training loss and the validation loss over the epochs.",
      xLabel: "epoch",
      series: [line("training", "training", \.trainingLoss), line("validation", "validation", \.validationLoss)],
      mark: history.best.map { (Double($0.epoch), $0.validationLoss, nil) })
  }

  private func line(_ name: String, _ style: String, _ value: (EpochRecord) -> Double?) -> SVGPlot.Series {
    SVGPlot.Series(
      name: name, style: style,
      points: history.compactMap { record in value(record).map { (Double(record.epoch), $0) } })
  }

  private var epochTable: HTML {
    let best = history.best?.epoch
    let scores = scoreIsAccuracy ? ["accuracy", "top-5 accuracy"] : ["validation RMSE"]
    let headings =
      ["epoch", "training loss", "validation loss"] + scores + ["learning rate", "seconds", "images per second"]
    return .scrollingTable(label: "All epochs", headings: headings) {
      for record in history {
        HTML.element("tr", ["class": record.epoch == best ? "best" : "other"]) {
          HTML.element("th", ["scope": "row"]) { "\(record.epoch)\(record.epoch == best ? " (best)" : "")" }
          HTML.element("td") { NumberText.fixed(record.trainingLoss, decimals: 5) }
          HTML.element("td") { NumberText.fixed(record.validationLoss, decimals: 5) }
          for score in [record.validationRMSE, record.validationAccuracy, record.validationTop5Accuracy] {
            if let score { HTML.element("td") { NumberText.fixed(score, decimals: 5) } }
          }
          HTML.element("td") { NumberText.significant(record.learningRate) }
          HTML.element("td") { NumberText.fixed(record.seconds, decimals: 1) }
          HTML.element("td") { NumberText.fixed(record.imagesPerSecond, decimals: 0) }
        }
      }
    }
  }
}

extension HTML {
  /// A table of numbers that scrolls by itself where the page is narrower than it.
  static func scrollingTable(
    label: String, headings: [String], style: String = "numbers", @HTMLBuilder rows: () -> HTML
  ) -> HTML {
    .element("div", ["class": "scroll", "role": "region", "aria-label": label, "tabindex": "0"]) {
      HTML.element("table", ["class": style]) {
        HTML.element("thead") {
          HTML.element("tr") {
            for heading in headings { HTML.element("th", ["scope": "col"]) { heading } }
          }
        }
        HTML.element("tbody") { rows() }
      }
    }
  }
}
