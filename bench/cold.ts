import path from "node:path";
import { type Bundle, buildEmptyHandler } from "./support/bundles.ts";
import { limitCpu } from "./support/cgroup.ts";
import { type Comparison, compareSamples, computeMedian, type Measured } from "./support/measure.ts";
import { runScript } from "./support/processes.ts";
import { type BenchStore, SERVICE_MS } from "./support/stages.ts";

/** Milliseconds; `cpu` of all threads, `rss` in bytes. */
type Cold = Readonly<Record<"wall" | "cpu" | "rss" | "init" | "invocation" | "code", number>>;
type Parts = Readonly<Record<"node" | "modules" | "evaluated" | "read" | "checked" | "decided", number>>;
type Candidate = {
  readonly file: string;
  readonly env: NodeJS.ProcessEnv;
  readonly controls?: string | undefined;
};

const RUNS = 21;
const event = path.join(import.meta.dirname, "../examples/events/refused.json");

async function startCold({ file, env, controls = "" }: Candidate): Promise<Cold> {
  const cold = await runScript<Cold>("cold.cjs", [file, event, controls], env);
  if (cold.code !== 10101) throw new Error(`a cold start answered ${cold.code}, not 10101`);
  return cold;
}

/** Every candidate once a round, so that all run under the same load. */
async function runInRounds<K extends string>(
  candidates: Readonly<Record<K, Candidate>>,
  runs = RUNS,
): Promise<Readonly<Record<K, readonly Cold[]>>> {
  const names = Object.keys(candidates) as K[]; // its own keys
  const samples = Object.fromEntries(names.map((name) => [name, [] as Cold[]])) as Record<K, Cold[]>; // one list a name
  for (let run = 0; run < runs; run++)
    for (const name of names) samples[name].push(await startCold(candidates[name]));
  return samples;
}

const pickFigures = (samples: readonly Cold[], figure: keyof Cold) => samples.map((sample) => sample[figure]);

export async function measureCold({ file }: Bundle, store: BenchStore): Promise<readonly Measured[]> {
  const empty = buildEmptyHandler().file;
  const samples = await runInRounds({
    empty: { file: empty, env: store.env("ten") },
    tls: { file, env: store.env("ten") },
    http: { file, env: store.env("ten", { transport: "http" }) },
    hundred: { file, env: store.env("hundred") },
  });
  const middle = (name: keyof typeof samples, figure: keyof Cold) =>
    computeMedian(pickFigures(samples[name], figure));
  const ratio = (name: keyof typeof samples, figure: "wall" | "cpu") =>
    middle(name, figure) / middle("empty", figure);
  return [
    { name: "cold start, empty handler, CPU", value: middle("empty", "cpu"), unit: "ms" },
    {
      name: `cold start over TLS, ${SERVICE_MS} ms a call, CPU ÷ an empty handler's`,
      value: ratio("tls", "cpu"),
      unit: "×",
      target: 3.9,
    },
    { name: "the same, wall", value: ratio("tls", "wall"), unit: "×" },
    { name: "the same over plain loopback, CPU", value: ratio("http", "cpu"), unit: "×" },
    { name: "the same over plain loopback, wall", value: ratio("http", "wall"), unit: "×" },
    {
      name: "cold start with 100 rules ÷ with 10, CPU",
      value: middle("hundred", "cpu") / middle("tls", "cpu"),
      unit: "×",
      target: 1.15,
    },
    {
      name: "memory over the empty handler's",
      value: (middle("tls", "rss") - middle("empty", "rss")) / 2 ** 20,
      unit: "MB",
      target: 20,
    },
    ...(await measureParts({ file, env: store.env("ten") })),
    ...(await measureAtShares({ file, env: store.env("ten") })),
  ];
}

const partNames: readonly (readonly [keyof Parts, string])[] = [
  ["node", "Node itself"],
  ["modules", "node:https and node:crypto"],
  ["evaluated", "the bundle compiled and evaluated, the read begun"],
  ["read", "waiting for the parameters"],
  ["checked", "the set checked"],
  ["decided", "the first request decided"],
];

async function measureParts({ file, env }: Candidate): Promise<readonly Measured[]> {
  const runs: Parts[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await runScript<Parts>("phases.cjs", [file, event], env));
  return partNames.map(([part, name]) => ({
    name: `a cold start over TLS, in parts: ${name}`,
    value: computeMedian(runs.map((parts) => parts[part])),
    unit: "ms",
  }));
}

/** Init at full speed, the invocation at the share of the memory, as Lambda does. */
async function measureAtShares(candidate: Candidate): Promise<readonly Measured[]> {
  const rows: Measured[] = [];
  for (const memoryMb of [512, 1024] as const) {
    const controls = limitCpu(memoryMb);
    if (controls === undefined) return [];
    const { share } = await runInRounds({ share: { ...candidate, controls } }, 11);
    const name = `cold start with the CPU of ${memoryMb} MB`;
    rows.push({
      name: `${name}: init`,
      value: computeMedian(pickFigures(share, "init")),
      unit: "ms",
      figure: `init${memoryMb}`,
    });
    rows.push({
      name: `${name}: first invocation`,
      value: computeMedian(pickFigures(share, "invocation")),
      unit: "ms",
      figure: `firstInvocation${memoryMb}`,
    });
  }
  return rows;
}

export async function compareCold(
  before: Candidate,
  after: Candidate,
  name: string,
): Promise<readonly Comparison[]> {
  const samples = await runInRounds({ before, after });
  return (["cpu", "wall"] as const).map((figure) =>
    compareSamples(
      `${name}, ${figure}`,
      "ms",
      pickFigures(samples.before, figure),
      pickFigures(samples.after, figure),
    ),
  );
}
