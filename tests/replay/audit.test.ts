import { commands } from "../../lib/commands/generated/index.ts";
import type { Change } from "../../lib/replay/change.ts";
import { readReplayLine } from "../../lib/replay/replay-line.ts";
import { createCallbackEvent, createTestGate, type World } from "../support/gate.ts";
import { createWorld, RULES, replayTraffic } from "../support/replay-sets.ts";
import { testRows } from "../support/table.ts";
import { createRecordingLine, createTraffic, type TrafficRequest } from "../support/traffic.ts";

const COUNT = Number(process.env.REPLAY_CASES ?? 600);

type Rule = Readonly<Record<string, unknown>>;
const shadowed = (id: string): readonly Rule[] =>
  RULES.map((rule) => (rule.id === id ? { ...rule, mode: "shadow" } : rule));
const without = (id: string) => RULES.filter((rule) => rule.id !== id);
const changed = (id: string, change: Rule) =>
  RULES.map((rule) => (rule.id === id ? { ...rule, ...change } : rule));

/** The log that a gate with this set writes of this traffic, as text. */
async function writeLog(world: World, traffic: readonly TrafficRequest[]): Promise<readonly string[]> {
  const { gate, audits } = createTestGate(world);
  for (const { command, body, platform, requestId } of traffic)
    await gate(createCallbackEvent({ command, body, query: { OptPlatform: platform } }), requestId);
  return audits.map((audit) => JSON.stringify(audit));
}

const traffic = createTraffic(COUNT, 4);

testRows(
  [
    { name: "promoting a rule", before: shadowed("names"), after: RULES },
    { name: "promoting a rule about targets", before: shadowed("invites"), after: RULES },
    { name: "promoting a rule that drops", before: shadowed("quiet"), after: RULES },
    { name: "taking a rule into shadow", before: RULES, after: shadowed("types") },
    { name: "taking a rule away", before: RULES, after: without("friends") },
    { name: "turning the order of rules round", before: RULES, after: [...RULES].reverse() },
    { name: "nothing at all", before: RULES, after: RULES },
  ],
  "predicts from the log what deciding anew gives: $name",
  async ({ before, after }) => {
    const [one, other] = [createWorld(before), createWorld(after)];
    const byLine = replayTraffic(one, other);
    for (const line of await writeLog(one, traffic)) byLine.addLine(line);
    const anew = replayTraffic(one, other);
    for (const request of traffic) anew.addLine(createRecordingLine(request));
    const { changes, cannotTell, requests, refusedBefore, refusedAfter } = byLine.tally;
    expect({ requests, cannotTell, refusedBefore, refusedAfter }).toEqual({
      ...{ requests: COUNT, cannotTell: 0 },
      ...{ refusedBefore: anew.tally.refusedBefore, refusedAfter: anew.tally.refusedAfter },
    });
    expect([changes.newlyRefused, changes.newlyAllowed]).toEqual([
      anew.tally.changes.newlyRefused,
      anew.tally.changes.newlyAllowed,
    ]);
    const rules = (tally: typeof anew.tally) =>
      Object.entries(tally.rules).map(([name, { newlyRefused, newlyAllowed }]) => [
        name,
        newlyRefused,
        newlyAllowed,
      ]);
    expect(new Set(rules(byLine.tally).filter(([, a, b]) => a !== 0 || b !== 0))).toEqual(
      new Set(rules(anew.tally).filter(([, a, b]) => a !== 0 || b !== 0)),
    );
  },
);

const create = "Group.CallbackBeforeCreateGroup";
const request = (change: Rule): TrafficRequest => {
  const found = traffic.find(({ command }) => command === create);
  if (found === undefined) throw new Error(`no ${create} in the traffic`);
  return { ...found, body: { ...found.body, ...change } };
};
type AuditCase = {
  readonly name: string;
  readonly after: readonly Rule[];
  readonly settings?: Rule;
  readonly change?: Rule;
  readonly expected: Change | "cannot-tell";
  readonly missing?: Readonly<Record<string, number>>;
};

testRows<AuditCase>(
  [
    {
      name: "a facet that the line has, newly refused",
      after: changed("types", { when: 'groupType == "Public"' }),
      change: { Type: "Public", Name: "plain", Operator_Account: "u_1" },
      expected: "newly-refused",
    },
    {
      name: "a text that it lacks",
      after: changed("names", { when: 'name == "x"' }),
      change: { Type: "Public", Name: "plain", Operator_Account: "u_1" },
      expected: "cannot-tell",
      missing: { name: 1 },
    },
    {
      name: "a text that it lacks, settled by a part that is false",
      after: changed("names", { when: 'groupType == "Work" && name == "x"' }),
      change: { Type: "Public", Name: "plain", Operator_Account: "u_1" },
      expected: "same",
    },
    {
      name: "a text that it lacks, if another rule refuses before it",
      after: [
        { id: "first", on: create, deny: { code: 10101 } },
        ...changed("names", { when: 'name == "x"' }),
      ],
      change: { Type: "Public", Name: "plain", Operator_Account: "u_1" },
      expected: "newly-refused",
    },
    {
      name: "a text that it has, since the settings include it",
      settings: { audit: { include: ["groupType", "name", "operator"] } },
      after: changed("names", { when: 'name == "plain"' }),
      change: { Type: "Public", Name: "plain", Operator_Account: "u_1" },
      expected: "newly-refused",
    },
    {
      name: "an account in a list, by its hash",
      after: [...RULES, { id: "new", on: create, when: "operator in lists.barred", deny: {} }],
      change: { Type: "Public", Name: "plain", Operator_Account: "u_3" },
      expected: "newly-refused",
    },
    {
      name: "an account that a list lacks",
      after: [...RULES, { id: "new", on: create, when: "operator in lists.barred", deny: {} }],
      change: { Type: "Public", Name: "plain", Operator_Account: "u_1" },
      expected: "same",
    },
    {
      name: "an account that is exempt, by its hash",
      after: [
        ...RULES,
        { id: "new", on: create, unless: [{ account: ["u_3"], reason: "a test" }], deny: {} },
      ],
      change: { Type: "Public", Name: "plain", Operator_Account: "u_3" },
      expected: "same",
    },
    {
      name: "a pattern over an account, of which the line has a hash",
      after: [...RULES, { id: "new", on: create, when: 'operator.glob("u_*")', deny: {} }],
      change: { Type: "Public", Name: "plain", Operator_Account: "u_3" },
      expected: "cannot-tell",
      missing: { operator: 1 },
    },
    {
      name: "the whole request, which no line has",
      after: [...RULES, { id: "new", on: create, when: 'request.Name == "plain"', deny: {} }],
      change: { Type: "Public", Name: "plain", Operator_Account: "u_3" },
      expected: "cannot-tell",
      missing: { "the whole request": 1 },
    },
  ],
  "of a changed rule, from a line: $name",
  async ({ after, settings, change = {}, expected, missing }) => {
    const [one, other] = [createWorld(RULES, settings), createWorld(after, settings)];
    const replay = replayTraffic(one, other);
    for (const line of await writeLog(one, [request(change)])) replay.addLine(line);
    const { changes, cannotTell, rules } = replay.tally;
    const found = changes.newlyRefused
      ? "newly-refused"
      : changes.newlyAllowed
        ? "newly-allowed"
        : changes.answeredOtherwise
          ? "answered-otherwise"
          : cannotTell
            ? "cannot-tell"
            : "same";
    const told = Object.values(rules).find((rule) => rule.cannotTell > 0)?.missing;
    expect({ found, missing: told }).toEqual({ found: expected, missing });
  },
);

test("a line that stands for ten counts ten times", () => {
  const line = JSON.stringify({
    ...{ type: "audit", v: 1, time: "2026-06-10T00:00:00.000Z", requestId: "r", command: create },
    ...{ outcome: "decided", decision: "allow", code: 0, passed: 3, facets: { groupType: "AVChatRoom" } },
    ...{ sample: 0.1, ms: 1 },
  });
  expect(readReplayLine(line, commands)).toMatchObject([{ kind: "audit", line: { weight: 10 } }]);
  const replay = replayTraffic(createWorld(without("types")), createWorld(RULES));
  replay.addLine(line);
  expect(replay.tally).toMatchObject({ requests: 10, isWeighted: true, changes: { newlyRefused: 10 } });
});
