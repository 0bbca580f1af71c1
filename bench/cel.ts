/** The policy language's engine alone, beside cel-js in the same run: `node bench/cel.ts`. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { Environment as Oracle } from "@marcbachmann/cel-js";
import { buildSync } from "esbuild";
import { createBudget } from "../lib/policy/cel/budget.ts";
import { compileExpression, type Program } from "../lib/policy/cel/compile.ts";
import type { Environment } from "../lib/policy/cel/environment.ts";
import { evaluateCondition } from "../lib/policy/cel/evaluate.ts";
import { parseExpression } from "../lib/policy/cel/parser.ts";
import { readType } from "../lib/policy/cel/types.ts";
import { type CelRow, listStepRows } from "./steps.ts";

const root = path.join(import.meta.dirname, "..");
const engine = ["parser", "compile", "evaluate", "budget"]
  .map((file) => `export * from ${JSON.stringify(path.join(root, `lib/policy/cel/${file}.ts`))};`)
  .join("\n");
const TOOLS = ["estimate", "unknowns", "facts", "advise"]
  .map((file) => `export * from ${JSON.stringify(path.join(root, `lib/policy/cel/${file}.ts`))};`)
  .join("\n");
const celJs = 'export { Environment } from "@marcbachmann/cel-js";';

const variables = {
  name: "string",
  text: "string",
  operator: "string",
  groupType: "string",
  platform: "string",
  clientIp: "string",
  owned: "int",
  members: "list<string>",
  mentions: "list<string>",
  now: "timestamp",
  eventTime: "timestamp",
};
/** As policies in the field are; each ten times, as a hundred rules. */
const typical = [
  '!(groupType in ["Work", "Public", "Community"])',
  "name.hasWord(lists.reserved)",
  'owned >= 20 && groupType == "Public"',
  'platform == "web" && owned > 100',
  "name.size() > 60",
  "members.size() > 200",
  'operator.glob("bot-*")',
  "operator in lists.barred",
  'name.contains("http") || name.contains("www.")',
  'now - eventTime > duration("5m") || mentions.exists(m, m == "@all")',
];
const bindings = {
  name: "Tea and biscuits",
  text: "see you at eight",
  operator: "u_mira",
  groupType: "Public",
  platform: "android",
  clientIp: "192.0.2.1",
  owned: 3,
  members: ["u_ann", "u_bob", "u_eve"],
  mentions: ["u_ann"],
  now: new Date("2026-03-01T12:00:00Z"),
  eventTime: new Date("2026-03-01T11:59:58Z"),
};
const reserved = new Set(["official", "support"]);
const lists = { reserved, barred: reserved };
const matchGlob = (text: string, pattern: string) => text.startsWith(pattern.slice(0, -1));

const wordList = readType("WordList");
const fields = new Map(Object.keys(lists).map((name) => [name, { type: wordList, optional: false }]));
const environment: Environment = {
  variables: new Map(Object.entries(variables).map(([name, type]) => [name, readType(type)])),
  constants: new Map([["lists", { type: { kind: "object", name: "lists", fields }, value: lists }]]),
  functions: {
    hasWord: [
      {
        signature: "string.hasWord(WordList): bool",
        call: (_: unknown, text: string, list: Set<string>) => list.has(text),
      },
    ],
    glob: [
      {
        signature: "string.glob(string): bool",
        call: (_: unknown, text: string, pattern: string) => matchGlob(text, pattern),
      },
    ],
    in: [
      {
        signature: "string.in(WordList): bool",
        call: (_: unknown, text: string, list: Set<string>) => list.has(text),
      },
    ],
  },
};

class WordList {
  readonly list: Set<string>;
  constructor(list: Set<string>) {
    this.list = list;
  }
}

function makeOracle(): Oracle {
  const oracle = new Oracle();
  oracle.registerType("WordList", { ctor: WordList, fields: {} });
  oracle.registerType("Lists", { fields: { reserved: "WordList", barred: "WordList" } });
  oracle.registerConstant("lists", "Lists", {
    reserved: new WordList(reserved),
    barred: new WordList(reserved),
  });
  oracle.registerOperator("string in WordList", (value: string, { list }: WordList) => list.has(value));
  oracle.registerFunction("string.hasWord(WordList): bool", (text: string, { list }: WordList) =>
    list.has(text),
  );
  oracle.registerFunction("string.glob(string): bool", matchGlob);
  for (const [name, type] of Object.entries(variables))
    oracle.registerVariable(name, type === "timestamp" ? "google.protobuf.Timestamp" : type);
  return oracle;
}

function compileOurs(source: string): Program {
  const parsed = parseExpression(source);
  if ("code" in parsed) throw new Error(`${source}: ${parsed.code}`);
  const program = compileExpression(parsed, environment, "bool");
  if (program.diagnostics.length > 0) throw new Error(`${source}: ${program.diagnostics[0]?.code}`);
  return program;
}

const findMedian = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Microseconds of each, in turns, so that other load meets them alike. */
function timeInTurns(work: readonly (() => void)[], rounds: number, repeats: number): readonly number[] {
  const taken: number[][] = work.map(() => []);
  for (let round = 0; round < rounds; round++)
    for (const [index, task] of work.entries()) {
      const before = process.hrtime.bigint();
      for (let repeat = 0; repeat < repeats; repeat++) task();
      taken[index]?.push(Number(process.hrtime.bigint() - before) / 1000 / repeats);
    }
  return taken.map(findMedian);
}

const ENOUGH = 1e12;

function measureEvaluations(): readonly CelRow[] {
  const hundred = Array.from({ length: 10 }, () => typical).flat();
  const ours = hundred.map(compileOurs);
  const oracle = makeOracle();
  const theirs = hundred.map((source) => oracle.parse(source));
  for (const program of theirs) program.check();
  const context = { ...bindings, owned: BigInt(bindings.owned) };
  const budget = createBudget(ENOUGH, ENOUGH);
  const runOurs = () => {
    for (const program of ours) evaluateCondition(program, { bindings, budget });
  };
  const runTheirs = () => {
    for (const program of theirs) program(context);
  };
  const [engineTime = 0, celTime = 0] = timeInTurns([runOurs, runTheirs], 60, 100);
  const [engineBuild = 0, celBuild = 0] = timeInTurns(
    [
      () => void typical.forEach(compileOurs),
      () => typical.forEach((source) => void oracle.parse(source).check()),
    ],
    40,
    20,
  );
  return [
    { name: "100 typical rules, engine", value: engineTime, unit: "µs" },
    { name: "100 typical rules, cel-js", value: celTime, unit: "µs" },
    { name: "evaluation, engine over cel-js", value: engineTime / celTime, unit: "x", target: 0.8 },
    { name: "parse and check of 10 rules, warm, engine", value: engineBuild, unit: "µs" },
    { name: "parse and check, warm, engine over cel-js", value: engineBuild / celBuild, unit: "x" },
  ];
}

type Bundle = { readonly text: string; readonly sizes: ReadonlyMap<string, number> };

/** The code, and how many of its bytes each file makes. */
function bundleSource(contents: string): Bundle {
  const { outputFiles, metafile } = buildSync({
    stdin: { contents, resolveDir: root, loader: "ts" },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "cjs",
    platform: "node",
    target: "node24",
  });
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  return {
    text: outputFiles[0]?.text ?? "",
    sizes: new Map(inputs.map(([file, { bytesInOutput }]) => [path.basename(file, ".ts"), bytesInOutput])),
  };
}

const convertToKilobytes = (bytes: number) => bytes / 1024;

/** What the engine consists of, by files of lib/policy/cel/. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  "lexer and parser": ["lexer", "parser", "limits", "ast", "diagnostic"],
  "types, checks and closures": [
    ...["types", "environment", "path", "compile", "compile-call", "compile-field"],
    ...["compile-logic", "compile-macro", "compile-operator"],
  ],
  "operators, exact ints, values": ["operate", "values"],
  "functions of the language": ["builtins"],
  "times, durations and zones": ["time"],
  "runs, budgets, unknowns, traces": ["run", "budget", "evaluate", "trace"],
};

const listPartRows = ({ sizes }: Bundle): readonly CelRow[] =>
  Object.entries(PARTS).map(([name, files]) => ({
    name: `of the engine: ${name}`,
    value: convertToKilobytes(files.reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0)),
    unit: "KB",
  }));

/** A fresh process that loads the bundle, makes one rule and evaluates it; user and system time. */
function measureColdStarts(ours: string, theirs: string): readonly CelRow[] {
  const folder = mkdtempSync(path.join(tmpdir(), "cel-"));
  const first = `const e = require("./engine.cjs");
const p = e.compileExpression(e.parseExpression('name == "x" && owned > 3 || name.startsWith("y")'), { variables: new Map([["name", { kind: "string" }], ["owned", { kind: "int" }]]), constants: new Map(), functions: {} }, "bool");
e.evaluateCondition(p, { bindings: { name: "x", owned: 4 }, budget: e.createBudget(1e6, 1e6) });`;
  const second = `const { Environment } = require("./cel-js.cjs");
const e = new Environment(); e.registerVariable("name", "string"); e.registerVariable("owned", "int");
const p = e.parse('name == "x" && owned > 3 || name.startsWith("y")'); p.check(); p({ name: "x", owned: 4n });`;
  const tell = "\nconst u = process.cpuUsage(); process.stdout.write(String(u.user + u.system));";
  writeFileSync(path.join(folder, "engine.cjs"), ours);
  writeFileSync(path.join(folder, "cel-js.cjs"), theirs);
  const programs = { engine: first, "cel-js": second, nothing: "" };
  for (const [name, source] of Object.entries(programs))
    writeFileSync(path.join(folder, `${name}-run.cjs`), source + tell);
  const taken: Record<string, number[]> = { engine: [], "cel-js": [], nothing: [] };
  for (let round = 0; round < 15; round++)
    for (const name of Object.keys(programs)) {
      const { stdout } = spawnSync(process.execPath, [path.join(folder, `${name}-run.cjs`)], {
        encoding: "utf8",
      });
      taken[name]?.push(Number(stdout) / 1000);
    }
  rmSync(folder, { recursive: true });
  const [engineTime = 0, celTime = 0, nothing = 0] = Object.values(taken).map(findMedian);
  return [
    { name: "cold: load, one rule made and run, engine", value: engineTime - nothing, unit: "ms CPU" },
    { name: "cold: load, one rule made and run, cel-js", value: celTime - nothing, unit: "ms CPU" },
    { name: "cold: an empty process", value: nothing, unit: "ms CPU" },
    {
      name: "cold: engine less cel-js, ÷ an empty process",
      value: (engineTime - celTime) / nothing,
      unit: "x",
      target: -0.25,
    },
  ];
}

export function measureCel(): readonly CelRow[] {
  const [ours, theirs, withTools] = [engine, celJs, `${engine}\n${TOOLS}`].map(bundleSource) as [
    Bundle,
    Bundle,
    Bundle,
  ]; // three in, three out
  const measureSize = ({ text }: Bundle) => convertToKilobytes(text.length);
  return [
    { name: "engine, minified", value: measureSize(ours), unit: "KB", target: 20 },
    {
      name: "engine, minified and gzipped",
      value: convertToKilobytes(gzipSync(ours.text).length),
      unit: "KB",
    },
    ...listPartRows(ours),
    { name: "engine with advice, facts, unknowns and estimates", value: measureSize(withTools), unit: "KB" },
    { name: "cel-js, minified", value: measureSize(theirs), unit: "KB" },
    ...measureEvaluations(),
    ...listStepRows(),
    ...measureColdStarts(ours.text, theirs.text),
  ];
}

if (process.argv[1] === import.meta.filename)
  for (const { name, value, unit, target } of measureCel())
    console.log(
      `${name.padEnd(56)} ${value.toFixed(2).padStart(9)} ${unit}${target === undefined ? "" : ` (at most ${target})`}`,
    );
