/**
 * The budgets, measured: ratios in one run, fresh processes interleaved, medians. `npm run bench` prints the table
 * and rewrites bench/RESULTS.md; `-- --sizes` checks the sizes only, and fails where one is over.
 */
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import path from "node:path";
import { startParameterStore } from "../tools/parameter-store/parameter-store.ts";
import {
  type Bundle,
  chatgate,
  empty,
  librariesAlone,
  withAwsSdk,
  withFourCommands,
} from "./support/bundles.ts";
import { wordListBench } from "./word-list.ts";

type Measured = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Without one it is there to compare with. */
  readonly target?: number;
};

const RUNS = 21;
const root = path.join(import.meta.dirname, "..");
const event = path.join(root, "examples/events/refused.json");

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const policy = JSON.stringify({
  rules: [
    {
      id: "group-types",
      on: "Group.CallbackBeforeCreateGroup",
      when: '!(groupType in ["Work", "Public", "Community"])',
      deny: { code: 10101, message: "Groups of type {groupType} cannot be created here." },
    },
    {
      id: "reserved",
      on: "*.CallbackBeforeCreate*",
      when: "name.hasWord(lists.reserved)",
      deny: { code: { Group: 10102, OfficialAccount: 120102 }, message: "Reserved." },
    },
    {
      id: "quota",
      on: "Group.CallbackBeforeCreateGroup",
      when: 'owned >= 20 && groupType == "Public"',
      deny: { code: 10103 },
    },
    {
      id: "web-quota",
      on: "Group.CallbackBeforeCreateGroup",
      when: 'platform == "web" && owned > 100',
      deny: {},
    },
    { id: "long", on: "*.CallbackBeforeCreate*", when: "name.size() > 60", deny: {} },
    { id: "crowd", on: "Group.CallbackBeforeCreateGroup", when: "members.size() > 200", deny: {} },
    { id: "robots", on: "*.CallbackBeforeCreate*", mode: "shadow", when: 'operator.glob("bot-*")', deny: {} },
    {
      id: "scripts",
      on: "*.CallbackBeforeCreate*",
      mode: "shadow",
      when: '!name.onlyScripts(["Latin", "Han"])',
      deny: {},
    },
    { id: "barred", on: "*.CallbackBefore*", when: "operator in lists.barred", deny: {} },
    {
      id: "links",
      on: "*.CallbackBeforeCreate*",
      when: 'name.contains("http") || name.contains("www.")',
      unless: [{ account: ["ops"], reason: "Operations" }],
      deny: {},
    },
  ],
});

async function main(): Promise<void> {
  const gate = await chatgate();
  const measured: Measured[] = sizes(gate);
  if (!process.argv.includes("--sizes")) measured.push(...(await timings(gate)), ...wordListBench());
  const table = measured.map(row);
  for (const line of table) console.log(line.join("  "));
  if (process.argv.includes("--sizes")) process.exitCode = measured.some(isOver) ? 1 : 0;
  else writeFileSync(path.join(root, "bench/RESULTS.md"), report(measured));
}

function sizes({ file, bytes, gzipped, sources }: Bundle): Measured[] {
  const code = readFileSync(file, "utf8");
  const strangers = ["@aws-sdk/", "undici", "zod/v4/locales/de"].filter((name) => code.includes(name));
  return [
    { name: "bundle, minified", value: bytes / 1024, unit: "KB", target: 230 },
    { name: "bundle, gzipped", value: gzipped / 1024, unit: "KB", target: 70 },
    ...["@marcbachmann/cel-js", "zod", "aws4"].map((name) => ({
      name: `of the minified: ${name}`,
      value: sizeOf(sources, `node_modules/${name}/`) / 1024,
      unit: "KB",
    })),
    { name: "of the minified: lib/commands", value: sizeOf(sources, "lib/commands/") / 1024, unit: "KB" },
    {
      name: "strangers in the bundle (AWS SDK, undici, zod's locales)",
      value: strangers.length,
      unit: "",
      target: 0,
    },
  ];
}

function sizeOf(sources: Bundle["sources"], under: string): number {
  const inside = Object.entries(sources).filter(([file]) => file.startsWith(under));
  return inside.reduce((sum, [, bytes]) => sum + bytes, 0);
}

async function timings(gate: Bundle): Promise<Measured[]> {
  const store = await startParameterStore();
  const settings = { sdkAppIds: [1400000000], toleranceSeconds: 315360000 };
  await store.put("/chatgate/bench/settings", JSON.stringify(settings));
  await store.put("/chatgate/bench/policies/creation", policy);
  await store.put("/chatgate/bench/lists/reserved", "admin\nofficial\nmoderator\nsupport");
  await store.put("/chatgate/bench/lists/barred", "u_spam\nu_scam");
  await store.put("/chatgate-secrets/bench/tokens", "xxxxyyyy", { type: "SecureString" });
  const env = {
    PATH: process.env.PATH,
    CHATGATE_SOURCE: "ssm:/chatgate/bench",
    AWS_ENDPOINT_URL_SSM: store.url,
    AWS_REGION: "ap-southeast-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  };
  try {
    return [...(await coldStarts(gate, env)), ...(await phases(gate, env)), ...(await warm(gate, env))];
  } finally {
    await store.close();
  }
}

type Cold = { readonly ms: number; readonly rss: number; readonly answer: { readonly ErrorCode: number } };

async function coldStarts(gate: Bundle, env: NodeJS.ProcessEnv): Promise<Measured[]> {
  const [sdk, four, libraries] = [await withAwsSdk(), await withFourCommands(), await librariesAlone()];
  const bundles = { floor: empty(), gate, sdk, four, libraries };
  const runs: Record<keyof typeof bundles, Cold>[] = [];
  for (let run = 0; run < RUNS; run++) {
    const { floor, ...deciding } = bundles;
    runs.push({
      floor: await cold(floor, env),
      gate: await cold(deciding.gate, env),
      sdk: await cold(deciding.sdk, env),
      four: await cold(deciding.four, env),
      libraries: await cold(deciding.libraries, env),
    });
  }
  if (
    !runs.every(({ floor: _, ...run }) =>
      Object.values(run).every(({ answer }) => answer.ErrorCode === 10101),
    )
  )
    throw new Error("a cold start did not decide");
  const ms = (of: keyof typeof bundles) => median(runs.map((run) => run[of].ms));
  const rss = (of: keyof typeof bundles) => median(runs.map((run) => run[of].rss));
  console.error(
    `cold start, medians of ${RUNS}: empty ${ms("floor").toFixed(1)} ms, chatgate ${ms("gate").toFixed(1)} ms, with the SDK ${ms("sdk").toFixed(1)} ms`,
  );
  return [
    { name: "cold start ÷ an empty handler's", value: ms("gate") / ms("floor"), unit: "×", target: 2.9 },
    { name: "the same with four commands", value: ms("four") / ms("floor"), unit: "×" },
    {
      name: "the same, libraries alone: loaded, parameters read, nothing decided",
      value: ms("libraries") / ms("floor"),
      unit: "×",
    },
    { name: "cold start ÷ with @aws-sdk/client-ssm", value: ms("gate") / ms("sdk"), unit: "×", target: 0.65 },
    {
      name: "memory over the empty handler's",
      value: (rss("gate") - rss("floor")) / 2 ** 20,
      unit: "MB",
      target: 20,
    },
    { name: "the same with four commands", value: (rss("four") - rss("floor")) / 2 ** 20, unit: "MB" },
    { name: "bundle with four commands, minified", value: four.bytes / 1024, unit: "KB" },
    { name: "bundle with four commands, gzipped", value: four.gzipped / 1024, unit: "KB" },
  ];
}

type Phases = {
  readonly node: number;
  readonly modules: number;
  readonly bundle: number;
  readonly answer: number;
};

/** Where a cold start goes; its first step is the floor. */
async function phases(gate: Bundle, env: NodeJS.ProcessEnv): Promise<Measured[]> {
  const runs: Phases[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await inProcess<Phases>("phases.cjs", gate, env));
  const row = (phase: keyof Phases, name: string): Measured => ({
    name: `a cold start, in parts: ${name}`,
    value: median(runs.map((run) => run[phase])),
    unit: "ms",
  });
  return [
    row("node", "Node itself"),
    row("modules", "node:https and node:crypto"),
    row("bundle", "the bundle compiled and evaluated, the read begun"),
    row("answer", "the parameters read and checked, the first request decided"),
  ];
}

const cold = (bundle: Bundle, env: NodeJS.ProcessEnv) => inProcess<Cold>("cold.cjs", bundle, env);

/** What a script of bench/support tells of one process. */
async function inProcess<T>(script: string, { file }: Bundle, env: NodeJS.ProcessEnv): Promise<T> {
  const { stdout } = await run([path.join(root, "bench/support", script), file, event], env);
  const line = stdout.split("\n").find((text) => text.startsWith('{"bench"'));
  if (line === undefined) throw new Error(`${script} told nothing of ${file}`);
  return JSON.parse(line).bench;
}

async function warm({ file }: Bundle, env: NodeJS.ProcessEnv): Promise<Measured[]> {
  const { result } = await run([path.join(root, "bench/support/warm.cjs"), file, event, "15", "2000"], env);
  const { results, hostile } = JSON.parse(result) as {
    results: { base: number; gate: number }[];
    hostile: number[];
  };
  const gate = median(results.map((one) => one.gate));
  const base = median(results.map((one) => one.base));
  console.error(`warm request, medians: ${gate.toFixed(1)} µs, its floor ${base.toFixed(1)} µs`);
  return [
    {
      name: "warm request, 10 rules, log lines written ÷ (JSON.parse + SHA-256 + JSON.stringify)",
      value: median(results.map((one) => one.gate / one.base)),
      unit: "×",
      target: 6,
    },
    { name: "1 MiB hostile body, unauthenticated", value: median(hostile), unit: "ms", target: 5 },
  ];
}

function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ stdout: string; result: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit", "pipe"] });
    let stdout = "";
    let result = "";
    // Kept short, so that reading log lines does not hold up who writes them.
    child.stdio[1]?.on("data", (chunk) => {
      stdout = stdout.length > 10_000 ? String(chunk) : stdout + chunk;
    });
    child.stdio[3]?.on("data", (chunk) => {
      result += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve({ stdout, result }) : reject(new Error(`exit ${code}`)),
    );
  });
}

const isOver = ({ value, target }: Measured) => target !== undefined && !(value <= target);

function row(one: Measured): string[] {
  const figure = `${Number(one.value.toFixed(2))} ${one.unit}`.trim();
  const state = one.target === undefined ? "    " : isOver(one) ? "over" : "ok  ";
  const target = one.target === undefined ? "" : `(at most ${one.target})`;
  return [state, figure.padStart(10), target.padEnd(16), one.name];
}

function report(measured: readonly Measured[]): string {
  const rows = measured.map((one) => {
    const [state = "", figure = ""] = row(one);
    const target = one.target === undefined ? "" : `${one.target} ${one.unit}`.trim();
    return `| ${one.name} | ${figure.trim()} | ${target} | ${state.trim()} |`;
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

await main();
