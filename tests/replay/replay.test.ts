import fc from "fast-check";
import { commandDocs } from "../../lib/commands/generated/docs.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { findChange } from "../../lib/replay/change.ts";
import { type Judgement, judgeExactly } from "../../lib/replay/judge.ts";
import type { ExactRequest } from "../../lib/replay/replay-line.ts";
import { createTally, finishTally, mergeTallies, type Tally } from "../../lib/replay/tally.ts";
import { fixtures } from "../support/fixtures.ts";
import { createCallbackEvent, createTestGate, NOW, SDK_APP_ID } from "../support/gate.ts";
import { createTestReplaySet, createWorld, RULES, replayTraffic } from "../support/replay-sets.ts";
import { testRows } from "../support/table.ts";
import { createRecordingLine, createTraffic, type TrafficRequest } from "../support/traffic.ts";

/** Multiplied by the environment for the long run. */
const GENERATED = Number(process.env.REPLAY_CASES ?? 600);

function createExact({ command: name, body, platform, requestId }: TrafficRequest): ExactRequest {
  const command = commands.get(name);
  if (command === undefined) throw new Error(`no command ${name}`);
  const context = { platform, clientIp: "127.0.0.1", sdkAppId: SDK_APP_ID, now: NOW };
  return {
    ...{ kind: "exact", grade: "recording", requestId, recorded: undefined },
    callback: { command, payload: body, ...context },
  };
}

const samples = fixtures.map(({ command, sample }, index) => ({
  ...{ command: command.name, body: sample, platform: "iOS", time: NOW, requestId: `s-${index}` },
}));

testRows(
  [
    { name: "every command's sample", traffic: samples },
    { name: "generated callbacks", traffic: createTraffic(GENERATED) },
  ],
  "replay answers as the gate does: $name",
  async ({ traffic }) => {
    const world = createWorld(RULES, { onFault: "deny", onUnreadable: { "Group.*": "deny" } });
    const set = createTestReplaySet(world);
    const { gate } = createTestGate(world);
    const seen = new Set<string>();
    for (const request of traffic) {
      const { command, body, platform, requestId } = request;
      const answered = await gate(
        createCallbackEvent({ command, body, query: { OptPlatform: platform } }),
        requestId,
      );
      const judged = judgeExactly(createExact(request), set);
      expect({ request, answer: judged.answer, code: judged.code }).toEqual({
        ...{ request, answer: answered.body, code: answered.code },
      });
      seen.add(judged.verdict);
    }
    if (traffic.length > 500) expect([...seen].sort()).toEqual(["allow", "deny", "drop", "mask", "partial"]);
  },
);

const without = (id: string) => RULES.filter((rule) => rule.id !== id);
const lines = createTraffic(300, 2).map((request) => createRecordingLine(request));

function tallyTraffic(
  texts: readonly string[],
  before = createWorld(without("names")),
  after = createWorld(RULES),
): Tally {
  const replay = replayTraffic(before, after);
  for (const text of texts) replay.addLine(text);
  return finishTally(replay.tally);
}

test("any partition of the input gives the same tally, in any order", () => {
  const whole = tallyTraffic(lines);
  expect(whole.changes.newlyRefused).toBeGreaterThan(20);
  expect(Object.values(whole.samples).flat().length).toBeGreaterThan(4);
  fc.assert(
    fc.property(fc.array(fc.nat(3), { minLength: lines.length, maxLength: lines.length }), (places) => {
      const parts = [0, 1, 2, 3].map((part) =>
        tallyTraffic(lines.filter((_, index) => places[index] === part)),
      );
      expect(mergeTallies(parts)).toEqual(whole);
      expect(mergeTallies([mergeTallies(parts.slice(2)), ...parts.slice(0, 2)])).toEqual(whole);
      expect(JSON.parse(JSON.stringify(mergeTallies(parts)))).toEqual(JSON.parse(JSON.stringify(whole)));
    }),
    { numRuns: 6 },
  );
  expect(mergeTallies([])).toEqual(createTally());
});

test("a set against itself changes nothing, and one with another order of documents neither", () => {
  const tally = tallyTraffic(lines, createWorld(RULES), createWorld(RULES));
  expect(tally).toMatchObject({ requests: 300, cannotTell: 0, samples: {}, accounts: {} });
  expect(tally.changes).toEqual({ newlyRefused: 0, newlyAllowed: 0, answeredOtherwise: 0 });
});

test("the other way round, what was newly refused is newly allowed", () => {
  const [there, back] = [
    tallyTraffic(lines),
    tallyTraffic(lines, createWorld(RULES), createWorld(without("names"))),
  ];
  expect(back.changes).toEqual({
    newlyRefused: there.changes.newlyAllowed,
    newlyAllowed: there.changes.newlyRefused,
    answeredOtherwise: there.changes.answeredOtherwise,
  });
  expect([back.refusedBefore, back.refusedAfter]).toEqual([there.refusedAfter, there.refusedBefore]);
});

const judgement = fc.record({
  verdict: fc.constantFrom("allow", "deny", "partial", "drop", "mask") as fc.Arbitrary<Judgement["verdict"]>,
  code: fc.constantFrom(0, 1, 2),
  answer: fc.option(fc.constantFrom("a", "b"), { nil: undefined }),
  refusing: fc.constant([]),
  acting: fc.constant([]),
});
const MIRROR = {
  same: "same",
  "newly-refused": "newly-allowed",
  "newly-allowed": "newly-refused",
  "answered-otherwise": "answered-otherwise",
};

test("a change and the change back are mirror images", () => {
  fc.assert(
    fc.property(judgement, judgement, (a, b) => {
      expect(findChange(b, a)).toBe(MIRROR[findChange(a, b)]);
      expect(findChange(a, a)).toBe("same");
    }),
  );
});

test("names the rule that makes the difference, and how much of it is its own", () => {
  const tally = tallyTraffic(lines);
  const { "p/names": names } = tally.rules;
  expect(Object.keys(tally.samples)).toEqual(["newly-refused p/names"]);
  expect(names?.onlyByIt).toBe(names?.newlyRefused);
  expect(tally.samples["newly-refused p/names"]).toHaveLength(5);
  expect(tally.samples["newly-refused p/names"]?.[0]).toEqual({
    ...{ hash: expect.any(Number), requestId: expect.any(String), time: expect.any(Number) },
    ...{ command: expect.stringContaining("BeforeCreate"), account: expect.stringMatching(/^[0-9a-f]{16}$/) },
    ...{ before: "allow", after: expect.stringMatching(/^deny \d+$/), facet: "name" },
  });
});

test("limits count at the times of the requests, for each set apart", () => {
  const rule = (max: number) => ({
    ...{ id: "burst", on: "Group.CallbackBeforeCreateGroup", deny: {} },
    limit: { max, per: "1h", by: "operator" },
  });
  const create = createTraffic(1, 9)[0] as TrafficRequest;
  const body = { ...commandDocs.get(rule(1).on)?.sample, Operator_Account: "u_1" };
  const minutes = [0, 10, 20, 30, 100, 110];
  const texts = minutes.map((minute) =>
    createRecordingLine({
      ...create,
      command: rule(1).on,
      body,
      requestId: `m-${minute}`,
      time: NOW + minute * 60_000,
    }),
  );
  const tally = tallyTraffic(texts, createWorld([rule(3)]), createWorld([rule(2)]));
  // Of four in the first half hour three are let through before, two now; the hour after, two either way.
  expect(tally).toMatchObject({ refusedBefore: 1, refusedAfter: 2, changes: { newlyRefused: 1 } });
  expect(tally.samples["newly-refused p/burst"]).toMatchObject([{ requestId: "m-20" }]);
});

test("against what was recorded, a decision of its own set changes nothing", () => {
  const set = createTestReplaySet(createWorld(RULES));
  const replay = replayTraffic("recorded", createWorld(RULES));
  for (const request of createTraffic(200, 3)) {
    const { verdict, code = 0 } = judgeExactly(createExact(request), set);
    replay.addLine(createRecordingLine(request, { verdict, code }));
  }
  expect(replay.tally.changes).toEqual({ newlyRefused: 0, newlyAllowed: 0, answeredOtherwise: 0 });
});

testRows(
  [
    { name: "no JSON", line: "hello", skipped: { other: 1 } },
    { name: "a recording that lacks its body", line: '{"type":"request","v":1}', skipped: { unreadable: 1 } },
    {
      name: "a recording of another version",
      line: createRecordingLine(createTraffic(1)[0] as TrafficRequest).replace('"v":1', '"v":2'),
      skipped: { unreadable: 1 },
    },
    {
      name: "a command that nobody knows",
      line: createRecordingLine({
        ...(createTraffic(1)[0] as TrafficRequest),
        command: "New.CallbackBefore",
      }),
      skipped: { "unknown-command": 1 },
    },
    {
      name: "a recording that nobody opened",
      line: '{"type":"recording","v":1,"time":"2026-06-10T00:00:00Z","requestId":"r","key":"rec-1","sealed":"a.b.c.d.e"}',
      skipped: { sealed: 1 },
    },
  ],
  "counts a line that it cannot replay: $name",
  ({ line, skipped }) => {
    const tally = tallyTraffic([line]);
    expect({ requests: tally.requests, skipped: tally.skipped }).toEqual({ requests: 0, skipped });
  },
);
