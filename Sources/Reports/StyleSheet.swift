// How a page looks, on paper, on a telephone and at night.

extension Page {
  /// The style sheet that every page carries.
  static let styleSheet = """
    :root {
      --paper: #fdfcfa; --ink: #22262b; --soft: #656b73; --rule: #dedad2; --grid: #ece9e3; --panel: #f5f3ee;
      --first: #1b6285; --second: #b0772a; --given: #7d838b; --run3: #7a4f9a; --run4: #35824a; --run5: #b5495b;
      --other1: #cdd0d4; --other2: #9fa4aa; --other3: #dcb878; --other4: #b58b45;
      --serif: Charter, "Bitstream Charter", "Iowan Old Style", "Palatino Linotype", "Liberation Serif", Georgia, serif;
      --sans: system-ui, -apple-system, "Segoe UI", "Helvetica Neue", "Liberation Sans", Arial, sans-serif;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #15181c; --ink: #dcdfe3; --soft: #969da6; --rule: #343a41; --grid: #262b31; --panel: #1c2025;
        --first: #6db6dc; --second: #d9a55b; --given: #8b929b; --run3: #b796d3; --run4: #74bd88; --run5: #e08c9b;
        --other1: #4b525a; --other2: #767d86; --other3: #6f5a34; --other4: #a88348;
      }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
    body {
      margin: 0 auto; max-width: 60rem; padding: 3rem 1.5rem 2rem; background: var(--paper); color: var(--ink);
      font: 1.0625rem/1.55 var(--serif); font-variant-numeric: tabular-nums lining-nums;
    }
    h1, h2, h3, p, figure, dl, dd, ul { margin: 0; padding: 0; }
    h1 { font-size: 2.4rem; font-weight: 400; line-height: 1.15; letter-spacing: -0.01em; overflow-wrap: anywhere; }
    h2 { font-size: 1.4rem; font-weight: 400; line-height: 1.25; margin-bottom: 0.75rem; }
    h3 { font: 600 0.9rem/1.4 var(--sans); overflow-wrap: anywhere; }
    section { margin-top: 3rem; border-top: 1px solid var(--rule); padding-top: 1.25rem; }
    section p { max-width: 42rem; }
    .kicker, .lede, .note, footer { color: var(--soft); }
    .kicker {
      font: 600 0.75rem/1.4 var(--sans); letter-spacing: 0.09em; text-transform: uppercase; margin-bottom: 0.4rem;
    }
    .lede { margin-top: 0.5rem; }
    .figures { display: flex; flex-wrap: wrap; gap: 1rem 3rem; margin-top: 1.75rem; }
    .figures div { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
    .figures dt { font: 0.8125rem/1.4 var(--sans); color: var(--soft); }
    .figures dd { font-size: 2.4rem; line-height: 1.15; }
    .figures .first dd { color: var(--first); }

    figcaption, caption { font: 600 0.8125rem/1.4 var(--sans); text-align: left; }
    .legend {
      display: flex; flex-wrap: wrap; gap: 0.15rem 1.1rem; list-style: none; margin-top: 0.3rem;
      font: 0.8125rem/1.4 var(--sans); color: var(--soft);
    }
    .legend li { display: flex; align-items: center; gap: 0.4rem; }
    .key { flex: none; width: 1.1rem; height: 0.6rem; }
    .key.line { height: 2px; }
    .key.first { background: var(--first); }
    .key.second { background: var(--second); }
    .key.given { background: var(--given); }
    .key.run1 { background: var(--first); }
    .key.run2 { background: var(--second); }
    .key.run3 { background: var(--run3); }
    .key.run4 { background: var(--run4); }
    .key.run5 { background: var(--run5); }
    .key.run6 { background: var(--given); }
    .key.other1 { background: var(--other1); }
    .key.other2 { background: var(--other2); }
    .key.other3 { background: var(--other3); }
    .key.other4 { background: var(--other4); }

    svg { display: block; overflow: visible; font: 12px/1 var(--sans); }
    svg text { fill: var(--soft); }
    svg .grid { stroke: var(--grid); shape-rendering: crispEdges; }
    svg .axis { stroke: var(--soft); shape-rendering: crispEdges; }
    svg text.x { text-anchor: middle; }
    svg text.y, svg text.reference { text-anchor: end; }
    svg line.reference { stroke: var(--soft); stroke-dasharray: 5 4; }
    svg polyline {
      fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; vector-effect: non-scaling-stroke;
    }
    svg polyline.first { stroke: var(--first); }
    svg polyline.second { stroke: var(--second); }
    svg polyline.run1 { stroke: var(--first); }
    svg polyline.run2 { stroke: var(--second); }
    svg polyline.run3 { stroke: var(--run3); }
    svg polyline.run4 { stroke: var(--run4); }
    svg polyline.run5 { stroke: var(--run5); }
    svg polyline.run6 { stroke: var(--given); }
    svg circle.run1 { fill: var(--first); }
    svg circle.run2 { fill: var(--second); }
    svg circle.run3 { fill: var(--run3); }
    svg circle.run4 { fill: var(--run4); }
    svg circle.run5 { fill: var(--run5); }
    svg circle.run6 { fill: var(--given); }
    svg circle.first { fill: var(--first); }
    svg circle.second { fill: var(--second); }
    svg circle.mark { fill: var(--paper); stroke: var(--first); stroke-width: 2; }
    svg text.mark { fill: var(--ink); font-weight: 600; stroke: var(--paper); stroke-width: 4; paint-order: stroke; }
    svg rect.first { fill: var(--first); }
    svg rect.other1 { fill: var(--other1); }
    svg rect.other2 { fill: var(--other2); }
    svg rect.other3 { fill: var(--other3); }
    svg rect.other4 { fill: var(--other4); }
    svg line.interval { stroke: var(--ink); stroke-width: 1.5; }
    svg text.group { fill: var(--ink); }
    svg text.value { fill: var(--first); font-weight: 600; }
    .curves { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 2rem 2.5rem; }
    .curves .plot { display: flex; flex-direction: column; }
    .plot .canvas { margin-top: auto; padding: 1rem 0.75rem 2.75rem 3.25rem; }
    .agreement { margin-top: 1.25rem; }
    .agreement .canvas { max-width: 25rem; }
    svg rect.positive { fill: var(--first); }
    svg rect.negative { fill: var(--second); }
    svg path.way { fill: none; stroke: var(--first); stroke-opacity: 0.35; }
    svg rect.box { fill: var(--panel); stroke: var(--rule); }
    svg rect.share { fill: var(--first); fill-opacity: 0.3; }
    svg g text:not(.group) { fill: var(--ink); }
    .heat, .tree, section > h3 { margin-top: 1.5rem; }
    .maps, .histograms { display: grid; gap: 1.25rem 2rem; margin-top: 1rem; }
    .maps { grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr)); }
    .histograms { grid-template-columns: repeat(auto-fill, minmax(min(9rem, 100%), 1fr)); }
    .densities { display: grid; gap: 1.5rem; margin-top: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(10.5rem, 45%), 1fr)); }
    .density svg { width: 100%; height: auto; margin: 0.35rem 0; }
    .density svg rect.frame { fill: var(--panel); stroke: var(--rule); }
    .density svg line.equal { stroke: var(--soft); stroke-dasharray: 3 3; }
    .histogram figcaption { font-weight: 400; }
    .ends {
      display: flex; justify-content: space-between; font: 0.75rem/1.4 var(--sans); color: var(--soft);
      margin-top: 0.15rem; max-width: none;
    }
    .gallery {
      display: grid; grid-template-columns: repeat(auto-fill, minmax(min(13rem, 100%), 1fr)); gap: 1.25rem;
      margin-top: 1rem;
    }
    .gallery .series { grid-column: 1 / -1; }
    .gallery .pictures { display: flex; gap: 2px; }
    .gallery .pictures img { flex: 1 1 0; width: 0; min-width: 0; aspect-ratio: 1; object-fit: cover; }
    .gallery figcaption { margin-top: 0.35rem; overflow-wrap: anywhere; }
    .gallery figcaption b, .gallery figcaption span { display: block; }
    .gallery figcaption span { font-weight: 400; color: var(--soft); }
    .sheet { margin-top: 1rem; }
    .sheet img { display: block; max-width: 100%; height: auto; }
    .bars { margin-top: 1.25rem; }
    .bars .canvas { padding: 0.75rem 0.75rem 1.75rem 0; }

    table { border-collapse: collapse; font: 0.8125rem/1.4 var(--sans); }
    th { font-weight: 400; text-align: left; }
    td { text-align: right; }
    .scroll { overflow-x: auto; margin-top: 1rem; }
    .numbers { width: 100%; }
    .numbers th, .numbers td {
      padding: 0.3rem 0 0.3rem 1.25rem; border-bottom: 1px solid var(--grid); white-space: nowrap;
    }
    .numbers thead th {
      color: var(--soft); vertical-align: bottom; text-align: right; white-space: normal; min-width: 5rem;
      border-color: var(--rule);
    }
    .numbers th:first-child { padding-left: 0; text-align: left; }
    .matrix thead th:not(:first-child) {
      writing-mode: vertical-rl; transform: rotate(180deg); padding: 0.3rem 0 0; text-align: left; white-space: nowrap;
      min-width: 0;
    }
    .matrix th, .matrix td { padding-left: 0.75rem; }
    .matrix tbody th { max-width: 14rem; overflow: hidden; text-overflow: ellipsis; }
    .numbers td.first { color: var(--first); font-weight: 600; }
    .numbers .total th, .numbers .total td, .numbers .best th, .numbers .best td { font-weight: 600; }
    .settings th, .settings td { padding: 0.25rem 0; border-bottom: 1px solid var(--grid); vertical-align: top; }
    .settings th { color: var(--soft); padding-right: 2.5rem; }
    .settings td { text-align: left; overflow-wrap: anywhere; }
    details { margin-top: 1rem; }
    summary { font: 0.8125rem/1.4 var(--sans); color: var(--first); cursor: pointer; }

    article {
      position: relative; display: grid; grid-template-columns: 11rem 1fr; gap: 1.75rem; margin-top: 1.5rem;
      padding: 1.25rem; background: var(--panel); border-radius: 4px;
    }
    .portrait img { display: block; width: 100%; height: auto; border-radius: 2px; margin-bottom: 0.5rem; }
    .portrait p { font: 0.8125rem/1.4 var(--sans); color: var(--soft); }
    .answers { columns: 16rem; column-gap: 2rem; }
    .answers table { width: 100%; margin-bottom: 0.9rem; break-inside: avoid; }
    .answers th, .answers td { padding: 0.1rem 0; }
    .answers tbody th { width: 7.75rem; color: var(--soft); }
    .answers td.given, .answers td.first { width: 2.4rem; }
    .answers td.given { color: var(--soft); }
    .answers td.first { color: var(--first); }
    .pair span { display: block; height: 4px; margin: 1px 0; min-width: 1px; }
    .pair .given { background: var(--given); }
    .pair .first { background: var(--first); }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }

    footer { margin-top: 3rem; border-top: 1px solid var(--rule); padding-top: 1rem; font: 0.8125rem/1.4 var(--sans); }
    @media (max-width: 36rem) {
      body { padding: 1.75rem 1rem; font-size: 1rem; }
      h1, .figures dd { font-size: 2rem; }
      article { grid-template-columns: 1fr; padding: 1rem; gap: 1rem; }
      .portrait img { width: 11rem; }
    }
    @media print { article, figure { break-inside: avoid; } }
    """
}
