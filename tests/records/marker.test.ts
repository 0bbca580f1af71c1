import { computeSignature } from "../../lib/callback/authenticate.ts";
import type { Command } from "../../lib/commands/define-command.ts";
import { listMappedFacets, listTargetFacets } from "../../lib/commands/facet-reading.ts";
import { type FacetName, facets as vocabulary } from "../../lib/commands/facets.ts";
import type { Outcome } from "../../lib/gate/outcome.ts";
import { createMetricsSink } from "../../lib/sinks/metrics.ts";
import type { Fixture } from "../support/fixture.ts";
import { fixtures } from "../support/fixtures.ts";
import { type Call, createCallbackEvent, createTestGate, NOW, TOKEN, type World } from "../support/gate.ts";
import { testRows } from "../support/table.ts";

/** Nothing that people wrote or are called may reach an output line by default; this stands for it. */
const MARK = "QzMarkQz";
const lists = { words: "zebra" };

/** Every string of a payload with a mark of its own, around a word that rules find; `kept` are left as they are. */
function marked(value: unknown, kept: RegExp, path = ""): unknown {
  if (typeof value === "string") return kept.test(path) ? value : `${MARK}${path} zebra`;
  if (Array.isArray(value)) return value.map((item, index) => marked(item, kept, `${path}.${index}`));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, inner]) => [key, marked(inner, kept, `${path}.${key}`)]));
}

/** A rule on each facet that the command has, holding wherever it can, and one that cannot be computed. */
function rulesOn(command: Command, action: object): readonly object[] {
  const own = [...listMappedFacets(command), ...listTargetFacets(command), "platform", "clientIp"] as const;
  const conditions = own.flatMap((facet) => conditionsOn(facet).map((when) => [facet, when] as const));
  return conditions.map(([facet, when], index) => ({
    id: `${facet.toLowerCase()}-${index}`,
    on: command.name,
    when,
    ...(command.reply.phase === "after" ? { observe: {} } : action),
  }));
}

function conditionsOn(facet: FacetName): readonly string[] {
  switch (vocabulary[facet].kind) {
    case "accounts":
    case "words":
      return [`${facet}.size() >= 0`, `${facet}[9] == "x"`, `${facet}.exists(x, int(x) > 0)`];
    case "texts":
      return [
        `${facet}.exists(x, x.containsAny(lists.words))`,
        `${facet}.size() > 5 || ${facet}[9] == "x"`,
        `${facet}.exists(x, int(x) > 0)`,
      ];
    case "int":
      return [`${facet} >= 0`, `1 / (${facet} - ${facet}) == 0`];
    case "timestamp":
      return [`${facet} < now || true`];
    default:
      return [
        `${facet} != ""`,
        `${facet}.containsAny(lists.words)`,
        `int(${facet}) > 0`,
        `double(${facet}) > 0.0`,
        `timestamp(${facet}) < now`,
        `duration(${facet}) > duration("1s")`,
        `bool(${facet})`,
      ];
  }
}

type Ran = {
  readonly outcomes: readonly Outcome[];
  readonly metrics: readonly string[];
  readonly audits: readonly object[];
  readonly answer: string;
};

const query = { ClientIP: `${MARK}ip`, OptPlatform: `${MARK}platform` };

async function runGate(call: Call, world: World): Promise<Ran> {
  const metrics: string[] = [];
  const sinks = [createMetricsSink("test", (line) => metrics.push(line))];
  const { gate, outcomes, audits } = createTestGate({ lists, sinks, ...world });
  const { body } = await gate(createCallbackEvent({ query, ...call }), "r-1");
  return { outcomes, metrics, audits, answer: body };
}

function expectClean({ metrics, audits }: Ran): void {
  expect(metrics.length).toBeGreaterThan(0);
  for (const line of [...metrics, ...audits.map((written) => JSON.stringify(written))]) {
    expect(line).not.toMatch(new RegExp(MARK, "i"));
    expect(line).not.toContain(TOKEN);
    expect(line).not.toContain(computeSignature(TOKEN, String(NOW / 1000)));
  }
}

const words = /^\.CallbackCommand$|\.MsgType$/;
const policies = (rules: readonly object[]) => ({ marks: { rules } });

describe.each(fixtures)("$command.name", (fixture: Fixture) => {
  const { command, sample } = fixture;
  const { name } = command;
  const elsewhere = command.bodyCommand === "elsewhere" ? /\.MsgType$/ : words;

  testRows<{ readonly name: string; readonly action: object; readonly settings: World["settings"] }>(
    [
      { name: "enforced", action: { deny: {} }, settings: {} },
      { name: "in shadow", action: { deny: {} }, settings: { mode: "shadow" } },
      {
        name: "with `onFault: deny`",
        action: { deny: {} },
        settings: { onFault: "deny" },
      },
      { name: "whose authentication is off", action: { deny: {} }, settings: { authentication: "off" } },
    ],
    "rules $name leave no trace of what was written",
    async ({ action, settings = {} }) => {
      for (const kept of [elsewhere, /^\.CallbackCommand$/]) {
        const body = marked(sample, kept);
        const ran = await runGate(
          { command: name, body },
          { policies: policies(rulesOn(command, action)), settings },
        );
        expect(ran.outcomes).toMatchObject([{ ending: { kind: "decided" } }]);
        expectClean(ran);
        // Accounts are named where the command's page wants them named.
        if (!/ResultItem|Refused/.test(ran.answer)) expect(ran.answer).not.toContain(MARK);
      }
    },
  );

  test("nor does a payload that drifts, or is not what it should be", async () => {
    const keys = Object.keys(sample).filter((key) => key !== "CallbackCommand");
    for (const key of keys) {
      const body = {
        ...(marked(sample, words) as object),
        [key]: { [`${MARK} key`]: MARK },
        [`${MARK} key`]: MARK,
      };
      const ran = await runGate({ command: name, body }, {});
      const ending = ran.outcomes[0]?.ending;
      if (ending?.kind === "unreadable") expect(ending.path).not.toContain(MARK);
      else expectClean(ran);
    }
  });
});

test("a message template is the one way out, and only to the caller", async () => {
  const [fixture] = fixtures.filter(({ command }) => command.name === "Group.CallbackBeforeCreateGroup");
  if (fixture === undefined) throw new Error("no fixture");
  const ran = await runGate(
    { body: marked(fixture.sample, words) },
    {
      policies: policies([
        { id: "name", on: fixture.command.name, deny: { code: 10101, message: "Not {name}." } },
      ]),
    },
  );
  expect(JSON.parse(ran.answer).ErrorInfo).toBe(`Not ${MARK}.Name zebra.`);
  expectClean(ran);
});

testRows<{ readonly name: string; readonly call: Call }>(
  [
    { name: "an unknown command", call: { command: `Group.${MARK}` } },
    { name: "another app", call: { query: { SdkAppid: MARK } } },
    { name: "another Sign", call: { query: { Sign: MARK } } },
    { name: "another time", call: { query: { RequestTime: MARK, Sign: computeSignature(TOKEN, MARK) } } },
    { name: "a body that is not JSON", call: { body: MARK } },
    { name: "a body of another command", call: { body: { CallbackCommand: MARK } } },
    { name: "a method that is not POST", call: { event: { requestContext: { http: { method: MARK } } } } },
    {
      name: "parameters that repeat",
      call: { event: { rawQueryString: `Sign=${MARK}&sign=${MARK}&${MARK}` } },
    },
  ],
  "$name is not repeated",
  async ({ call }) => {
    const ran = await runGate({ body: "x", ...call }, {});
    expectClean(ran);
    expect(ran.answer).not.toContain(MARK);
  },
);
