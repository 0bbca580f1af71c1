/** The only style of a report's page, which names it by its digest. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --paper: #fff; --line: #d0d7de; --red: #b3261e; --green: #1a7f37; --blue: #0969da; --grey: #6e7781; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9da7b3; --paper: #0d1117; --line: #30363d; --red: #ff8a80; --green: #7ee787; --blue: #79c0ff; --grey: #8b949e; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 70rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; } h3 { font-size: 1rem; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; padding: 0; list-style: none; }
.cards li { border: 1px solid var(--line); border-radius: 6px; padding: .75rem; display: grid; }
.cards b { font-size: 1.4rem; } .cards small { color: var(--soft); }
.remark { border-left: 4px solid var(--red); padding-left: .75rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .25rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
svg { width: 100%; height: auto; display: block; margin-bottom: 1rem; }
svg text { fill: var(--soft); font: 12px system-ui, sans-serif; }
svg path { fill: none; stroke-width: 1.5; }
.grid { stroke: var(--line); stroke-width: .5; }
.was { stroke: var(--ink); stroke-dasharray: 4 3; } .is { stroke: var(--red); } .share { stroke: var(--blue); stroke-width: 2; }
svg .area { fill: var(--red); fill-opacity: .15; }
.refused { fill: var(--red); } .allowed { fill: var(--green); } .otherwise { fill: var(--grey); }
.was-key { fill: none; stroke: var(--ink); stroke-dasharray: 4 3; }
@page { margin: 15mm; }
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #333; --paper: #fff; --line: #999; --red: #b3261e; --green: #1a7f37; --blue: #0969da; --grey: #6e7781; }
  main { max-width: none; padding: 0; }
  .cards { grid-template-columns: repeat(5, 1fr); }
  .wide { overflow: visible; }
  svg, tr, .cards, .remark { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  * { print-color-adjust: exact; }
}
`;
