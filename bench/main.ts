/**
 * The budgets, measured: ratios in one run, fresh processes in turns, medians. Prints the table and rewrites
 * bench/RESULTS.md. `--sizes` looks at the bundle only, and fails where it is too large; `--against <ref>` compares this
 * tree with a commit, both in one run, and fails where a row is worse; `--only <section>` measures one section of either.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { compareCold, measureCold } from "./cold.ts";
import { measureFleet } from "./fleet.ts";
import { measureLimits } from "./limits.ts";
import { measureLines } from "./lines.ts";
import { measureReplay } from "./replay.ts";
import { measureRules } from "./rules.ts";
import { measureSizes } from "./sizes.ts";
import { measureSoak } from "./soak.ts";
import { buildHandler, buildHandlerAt } from "./support/bundles.ts";
import {
  type Comparison,
  compareSamples,
  formatComparison,
  formatRow,
  isOver,
  type Measured,
} from "./support/measure.ts";
import { startBenchStore } from "./support/stages.ts";
import { compareWarm, measureWarm } from "./warm.ts";
import { measureWordLists } from "./word-list.ts";

const USAGE = `npm run bench --            measure all, and rewrite bench/RESULTS.md
npm run bench -- --only warm    one section: sizes, cold, warm, lines, text, rules, limits, fleet, replay, soak
npm run bench -- --against REF  this tree beside a commit, in one run; fails where a row is worse
npm run bench -- --sizes        the bundle only; fails where it is too large`;

const { values } = parseArgs({
  options: {
    ...{ sizes: { type: "boolean" }, against: { type: "string" }, only: { type: "string" } },
    help: { type: "boolean", short: "h" },
  },
});

if (values.help) console.log(USAGE);
else if (values.against !== undefined) await compareWith(values.against, values.only);
else if (values.sizes) await checkSizes();
else await measureAll(values.only);

/** A section of the table; each is measured after the other. */
type Section = () => Promise<readonly Measured[]> | readonly Measured[];

async function measureAll(only: string | undefined): Promise<void> {
  const head = await buildHandler();
  const store = await startBenchStore();
  const sections: Readonly<Record<string, Section>> = {
    sizes: () => measureSizes(head),
    cold: () => measureCold(head, store),
    warm: () => measureWarm(head, store),
    lines: () => measureLines(head, store),
    text: measureWordLists,
    rules: measureRules,
    limits: measureLimits,
    fleet: measureFleet,
    replay: () => measureReplay(),
    soak: () => measureSoak(head, store),
  };
  const rows: Measured[] = [];
  for (const [name, measure] of Object.entries(sections)) {
    if (only !== undefined && only !== name) continue;
    const measured = await measure();
    for (const row of measured) console.log(formatRow(row).join("  "));
    rows.push(...measured);
  }
  await store.close();
  keepFigures(rows);
  if (only === undefined) writeFileSync(path.join(import.meta.dirname, "RESULTS.md"), formatMeasured(rows));
}

/** Beside those of other sections, which may have been measured by another run. */
function keepFigures(rows: readonly Measured[]): void {
  const file = path.join(import.meta.dirname, "figures.json");
  const figures = JSON.parse(readFileSync(file, "utf8")) as Record<string, number>; // written below
  for (const { figure, value } of rows) {
    if (figure !== undefined) figures[figure] = Number(value.toPrecision(3));
  }
  writeFileSync(file, `${JSON.stringify(figures, undefined, 2)}\n`);
}

async function checkSizes(): Promise<void> {
  const rows = measureSizes(await buildHandler());
  for (const row of rows) console.log(formatRow(row).join("  "));
  process.exitCode = rows.some(isOver) ? 1 : 0;
}

async function compareWith(ref: string, only: string | undefined): Promise<void> {
  const [before, after] = [await buildHandlerAt(ref), await buildHandler()];
  const store = await startBenchStore();
  // A build without packs is measured on the stage with the fewest reads.
  const layout = "lib/policy-set/pack.ts" in before.sources ? "pushed" : "by-hand";
  const compareAt = (stage: "ten" | "hundred", name: string) =>
    compareCold(
      { file: before.file, env: store.env(stage, { layout }) },
      { file: after.file, env: store.env(stage) },
      name,
    );
  const sections: Readonly<Record<string, () => Promise<readonly Comparison[]> | readonly Comparison[]>> = {
    sizes: () => [
      compareSamples("bundle, minified", "KB", [before.bytes / 1024], [after.bytes / 1024]),
      compareSamples("bundle, gzipped", "KB", [before.gzipped / 1024], [after.gzipped / 1024]),
    ],
    cold: () => compareAt("ten", "cold start over TLS"),
    coldHundred: () => compareAt("hundred", "cold start with 100 rules"),
    warm: () => compareWarm(before, after, store),
  };
  const rows: Comparison[] = [];
  for (const [name, compare] of Object.entries(sections)) {
    if (only === undefined || only === name) rows.push(...(await compare()));
  }
  await store.close();
  console.log(`        ÷      ${ref.padEnd(30)} this tree`);
  for (const row of rows) console.log(formatComparison(row).join("  "));
  process.exitCode = rows.some(({ verdict }) => verdict === "worse") ? 1 : 0;
}

function formatMeasured(measured: readonly Measured[]): string {
  const rows = measured.map((row) => {
    const [state = "", figure = ""] = formatRow(row);
    const target = row.target === undefined ? "" : `${row.target} ${row.unit}`.trim();
    return `| ${row.name} | ${figure.trim()} | ${target} | ${state.trim()} |`;
  });
  const [cpu] = cpus();
  return [
    "# Results",
    "",
    `Written by \`npm run bench\`: ratios in one run, medians. Node ${process.version}, ${cpus().length} × ${cpu?.model ?? "unknown processor"}, ${process.platform}.`,
    "",
    "| what | measured | at most | |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}
