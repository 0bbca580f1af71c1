import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { METRICS } from "../../lib/sinks/metrics.ts";
import type { Generated } from "./generated.ts";

/** US dollars, list prices of us-east-1 without free tiers. Other regions are up to 25 % more expensive: enter yours here. */
const PRICES = {
  enteredIn: "November 2026",
  httpApiMillion: 1,
  lambdaMillion: 0.2,
  /** arm64, a GB-second. */
  lambdaGbSecond: 0.0000133334,
  logsGb: 0.5,
  infrequentAccessGb: 0.25,
  logsStoredGbMonth: 0.03,
  insightsScannedGb: 0.005,
  metricMonth: 0.3,
  alarmMonth: 0.1,
  ssmHigherThroughput10k: 0.05,
};

/** Assumptions about traffic: enter yours here. */
const ASSUMED = {
  refusedShare: 0.02,
  coldShare: 0.01,
  /** Milliseconds: Lambda rounds up and adds about one of its own. */
  billedMs: 2,
  sample: 0.05,
  /** Of CloudWatch Logs, for each event. */
  bytesAround: 26,
};

type Figures = Readonly<
  Record<
    | "allowBytes"
    | "refusalBytes"
    | "metricsBytes"
    | "warmMicroseconds"
    | "init512"
    | "init1024"
    | "firstInvocation512"
    | "firstInvocation1024",
    number
  >
>;

const readText = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

/** The access line with values of a usual length. */
function countAccessBytes(format: string): number {
  const values: Readonly<Record<string, string>> = {
    requestTime: "24/Nov/2026:18:05:06 +0000",
    requestId: "abcdefghijklmno=",
    "identity.sourceIp": "203.0.113.255",
    routeKey: "POST /",
    status: "200",
    responseLength: "56",
    responseLatency: "12",
    integrationLatency: "9",
    integrationErrorMessage: "-",
  };
  return format.replace(/\$context\.([\w.]+)/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no usual value of $context.${name}`);
    return value;
  }).length;
}

function countAlarms(): { readonly alarms: number; readonly filters: number } {
  const types = ["alarms.yml", "silence.yml"].flatMap((file) => {
    const { Resources, watched } = parse(readText(`serverless/${file}`), { merge: true }) as {
      Resources?: Record<string, { Type: string }>;
      watched?: { Resources: Record<string, { Type: string }> };
    }; // the files are ours
    return Object.values({ ...Resources, ...watched?.Resources }).map(({ Type }) => Type);
  });
  const count = (type: string) => types.filter((found) => found === type).length;
  return { alarms: count("AWS::CloudWatch::Alarm"), filters: count("AWS::Logs::MetricFilter") };
}

const GB = 1e9;
const MILLION = 1e6;
const formatDollars = (amount: number) => `$${amount.toFixed(amount > 0 && amount < 0.1 ? 3 : 2)}`;

/** A Markdown table, its last column aligned to the right. */
function formatMarkdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? "---" : "---:"))), ...rows.map(line)].join(
    "\n",
  );
}

/** Dollars for a million callbacks, by part. */
function computeMillionCost(figures: Figures, accessBytes: number, sample: number, memoryGb: 0.5 | 1) {
  const { allowBytes, refusalBytes, metricsBytes } = figures;
  const allowShare = (1 - ASSUMED.refusedShare) * sample;
  const auditBytes =
    allowShare * (allowBytes + ASSUMED.bytesAround) +
    ASSUMED.refusedShare * (refusalBytes + ASSUMED.bytesAround);
  const logs = (bytes: number) => ((bytes * MILLION) / GB) * PRICES.logsGb;
  const coldMs =
    memoryGb === 1
      ? figures.init1024 + figures.firstInvocation1024
      : figures.init512 + figures.firstInvocation512;
  const seconds = (MILLION * (ASSUMED.billedMs + ASSUMED.coldShare * coldMs)) / 1000;
  return {
    api: PRICES.httpApiMillion,
    requests: PRICES.lambdaMillion,
    time: seconds * memoryGb * PRICES.lambdaGbSecond,
    audit: logs(auditBytes),
    access: logs(accessBytes + ASSUMED.bytesAround),
    metrics: logs(metricsBytes + ASSUMED.bytesAround / 50),
  };
}

const addUp = (parts: Readonly<Record<string, number>>) =>
  Object.values(parts).reduce((total, part) => total + part, 0);

export const costsDocs: Generated = {
  path: "docs/costs.md",
  make: async () => {
    const figures = JSON.parse(readText("bench/figures.json")) as Figures; // bench/main.ts writes it
    const { provider, params } = parse(readText("serverless.yml"), { merge: true });
    const accessBytes = countAccessBytes(provider.logs.httpApi.format);
    const { alarms, filters } = countAlarms();
    const decisions = ["allow", "deny", "partial", "drop", "mask", "rejected"];
    const names = Object.keys(METRICS).length;
    const metrics = names + decisions.length + filters;
    const whole = computeMillionCost(figures, accessBytes, 1, 1);
    const sampled = computeMillionCost(figures, accessBytes, ASSUMED.sample, 1);
    const half = computeMillionCost(figures, accessBytes, 1, 0.5);
    const functionUrl = { ...sampled, api: 0, access: 0 };
    const percent = (share: number) => `${Math.round(100 * share)} %`;
    const { memorySize } = provider;
    const keptGb = (whole.audit + whole.access + whole.metrics) / PRICES.logsGb;

    return `<!-- Made by \`npm run generate\` from scripts/generate/costs.ts, bench/figures.json and serverless.yml. Do not edit. -->

# What it costs, and how to size it

- Bytes and milliseconds are what \`npm run bench\` last measured ([bench/figures.json](../bench/figures.json)).
- Prices are list prices of us-east-1 as entered in ${PRICES.enteredIn}, without free tiers. Most were not compared with the price
  pages: check them before you rely on them. Other regions are up to 25 % more expensive.
- Prices and assumptions are two tables at the beginning of [scripts/generate/costs.ts](../scripts/generate/costs.ts): change them,
  and run \`npm run generate\`.

## A million callbacks

Assumed: ${percent(ASSUMED.refusedShare)} are refused, ${percent(ASSUMED.coldShare)} cause a cold start, and Lambda bills ${ASSUMED.billedMs} ms for each of the others at ${memorySize} MB, of
which chatgate uses ${(figures.warmMicroseconds / 1000).toFixed(2)} ms of one core.

${formatMarkdownTable(
  ["part", "price or amount", "a million"],
  [
    ["HTTP API", `${formatDollars(PRICES.httpApiMillion)} a million`, formatDollars(whole.api)],
    ["Lambda, requests", `${formatDollars(PRICES.lambdaMillion)} a million`, formatDollars(whole.requests)],
    [
      "Lambda, time",
      `${ASSUMED.billedMs} ms; cold ${Math.round(figures.init1024 + figures.firstInvocation1024)} ms`,
      formatDollars(whole.time),
    ],
    [
      "audit lines",
      `${figures.allowBytes} B allowed, ${figures.refusalBytes} B refused`,
      formatDollars(whole.audit),
    ],
    ["access lines of API Gateway", `${accessBytes} B`, formatDollars(whole.access)],
    ["lines of metrics", `${figures.metricsBytes} B a request under load`, formatDollars(whole.metrics)],
    ["**all**", "", `**${formatDollars(addUp(whole))}**`],
  ],
)}

An audit line has the same length with 10 rules and with 100, because it only counts the rules that passed. CloudWatch Logs adds ${ASSUMED.bytesAround} B to
each event. Lambda's own lines are off (\`systemLogLevel: WARN\`).

## What each option saves

${formatMarkdownTable(
  ["option", "what you lose", "a million"],
  [
    ["as deployed", "", formatDollars(addUp(whole))],
    [
      `settings \`audit.sample: ${ASSUMED.sample}\``,
      "19 of 20 lines of plain allows; whatever a rule did is kept, and counts weigh each line by its `sample`",
      formatDollars(addUp(sampled)),
    ],
    [
      "that, and a Function URL instead of the HTTP API",
      "the rate limit of the route and the access log; set `reservedConcurrency`, and leave `httpApi` out of serverless.yml",
      formatDollars(addUp(functionUrl)),
    ],
    [
      "512 MB instead of 1024 MB",
      `time: a cold start takes ${Math.round(figures.init512 + figures.firstInvocation512)} ms instead of ${Math.round(figures.init1024 + figures.firstInvocation1024)} ms`,
      formatDollars(addUp(half)),
    ],
  ],
)}

The log class Infrequent Access costs half (${formatDollars(PRICES.infrequentAccessGb)} instead of ${formatDollars(PRICES.logsGb)} a GB), but has no embedded metrics, metric filters or live
tail, so the alarms would not work. \`logRetentionInDays\` (${params.default.logRetentionInDays}, in prod ${params.prod.logRetentionInDays}) costs ${formatDollars(PRICES.logsStoredGbMonth)} a GB and month before compression:
${formatDollars(keptGb * PRICES.logsStoredGbMonth)} a month for each million callbacks that are kept.

## A month of a stage, whatever its traffic

${formatMarkdownTable(
  ["part", "amount", "a month, at most"],
  [
    [
      "custom metrics",
      `${names} by stage, ${decisions.length} by decision, ${filters} of metric filters, if all of them happen`,
      formatDollars(metrics * PRICES.metricMonth),
    ],
    ["alarms", `${alarms}, of which ten an account are free`, formatDollars(alarms * PRICES.alarmMonth)],
    ["dashboard", "the first three of an account are free", formatDollars(0)],
    ["parameters", "SSM's standard tier and throughput", formatDollars(0)],
  ],
)}

The number of rules makes no difference: no metric is named after a rule, a command or a path. The saved queries
([serverless/queries.yml](../serverless/queries.yml)) show what a rule did, at ${formatDollars(PRICES.insightsScannedGb)} a GB scanned. Each rejection, fault or other value that an
alarm uses writes a line of metrics at once.

## How to choose the memory size

Lambda gives CPU by memory: one core at 1769 MB, so 0.58 of one at 1024 and 0.29 at 512. A warm request needs ${(figures.warmMicroseconds / 1000).toFixed(2)} ms of a core:
any size is enough for it. The size matters for the first invocation of an instance, which reads and checks the set with that share
of a core, and for large texts. Measured as Lambda runs it (init at full speed, then with the share):

${formatMarkdownTable(
  ["memory", "init", "first invocation"],
  [
    ["512 MB", `${Math.round(figures.init512)} ms`, `${Math.round(figures.firstInvocation512)} ms`],
    ["1024 MB", `${Math.round(figures.init1024)} ms`, `${Math.round(figures.firstInvocation1024)} ms`],
  ],
)}

Stay at 1024 MB unless the alarm \`latency\` or \`deadline\` is raised. Use 1769 MB for thousands of rules, lists of
100,000 entries or messages of many KB. \`npm run bench -- --only cold\` prints the table for your machine.

## How many instances, and how many reads of SSM

- **Instances** in use at once are about callbacks a second × seconds each: at 1,000 a second and 10 ms through API Gateway, 10.
  A cold start occupies one for ${((figures.init1024 + figures.firstInvocation1024) / 1000).toFixed(2)} s, so a sudden 1,000 a second start up to ${Math.round(figures.init1024 + figures.firstInvocation1024)}.
- **\`params.reservedConcurrency\`** reserves this number of the account's instances for this function, and is also its limit: above it
  Lambda throttles, and Chat lets the action go ahead. Set it to twice the burst if other functions of the account could use
  all instances.
- **SSM** allows 40 reads a second for an account by default. A pushed set takes one read at a cold start, and one in each
  \`refreshSeconds\` (30) of an instance that is called. So 40 reads are enough for 40 cold starts in a second, or for 1,200 running
  instances. An instance that gets no read in time answers \`CHATGATE_ON_FAULT\`. Higher throughput is one setting of the account:
  ${formatDollars(PRICES.ssmHigherThroughput10k)} for 10,000 parameters read, which at 30 s and 2 parameters is ${formatDollars(((2 * 30 * 24 * 3600) / 30 / 10_000) * PRICES.ssmHigherThroughput10k)} a month for an instance that always runs.
`;
  },
};
