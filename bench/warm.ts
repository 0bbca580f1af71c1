import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Bundle, copyBundle } from "./support/bundles.ts";
import { type Comparison, compareSamples, computeMedian, type Measured } from "./support/measure.ts";
import { runScript } from "./support/processes.ts";
import type { BenchStore, StageName } from "./support/stages.ts";

type Scenario = {
  readonly name: string;
  readonly stage: StageName;
  readonly command: string;
  readonly body: unknown;
  /** Requests in a batch. */
  readonly each: number;
  /** The ErrorCode expected, or the HTTP status where it is not 200; `null`: any. */
  readonly code: number | null;
  readonly isUnsigned?: true;
};

const refused = JSON.parse(
  readFileSync(path.join(import.meta.dirname, "../examples/events/refused.json"), "utf8"),
);
const createMessage = (text: string) => ({
  GroupId: "@TGS#2J4SZEAEL",
  Type: "Public",
  From_Account: "u_mira",
  Operator_Account: "u_mira",
  Random: 123456,
  MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: text } }],
  OnlineOnlyFlag: 0,
  EventTime: 1764950412345,
});
const createInvitation = (members: number) => ({
  GroupId: "@TGS#2J4SZEAEL",
  Type: "Public",
  Operator_Account: "u_mira",
  DestinationMembers: Array.from({ length: members }, (_, index) => ({ Member_Account: `r-${index}` })),
  EventTime: 1764950412345,
});
const creation = JSON.parse(refused.body);
const repeatWords = (length: number) => "the quick brown fox jumps over a lazy dog ".repeat(length / 42);

/** A request that no rule refuses. */
export const allowed = {
  command: "Group.CallbackBeforeCreateGroup",
  body: { ...creation, Type: "Public", Name: "Trail runners" },
};

export const scenarios = {
  ten: {
    name: "10 rules",
    stage: "ten",
    command: "Group.CallbackBeforeCreateGroup",
    body: creation,
    each: 400,
    code: 10101,
  },
  hundred: {
    name: "100 rules",
    stage: "hundred",
    command: "Group.CallbackBeforeCreateGroup",
    body: creation,
    each: 120,
    code: 10101,
  },
  text: {
    name: "48 KB of text, the most that is evaluated: a word list, a term list and a mask",
    stage: "text",
    command: "Group.CallbackBeforeSendMsg",
    body: createMessage(repeatWords(48_000)),
    each: 5,
    code: 0,
  },
  oversized: {
    name: "1 MB of text, over the bound",
    stage: "text",
    command: "Group.CallbackBeforeSendMsg",
    body: createMessage(repeatWords(1_000_000)),
    each: 1,
    code: null,
  },
  members: {
    name: "500 members invited, two rules each",
    stage: "members",
    command: "Group.CallbackBeforeInviteJoinGroup",
    body: createInvitation(500),
    each: 20,
    code: 0,
  },
  hostile: {
    name: "1 MiB body, unauthenticated",
    stage: "ten",
    command: "Group.CallbackBeforeCreateGroup",
    body: "[".repeat(1_000_000),
    each: 5,
    code: 401,
    isUnsigned: true,
  },
} satisfies Readonly<Record<string, Scenario>>;
type ScenarioName = keyof typeof scenarios;

export function createBenchEvent({
  command,
  body,
  isUnsigned,
}: Pick<Scenario, "command" | "body" | "isUnsigned">): unknown {
  const time = String(Math.floor(Date.now() / 1000));
  const sign = createHash("sha256").update(`xxxxyyyy${time}`).digest("hex");
  const query = new URLSearchParams({
    SdkAppid: "1400000000",
    CallbackCommand: command,
    contenttype: "json",
    ClientIP: "203.0.113.7",
    OptPlatform: "iOS",
    RequestTime: time,
    ...(isUnsigned ? {} : { Sign: sign }),
  });
  return {
    ...refused,
    rawQueryString: query.toString(),
    body: typeof body === "string" ? body : JSON.stringify(body),
  };
}

/** µs a request by candidate; `floor` is JSON.parse, a SHA-256 and JSON.stringify of the first scenario's event. */
async function runWarm(
  bundles: Readonly<Record<string, Bundle>>,
  store: BenchStore,
  names: readonly ScenarioName[],
): Promise<Readonly<Record<string, readonly number[]>>> {
  const candidates = names.flatMap((name) => {
    const scenario: Scenario = scenarios[name];
    const event = createBenchEvent(scenario);
    return Object.entries(bundles).map(([build, bundle]) => ({
      name: `${build}/${name}`,
      file: copyBundle(bundle, name),
      env: store.env(scenario.stage),
      event,
      each: scenario.each,
      code: scenario.code,
    }));
  });
  const [first] = candidates;
  const floor = first && { ...first, name: "floor", each: 2000, isFloor: true };
  const config = path.join(tmpdir(), `chatgate-warm-${process.pid}.json`);
  writeFileSync(config, JSON.stringify({ candidates: floor ? [floor, ...candidates] : [], rounds: 41 }));
  return runScript("warm.cjs", [config], store.env("ten"));
}

export async function measureWarm(head: Bundle, store: BenchStore): Promise<readonly Measured[]> {
  const names = Object.keys(scenarios) as readonly ScenarioName[]; // its own keys
  const samples = await runWarm({ head }, store, names);
  const us = (name: ScenarioName | "floor") =>
    computeMedian(samples[name === "floor" ? name : `head/${name}`] ?? []);
  const writes = await runScript<readonly number[]>("write.cjs", [], store.env("ten"), "piped");
  return [
    { name: "floor of a warm request: JSON.parse, SHA-256, JSON.stringify", value: us("floor"), unit: "µs" },
    {
      name: "warm request, 10 rules, lines to nowhere",
      value: us("ten"),
      unit: "µs",
      figure: "warmMicroseconds",
    },
    {
      name: "warm request, 10 rules, lines to nowhere ÷ its floor",
      value: us("ten") / us("floor"),
      unit: "×",
      target: 4.6,
    },
    { name: "warm request, 100 rules ÷ 10 rules", value: us("hundred") / us("ten"), unit: "×", target: 2.75 },
    {
      name: "writing 1.5 KB of lines into a pipe, beside all that",
      value: computeMedian(writes),
      unit: "µs",
    },
    {
      name: "48 KB of text: word list, term list and mask",
      value: us("text") / 1000,
      unit: "ms",
      target: 1.2,
    },
    { name: "1 MB of text, over the bound", value: us("oversized") / 1000, unit: "ms", target: 25 },
    { name: "500 members invited, two rules each", value: us("members"), unit: "µs", target: 300 },
    { name: "1 MiB hostile body, unauthenticated", value: us("hostile") / 1000, unit: "ms", target: 5 },
  ];
}

export async function compareWarm(
  before: Bundle,
  after: Bundle,
  store: BenchStore,
): Promise<readonly Comparison[]> {
  const names = Object.keys(scenarios) as readonly ScenarioName[]; // its own keys
  const samples = await runWarm({ before, after }, store, names);
  return names.map((name) =>
    compareSamples(
      `warm request: ${scenarios[name].name}`,
      "µs",
      samples[`before/${name}`] ?? [],
      samples[`after/${name}`] ?? [],
    ),
  );
}
