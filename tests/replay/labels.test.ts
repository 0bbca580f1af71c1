import { hash } from "node:crypto";
import fc from "fast-check";
import { commandDocs } from "../../lib/commands/generated/docs.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { checkLabels, type Label } from "../../lib/replay/label-file.ts";
import { addRefused, addTold, createLabelTally, summarizeLabels } from "../../lib/replay/label-tally.ts";
import { createTally, finishTally, mergeTallies, type Tally } from "../../lib/replay/tally.ts";
import { createTestParameters, NOW } from "../support/gate.ts";
import { createWorld, replayTraffic } from "../support/replay-sets.ts";
import { testRows } from "../support/table.ts";
import { createRecordingLine, createTraffic, type TrafficRequest } from "../support/traffic.ts";

const SEND = "Group.CallbackBeforeSendMsg";
const RECALL = "Group.CallbackAfterRecallMsg";
const MINUTE = 60_000;
type Fields = Readonly<Record<string, unknown>>;

const RECALLED: Fields = {
  ...{ id: "recalled", of: SEND, key: "request.MsgId", from: RECALL, within: "1h" },
  ...{ when: "operator in lists.barred", keys: "request.MsgSeqList.map(m, m.MsgId)" },
};

const checkFile = (labels: unknown) =>
  checkLabels(JSON.stringify({ labels }), commands, createTestParameters(createWorld([])));

function createLabels(...labels: readonly Fields[]): readonly Label[] {
  const { value, diagnostics } = checkFile(labels);
  if (value === undefined) throw new Error(JSON.stringify(diagnostics));
  return value;
}

const createLine = (minute: number, requestId: string, command: string, change: Fields) =>
  createRecordingLine({
    ...{ command, platform: "iOS", time: NOW + minute * MINUTE, requestId },
    body: { ...commandDocs.get(command)?.sample, ...change },
  });

const send = (minute: number, id: string, text: string, change: Fields = {}) =>
  createLine(minute, id, SEND, {
    MsgId: `m-${id}`,
    MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: text } }],
    ...change,
  });

/** u_3 is in the list of the test's staff. */
const recall = (minute: number, ids: readonly string[], operator = "u_3") =>
  createLine(minute, `recall-${minute}`, RECALL, {
    Operator_Account: operator,
    MsgSeqList: ids.map((id) => ({ MsgSeq: 1, MsgId: `m-${id}` })),
  });

const BEFORE = createWorld([{ id: "never", on: SEND, when: "false", deny: {} }]);
const AFTER = createWorld([{ id: "bad", on: SEND, when: "text.containsAny(lists.bad)", deny: {} }]);

function tallyLines(lines: readonly string[], labels = createLabels(RECALLED)): Tally {
  const replay = replayTraffic(BEFORE, AFTER, { labels });
  for (const line of lines) replay.addLine(line);
  return finishTally(replay.tally);
}

test("of the newly refused, so many were recalled later; the others are named", () => {
  const tally = tallyLines([
    send(0, "a", "darn"),
    send(1, "b", "darn it"),
    send(2, "c", "hello"),
    send(3, "d", "hello again"),
    recall(10, ["a", "c"]),
  ]);
  expect(summarizeLabels(tally.labels)).toEqual([
    {
      ...{ id: "recalled", isEstimate: false, unlabelled: ["b"], unkeyed: 0 },
      labelled: { requests: 2, before: 0, after: 1 },
      newlyRefused: { requests: 2, labelled: 1 },
      newlyAllowed: { requests: 0, labelled: 0 },
      rules: { "p/bad": { requests: 2, labelled: 1 } },
    },
  ]);
  expect(JSON.stringify(tally.labels)).not.toMatch(/m-a|darn|u_3/);
});

type Joined = {
  readonly name: string;
  readonly lines: readonly string[];
  readonly labelled: number;
  readonly unkeyed?: number;
};

testRows<Joined>(
  [
    { name: "told by staff", lines: [send(0, "a", "darn"), recall(59, ["a"])], labelled: 1 },
    { name: "told too late", lines: [send(0, "a", "darn"), recall(61, ["a"])], labelled: 0 },
    { name: "told of before it was asked", lines: [send(9, "a", "darn"), recall(0, ["a"])], labelled: 0 },
    { name: "told by somebody else", lines: [send(0, "a", "darn"), recall(5, ["a"], "u_1")], labelled: 0 },
    { name: "told before it is read", lines: [recall(5, ["a"]), send(0, "a", "darn")], labelled: 1 },
    {
      name: "sent again by Chat",
      lines: [send(0, "a", "darn"), send(1, "a", "darn"), recall(5, ["a"])],
      labelled: 1,
    },
    {
      name: "a message without an id",
      lines: [send(0, "a", "darn", { MsgId: undefined }), recall(5, ["a"])],
      ...{ labelled: 0, unkeyed: 1 },
    },
    {
      name: "a recall without ids",
      lines: [
        send(0, "a", "darn"),
        createLine(5, "r", RECALL, { Operator_Account: "u_3", MsgSeqList: [{ MsgSeq: 1 }] }),
      ],
      ...{ labelled: 0, unkeyed: 1 },
    },
    {
      name: "an audit line, which has no payload",
      lines: [
        JSON.stringify({
          ...{ type: "audit", v: 1, time: new Date(NOW).toISOString(), requestId: "a", command: SEND },
          ...{ outcome: "decided", decision: "allow", code: 0, passed: 1, ms: 1 },
        }),
      ],
      ...{ labelled: 0, unkeyed: 1 },
    },
  ],
  ({ lines, labelled, unkeyed = 0 }) => {
    const [summary] = summarizeLabels(tallyLines(lines).labels);
    expect({ labelled: summary?.newlyRefused.labelled, unkeyed: summary?.unkeyed }).toEqual({
      labelled,
      unkeyed,
    });
  },
);

test("any partition of the input gives the same labels", () => {
  const sent = Array.from({ length: 40 }, (_, at) => send(at, `${at}`, at % 3 === 0 ? "darn" : "hello"));
  const lines = [
    ...sent,
    ...Array.from({ length: 10 }, (_, at) => recall(41 + at, [`${at * 2}`, `${at * 3}`])),
  ];
  const whole = tallyLines(lines);
  expect(summarizeLabels(whole.labels)).toMatchObject([
    { newlyRefused: { requests: 14, labelled: 10 }, labelled: { requests: 16 } },
  ]);
  fc.assert(
    fc.property(fc.array(fc.nat(2), { minLength: lines.length, maxLength: lines.length }), (places) => {
      const parts = [0, 1, 2].map((part) => tallyLines(lines.filter((_, index) => places[index] === part)));
      expect(mergeTallies(parts)).toEqual(whole);
      expect(mergeTallies([mergeTallies(parts.slice(1)), ...parts.slice(0, 1)])).toEqual(whole);
    }),
    { numRuns: 10 },
  );
});

/** As one text: matchers take seconds for so many members. */
const listEntries = ({ entries }: { readonly entries: object }) =>
  hash("sha1", JSON.stringify(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1))));

test("above its bound a label counts a sample, the same one however the input is cut", () => {
  const count = 60_000;
  const parts = [createTally(), createTally(), createTally()];
  for (let at = 0; at < count; at++) {
    const tally = parts[at % 3];
    if (tally === undefined) throw new Error("three parts");
    tally.labels.recalled ??= createLabelTally(1000);
    const key = hash("sha1", `m-${at}`).slice(0, 16);
    const causes = [at % 2 === 0 ? "p/a" : "p/b"];
    addRefused(tally.labels.recalled, key, {
      ...{ time: at, requestId: `r-${at}`, wasRefused: false, isRefused: true, causes },
    });
    const other = parts[(at + 1) % 3];
    if (at % 4 === 0 && other !== undefined) {
      other.labels.recalled ??= createLabelTally(1000);
      addTold(other.labels.recalled, key, at + 1);
    }
  }
  const [first, second, third] = parts;
  if (first === undefined || second === undefined || third === undefined) throw new Error("three parts");
  const merged = mergeTallies([first, second, third]);
  const stepwise = mergeTallies([mergeTallies([third, first]), finishTally(second)]);
  const sort = ({ labels }: Tally) =>
    Object.values(labels).map(({ refused, told }) => [refused, told].map(listEntries));
  expect(sort(stepwise)).toEqual(sort(merged));
  const { refused, told } = merged.labels.recalled ?? createLabelTally(0);
  expect([Object.keys(refused.entries).length, refused.isCut, told.isCut]).toEqual([50_000, true, false]);
  const [summary] = summarizeLabels(merged.labels);
  const near = (expected: number) => [expected * 0.97, expected * 1.03] as const;
  if (summary === undefined) throw new Error("no summary");
  const { newlyRefused, rules, isEstimate } = summary;
  expect(isEstimate).toBe(true);
  for (const [found = 0, [least, most]] of [
    [newlyRefused.requests, near(count)],
    [newlyRefused.labelled, near(count / 4)],
    [rules["p/a"]?.labelled, near(count / 4)],
  ] as const) {
    expect(found).toBeGreaterThan(least);
    expect(found).toBeLessThan(most);
  }
  expect(rules["p/b"]?.labelled).toBe(0);
});

test("traffic of every command has no label by accident", () => {
  const tally = tallyLines(
    createTraffic(200, 8).map((request: TrafficRequest) => createRecordingLine(request)),
  );
  expect(summarizeLabels(tally.labels)).toMatchObject([{ labelled: { requests: 0 } }]);
});
