/** The steps of the policy language: `node bench/steps.ts` prints what one takes, by what it is spent on. */
import { facetNames } from "../lib/commands/facets.ts";
import { createBudget } from "../lib/policy/cel/budget.ts";
import { compileExpression } from "../lib/policy/cel/compile.ts";
import { evaluateCondition } from "../lib/policy/cel/evaluate.ts";
import { parseExpression } from "../lib/policy/cel/parser.ts";
import { RULE_STEPS } from "../lib/policy/cost.ts";
import { createLanguage, getEnvironment } from "../lib/policy/expression.ts";
import { parseWordList, type WordList } from "../lib/text/word-list.ts";

/** As bench/main.ts prints it. */
export type CelRow = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: number;
};

/** What steps are spent on. */
type Kind = {
  readonly name: string;
  readonly steps: number;
  /** Nanoseconds of processor time a step, so that other load matters little. */
  readonly measure: () => number;
};
type StepRow = { readonly name: string; readonly nanoseconds: number; readonly steps: number };

/** Bytes in UTF-8: what Chat allows in a message. */
const SIZE = 12 * 1024;
const fill = (unit: string) => unit.repeat(Math.floor(SIZE / Buffer.byteLength(unit)));
const texts = {
  latin: fill("See you at eight, Zoë; bring tea and the blue folder. "),
  han: fill("今天晚上八点在老地方见面，记得带上蓝色的文件夹。"),
  arabic: fill("أراك في الساعة الثامنة ومعك الملف الأزرق، يا صديقي. "),
  spread: fill("f r e e  g.i.f.t  s-p-a-m "),
  digits: fill("13 8001 38000, 2026-03-01, 192.0.2.1 "),
  hosts: fill("ann@mail.example.com see.you/at eight.md "),
  repeated: fill("a"),
  styled: fill("ＦＲＥＥ ﬁ 𝓖𝓲𝓯𝓽 ① ﷺ é "),
};
const names = Array.from({ length: 500 }, (_, index) => `user_${index}`);

function makeList(name: string, source: string): WordList {
  const parsed = parseWordList(name, source);
  if (parsed.kind !== "list") throw new Error(name);
  return parsed.list;
}

const words = Array.from({ length: 2000 }, (_, index) => `word${index} thing`).join("\n");
const lists = new Map(
  [
    makeList("words", `${words}\n赌博\nمجاني\nfree gift`),
    makeList("styles", `# fold: leet\n# fold: spaced\n${words}\nfree gift`),
    makeList(
      "blocks",
      Array.from({ length: 2000 }, (_, index) => `10.${index >> 8}.${index & 255}.0/24`).join("\n"),
    ),
  ].map((list) => [list.name, list]),
);
const environment = getEnvironment(createLanguage(lists), new Set(facetNames));

const ofTexts = [
  "text.hasWord(lists.words)",
  "text.hasWord(lists.styles)",
  "text.containsAny(lists.words)",
  "text.containsAny(lists.styles)",
  'text.onlyScripts(["Latin", "Han", "Arabic"])',
  "text.hasUrl()",
  "text.hasPhoneNumber()",
  "text.longestDigitRun() < 0",
  "text.longestRepeat() < 0",
  "text.upperCaseShare() < 0.0",
  "text.utf8Size() < 0",
  "text.size() < 0",
  'text.glob("*no*where*")',
  'text.glob("*aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab")',
  'text.contains("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab")',
  'text.contains("nowhere")',
  'text.indexOf("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab") > 0',
  'text.lastIndexOf("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab") > 0',
  'text.lastIndexOf("baaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") > 0',
  'text.startsWith("nowhere")',
  'text.lowerAscii() == "a"',
  'text.upperAscii() == "a"',
  'text.trim() == "a"',
  'text.substring(1000, 1010) == "a"',
  'text.split("").size() < 0',
  'text.split(" ").size() < 0',
  'text.split("a").size() < 0',
  'text.split("").join("--") == "a"',
  'text + text == "a"',
  "text < text",
  "text + text == text + text",
];
const ofOthers = [
  "operator in lists.words",
  "clientIp.inCidr(lists.blocks)",
  'now.between("22:00", "06:00", "Asia/Singapore")',
  'now.getHours("America/New_York") < 0',
  "now.getHours() < 0",
  "now.getDayOfYear() < 0",
  "members.exists(m, m == operator)",
  "members.all(m, m in lists.words || m.size() > 0)",
  "members.map(m, m + m).filter(m, m == operator).size() > 0",
  "operator in members",
  "members == targets",
  "members + targets == members",
  "members.map(m, m.size()).exists(n, n * 3 + 1 == 2)",
  "members.map(m, 9007199254740993).exists(n, n * 1000 - 3 < 0)",
  "members.map(m, 1.5).exists(n, n * 2.0 == 7.0)",
  "members.map(m, 2.0).exists(n, n * 2.0 == 7.0)",
  'members.exists(m, now - eventTime + duration("1s") < duration("0s"))',
  "members.exists(m, now < eventTime)",
  'members.exists(m, string(now) == "a")',
  'members.exists(m, string(owned) == "a")',
  'members.exists(m, string(1.5) == "a")',
  'members.exists(m, int("1234567") == 3)',
  'members.exists(m, double("1234567.5") == 3.0)',
  'members.exists(m, timestamp("2026-03-01T12:00:00.25+08:00".trim()) == now)',
  'members.exists(m, duration("1h30m2.5s".trim()) == now - now)',
  "members.exists(m, m.substring(0, 3) == operator)",
  "members.exists(m, m.trim().lowerAscii() == operator)",
  "members.exists(m, m.longestRepeat() > 90)",
  "members.exists(m, m.hasUrl())",
  "members.exists(m, m.hasWord(lists.words))",
  "members.exists(m, m.hasWord(lists.styles))",
  "members.exists(m, m.hasPhoneNumber())",
  'members.exists(m, m.onlyScripts(["Han"]))',
  'members.exists(m, m.glob("*x*"))',
  "members.exists(m, m.upperCaseShare() > 1.0)",
  "members.exists(m, custom.json().a == m)",
  "members.exists(m, request.MsgBody[0].MsgContent.Text == m)",
  "members.exists(m, request.Map[operator] == 1)",
  "members.exists(m, request.Map == request.Map2)",
  "members.exists(m, [m, m] == [operator, m])",
  "members.exists(m, 1.5 in request.Numbers)",
  "members.exists(m, request.Nested in request.Lists)",
  "members.exists(m, size(request.Map) < 0)",
  "request.Map.exists(k, k == operator)",
  "members.exists(m, owned > 9 ? owned > 1 : owned < 0)",
  "members.exists(m, members[3] == m)",
];

const shared = {
  operator: "u_mira",
  clientIp: "192.0.2.1",
  owned: 3,
  members: names,
  targets: names.map((name) => `${name}`),
  now: new Date("2026-03-01T12:00:00Z"),
  eventTime: new Date("2026-03-01T11:59:58Z"),
  custom: JSON.stringify({ a: "b", c: [1, 2, { d: "e" }] }),
  request: {
    MsgBody: [{ MsgContent: { Text: "hi" } }],
    Map: Object.fromEntries(["u_mira", ...names].map((name) => [name, 1])),
    Map2: Object.fromEntries(["u_mira", ...names].map((name) => [name, 1])),
    Numbers: Array.from({ length: 500 }, (_, index) => index + 0.25),
    Nested: ["a", "b", "c"],
    Lists: Array.from({ length: 500 }, (_, index) => ["a", "b", index]),
  },
};

const ENOUGH = 1e12;
const MIN_MICROSECONDS = 5_000;
const readProcessor = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

function prepareKind(
  name: string,
  source: string,
  inputs: readonly Readonly<Record<string, unknown>>[],
): Kind {
  const parsed = parseExpression(source);
  if ("code" in parsed) throw new Error(`${source}: ${parsed.code}`);
  const program = compileExpression(parsed, environment, "bool");
  if (program.diagnostics.length > 0) throw new Error(`${source}: ${JSON.stringify(program.diagnostics)}`);
  const budget = createBudget(ENOUGH, ENOUGH);
  const run = () => {
    for (const bindings of inputs) {
      budget.rule = budget.request = ENOUGH;
      const verdict = evaluateCondition(program, { bindings, budget });
      if (typeof verdict === "object") throw new Error(`${source}: ${JSON.stringify(verdict)}`);
    }
  };
  run();
  const steps = ENOUGH - budget.rule;
  const measure = () => {
    const before = readProcessor();
    let runs = 0;
    let taken = 0;
    for (; taken < MIN_MICROSECONDS; runs++) {
      run();
      taken = readProcessor() - before;
    }
    return (taken * 1000) / (runs * inputs.length * steps);
  };
  return { name, steps, measure };
}

function listKinds(): readonly Kind[] {
  const kinds: Kind[] = [];
  for (const source of ofTexts)
    for (const [kind, text] of Object.entries(texts)) {
      // Longer in total than readText()'s cache.
      const inputs = Array.from({ length: 8 }, (_, index) => ({ ...shared, text: index + text.slice(1) }));
      kinds.push(prepareKind(`${kind}: ${source}`, source, inputs));
    }
  for (const source of ofOthers) {
    // Accounts that no earlier run has read.
    let turn = 0;
    const inputs = Array.from({ length: 8 }, () => ({
      ...shared,
      members: names.map((name) => `${name}_${turn++}`),
    }));
    kinds.push(prepareKind(source, source, inputs));
  }
  return kinds;
}

const ROUNDS = 3;
/** The slowest are measured again: what else runs can only add to a figure, and would decide which one is largest. */
const SLOWEST = 40;
const ROUNDS_AGAIN = 20;

function measureSteps(): readonly StepRow[] {
  const best = (kind: Kind, rounds: number) => Math.min(...Array.from({ length: rounds }, kind.measure));
  const bySpeed = (a: StepRow, b: StepRow) => b.nanoseconds - a.nanoseconds;
  const first = listKinds()
    .map((kind) => ({ ...kind, nanoseconds: best(kind, ROUNDS) }))
    .sort(bySpeed);
  return first
    .map((row, index) =>
      index < SLOWEST ? { ...row, nanoseconds: Math.min(row.nanoseconds, best(row, ROUNDS_AGAIN)) } : row,
    )
    .sort(bySpeed);
}

/** Full-width, mathematical and joined letters: of a message they fill a third, and they are folded once for all lists. */
const STYLED = "styled: ";
const RUN_STEPS = 100;

/** The kinds that take longest, and what a rule can spend on one; for few steps, the fixed cost of a run dominates. */
export function listStepRows(): readonly CelRow[] {
  const rows = measureSteps().filter(({ steps }) => steps > RUN_STEPS);
  const [styled] = rows.filter(({ name }) => name.startsWith(STYLED));
  const others = rows.filter(({ name }) => !name.startsWith(STYLED));
  const [largest] = others;
  const median = rows[rows.length >> 1];
  return [
    { name: `a step, median of ${rows.length} kinds`, value: median?.nanoseconds ?? 0, unit: "ns" },
    ...[...others.slice(0, 5), ...(styled === undefined ? [] : [styled])].map(
      ({ name, nanoseconds, steps }) => ({
        name: `a step, ${name} (${steps} steps)`,
        value: nanoseconds,
        unit: "ns",
      }),
    ),
    {
      name: "all steps of a rule, of the largest kind",
      value: ((largest?.nanoseconds ?? 0) * RULE_STEPS) / 1e6,
      unit: "ms CPU",
      target: 20,
    },
  ];
}

if (process.argv[1] === import.meta.filename) {
  for (const { name, nanoseconds, steps } of measureSteps())
    console.log(`${nanoseconds.toFixed(1).padStart(8)} ns  ${String(steps).padStart(8)}  ${name}`);
}
