import { findUndocumented } from "./documented.ts";
import { fixtures } from "./fixtures.ts";
import { createCallbackEvent, createTestGate, formats, type World } from "./gate.ts";

/** 0 to 1, the same for the same seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Rules that read every kind of facet, and the payload, and refuse some. */
const world: World = {
  settings: { onFault: "deny", onUnreadable: "deny", onDeadline: "deny" },
  lists: { bad: "darn\nconstructor\n__proto__", some: "u_mira\nuser_0815" },
  policies: {
    p: {
      rules: [
        { id: "names", on: "*.CallbackBeforeCreate*", when: "name.hasWord(lists.bad)", deny: {} },
        { id: "texts", on: "*.CallbackBeforeSendMsg", when: "text.containsAny(lists.bad)", deny: {} },
        { id: "masks", on: "*.CallbackBeforeSendMsg", mask: { list: "bad", with: "*" } },
        {
          id: "links",
          on: "*.CallbackBeforeSendMsg",
          when: 'urls.exists(url, url.contains("darn"))',
          drop: {},
        },
        {
          id: "aimed",
          on: ["Group.CallbackBeforeInviteJoinGroup", "Sns.CallbackPrev*"],
          when: "target in lists.some",
          deny: {},
        },
        {
          id: "parts",
          on: "Group.CallbackBeforeSendMsg",
          when: 'request.MsgBody.exists(part, part.MsgType == "x")',
          deny: {},
        },
        { id: "seen", on: "*", when: 'clientIp == "constructor"', observe: {} },
      ],
    },
  },
};

const HOSTILE: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  1e308,
  2 ** 53,
  -1,
  "",
  "darn",
  "__proto__",
  "constructor",
  "toString",
  "\u0000",
  "\ud800",
  "ﷺ".repeat(50),
  "0".repeat(400),
  [],
  [[]],
  [null],
  {},
  { __proto__: null },
  { constructor: 1 },
  { length: 1e9 },
];
const RAW: readonly string[] = [
  "",
  "{",
  "[]",
  "null",
  '"x"',
  "{}",
  '{"a":1e400}',
  '{"a":01}',
  '{"a":144115198577104991}',
  "\ufeff{}",
  '{"__proto__":{"a":1}}',
  `${"[".repeat(5000)}`,
  '{"a":"\\ud800"}',
  '{"a":1,"a":2}',
];
const MEMBERS = [
  "__proto__",
  "constructor",
  "toString",
  "MsgBody",
  "Type",
  "Name",
  "EventTime",
  "CallbackCommand",
];

type Fuzzed = {
  readonly endings: ReadonlyMap<string, number>;
  /** What was wrong, each with the number of its event, which the seed gives again. */
  readonly failures: readonly string[];
};

/** So many events of all commands, signed and not, whole and spoiled, through one gate. */
export async function createFuzzEvents(count: number, seed: number): Promise<Fuzzed> {
  const random = createRandom(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T; // never empty
  const { gate, outcomes, audits, contexts } = createTestGate(world);

  function spoil(value: unknown, depth = 0): unknown {
    if (random() < 0.04) return pick(HOSTILE);
    if (Array.isArray(value)) {
      const items = value.map((item) => spoil(item, depth + 1));
      return random() < 0.02 ? [...items, ...items, pick(HOSTILE)] : items;
    }
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value)
      .filter(() => random() > 0.03)
      .map(([key, inner]) => [key, spoil(inner, depth + 1)] as const);
    return Object.fromEntries(random() < 0.05 ? [...entries, [pick(MEMBERS), pick(HOSTILE)]] : entries);
  }

  function makeEvent(): unknown {
    if (random() < 0.01) return pick(HOSTILE);
    const { command, sample } = pick(fixtures);
    const body = random() < 0.05 ? pick(RAW) : JSON.stringify(spoil(sample));
    const query: Record<string, string | undefined> = {};
    if (random() < 0.1)
      query[pick(["Sign", "RequestTime", "SdkAppid", "CallbackCommand"])] = pick([undefined, "", "1"]);
    if (random() < 0.05)
      query[pick(["ClientIP", "OptPlatform"])] = pick(["constructor", "\u0000", "x".repeat(300)]);
    const event = createCallbackEvent({
      command: random() < 0.03 ? pick(MEMBERS) : command.name,
      query,
      body,
    });
    const isBase64 = random() < 0.2;
    const given = isBase64
      ? { ...event, body: Buffer.from(body).toString("base64"), isBase64Encoded: true }
      : event;
    return pick(Object.values(formats))(given);
  }

  const endings = new Map<string, number>();
  const failures: string[] = [];
  for (let number = 0; number < count; number++) {
    const given = makeEvent();
    try {
      const { body } = await gate(given, "r");
      const [outcome] = outcomes.splice(0);
      const [audit] = audits.splice(0);
      contexts.length = 0;
      if (outcome === undefined) failures.push(`${number}: no outcome`);
      else {
        endings.set(outcome.ending.kind, (endings.get(outcome.ending.kind) ?? 0) + 1);
        const wrong =
          outcome.ending.kind === "faulted" ? `faulted: ${outcome.ending.detail}` : findUndocumented(outcome);
        if (wrong !== undefined) failures.push(`${number}: ${wrong}: ${body}`);
        if (JSON.stringify(audit).length > 65_536) failures.push(`${number}: the audit line is too long`);
      }
    } catch (error) {
      failures.push(`${number}: thrown: ${error}`);
    }
    if (failures.length >= 20) break;
  }
  return { endings, failures };
}
