import { createHmac } from "node:crypto";
import { computeSignature } from "../../lib/callback/authenticate.ts";
import { formatAuditLine, parseAuditLine } from "../../lib/records/audit.ts";
import { createAuditSink } from "../../lib/sinks/audit.ts";
import { readSample } from "../support/fixtures.ts";
import {
  type Call,
  createCallbackEvent,
  createTestGate,
  createTestParameters,
  NOW,
  TOKEN,
  type World,
} from "../support/gate.ts";
import { testRows } from "../support/table.ts";

const GROUP = "Group.CallbackBeforeCreateGroup";
const INVITE = "Group.CallbackBeforeInviteJoinGroup";
const FRIENDS = "Sns.CallbackPrevFriendAdd";
const AFTER = "OfficialAccount.CallbackAfterMsgWithDraw";

async function createRecord(call: Call, world: World = {}): Promise<Readonly<Record<string, unknown>>> {
  const { gate, audits } = createTestGate(world);
  await gate(createCallbackEvent(call), "r-1");
  return audits[0] ?? {};
}

async function createLine(call: Call, world: World = {}, requestId = "r-1"): Promise<string> {
  const { gate, outcomes, contexts } = createTestGate(world);
  await gate(createCallbackEvent(call), requestId);
  const [outcome] = outcomes;
  const [context] = contexts;
  if (outcome === undefined || context === undefined) throw new Error("no outcome");
  return formatAuditLine(outcome, context);
}

const about = (command: string, change: object = {}): Call => ({
  command,
  body: { ...readSample(command), ...change },
});
const group = about(GROUP);
const policy = (...rules: readonly object[]) => ({ policies: { names: { rules } } });

/** Independently: HMAC-SHA256 under a key derived from the first token, its first 16 digits. */
const hashed = (account: string, token = TOKEN) =>
  createHmac("sha256", createHmac("sha256", token).update("chatgate audit").digest())
    .update(account)
    .digest("hex")
    .slice(0, 16);

const common = {
  type: "audit",
  v: 1,
  time: "2022-12-01T05:21:52.000Z",
  requestId: "r-1",
  command: GROUP,
  platform: "ios",
  ms: 0,
};
const known = { ...common, sdkAppId: 1400000000, token: 0 };
const facets = { operator: hashed("u_mira"), owner: hashed("u_mira"), groupType: "Public", owned: 4 };

const documents = policy({ id: "types", on: GROUP, when: 'groupType == "Public"', deny: { code: 10101 } });
const undecided = { policy: expect.stringMatching(/^[0-9a-f]{12}$/), passed: 0 };

describe("the record of each ending, whole", () => {
  testRows<{ readonly name: string; readonly call: Call; readonly expected: object; readonly world?: World }>(
    [
      {
        name: "decided, without a policy",
        call: group,
        expected: { ...known, outcome: "decided", decision: "allow", code: 0, ...undecided, facets },
      },
      {
        name: "decided",
        call: group,
        expected: {
          ...known,
          outcome: "decided",
          decision: "deny",
          code: 10101,
          policy: expect.stringMatching(/^[0-9a-f]{12}$/),
          passed: 0,
          effects: [{ rule: "names/types", effect: "deny", facet: "groupType" }],
          facets,
        },
        world: documents,
      },
      {
        name: "decided, an after-command",
        call: about(AFTER),
        expected: {
          ...known,
          command: AFTER,
          outcome: "decided",
          decision: "allow",
          code: 0,
          ...undecided,
          facets: { channel: hashed(String(readSample(AFTER).Official_Account)) },
        },
      },
      {
        name: "verified",
        call: {
          body: "",
          query: { CallbackCommand: undefined, SdkAppid: undefined, OptPlatform: undefined },
        },
        expected: {
          ...common,
          command: undefined,
          platform: "other",
          sdkAppId: 0,
          token: 0,
          outcome: "verified",
          code: 0,
        },
      },
      {
        name: "unknown, whose name is somebody else's word",
        call: { command: "Group.CallbackNew", body: "x" },
        expected: { ...known, command: undefined, outcome: "unknown", code: 0 },
      },
      {
        name: "unreadable",
        call: about(GROUP, { Name: 5 }),
        expected: { ...known, outcome: "unreadable", decision: "deny", reason: "Name", code: 1 },
        world: { settings: { onUnreadable: "deny" } },
      },
      {
        name: "faulted, without settings",
        call: group,
        expected: {
          ...common,
          outcome: "faulted",
          decision: "allow",
          reason: "settings-unavailable",
          detail: "SSM is down",
          code: 0,
        },
        world: { read: async () => ({ kind: "failed", reason: "SSM is down" }) },
      },
      {
        name: "faulted, without a good policy set",
        call: group,
        expected: {
          ...known,
          outcome: "faulted",
          decision: "deny",
          reason: "policy-unavailable",
          detail: expect.stringMatching(/^unknown-command policies\/names rules\.0\.on "Nope"/),
          code: 1,
        },
        world: { ...policy({ id: "x", on: "Nope", deny: {} }), settings: { onFault: "deny" } },
      },
      {
        name: "turned away",
        call: { ...group, query: { Sign: computeSignature("other", "1669872112") } },
        expected: { ...common, outcome: "rejected", reason: "sign-mismatch", code: 401 },
      },
      {
        name: "turned away before anything was read",
        call: { ...group, event: { requestContext: { http: { method: "GET" } } } },
        expected: {
          ...common,
          command: undefined,
          platform: undefined,
          outcome: "rejected",
          reason: "method-not-allowed",
          code: 405,
        },
      },
      {
        name: "turned away for its body",
        call: { body: "[1]" },
        expected: { ...known, outcome: "rejected", reason: "body-not-json-object", code: 400 },
      },
      {
        name: "with authentication off",
        call: { ...group, query: { Sign: undefined } },
        expected: {
          ...known,
          token: undefined,
          outcome: "decided",
          decision: "allow",
          code: 0,
          ...undecided,
          facets,
        },
        world: { settings: { authentication: "off" } },
      },
    ],
    async ({ call, expected, world = {} }) => {
      expect(await createRecord(call, world)).toEqual(expected);
    },
  );

  test("past the deadline", async () => {
    let time = NOW;
    const { gate, audits } = createTestGate({ now: () => time, settings: { onDeadline: "deny" } });
    const answer = gate(createCallbackEvent(about(FRIENDS)), "r-1");
    time += 1600;
    await answer;
    expect(audits[0]).toMatchObject({ outcome: "deadline", decision: "deny", code: 0, ms: 1600 });
  });

  test("a fault names the error and its place, never its message", async () => {
    const { gate, audits } = createTestGate({
      commands: {
        get: () => {
          throw new TypeError("u_mira said so");
        },
      } as unknown as ReadonlyMap<string, never>, // only `get` is called
    });
    await gate(createCallbackEvent(group), "r-1");
    const [record] = audits;
    expect(record).toMatchObject({ outcome: "faulted", reason: "fault", decision: "allow" });
    expect(record?.detail).toMatch(/^TypeError at .*audit\.test\.ts:\d+:\d+\)?$/);
  });
});

describe("rules", () => {
  const lists = { barred: "u_joao\nu_lena", reserved: "official\nsupport" };
  const readRules = async (call: Call, ...rules: readonly object[]) =>
    (await createRecord(call, { ...policy(...rules), lists })).effects;

  test("every effect that is not pass, in order, with the facet and the entry that made it", async () => {
    const named = about(GROUP, { Name: "The OFFICIAL club" });
    const on = GROUP;
    expect(
      await readRules(
        named,
        { id: "word", on, when: "name.hasWord(lists.reserved)", deny: { code: 10102 } },
        { id: "passes", on, when: "owned > 100", deny: {} },
        { id: "shadowed", on, mode: "shadow", when: "owned > 1", deny: {} },
        { id: "off", on, mode: "off", when: "owned > 1", deny: {} },
        { id: "exempted", on, unless: [{ account: ["u_mira"], reason: "Runs it" }], deny: {} },
        { id: "always", on, observe: {} },
        { id: "fails", on, when: "1 / (owned - owned) == 1", deny: {} },
      ),
    ).toEqual([
      { rule: "names/word", effect: "deny", facet: "name", entry: "official", span: [4, 12] },
      { rule: "names/shadowed", effect: "would-deny", facet: "owned" },
      { rule: "names/exempted", effect: "exempt" },
      { rule: "names/always", effect: "observe" },
      { rule: "names/fails", effect: "error", error: expect.stringMatching(/zero/i) },
    ]);
  });

  test("targets and the entries that name accounts are hashed like accounts", async () => {
    const members = ["u_joao", "u_ines", "u_lena"].map((Member_Account) => ({ Member_Account }));
    expect(
      await readRules(about(INVITE, { DestinationMembers: members }), {
        id: "barred",
        on: INVITE,
        when: "target in lists.barred",
        deny: {},
      }),
    ).toEqual(
      ["u_joao", "u_lena"].map((account) => ({
        rule: "names/barred",
        effect: "deny",
        target: hashed(account),
        facet: "target",
        entry: hashed(account),
      })),
    );
  });
});

describe("accounts", () => {
  const friends = about(FRIENDS);
  const world = policy({ id: "all", on: FRIENDS, when: 'target == "user_0815"', deny: {} });
  const shown = async (change: World, call: Call = friends) => {
    const record = await createRecord(call, { ...world, ...change });
    const effects = record.effects as { target?: string }[] | undefined; // as formatAuditLine writes them
    return [(record.facets as { sender?: string } | undefined)?.sender, effects?.[0]?.target]; // the same
  };

  testRows<{ readonly name: string; readonly change: World; readonly expected: unknown }>(
    [
      {
        name: "hashed under the first token",
        change: {},
        expected: [hashed("user_4711"), hashed("user_0815")],
      },
      {
        name: "by the first, whichever token signed: the same account reads the same",
        change: { tokens: `other\n${TOKEN}` },
        expected: [hashed("user_4711", "other"), hashed("user_0815", "other")],
      },
      {
        name: "left out without a token",
        change: { tokens: "", settings: { authentication: "off" } },
        expected: [undefined, undefined],
      },
      {
        name: "plain where settings say so",
        change: { settings: { audit: { accounts: "plain" } } },
        expected: ["user_4711", "user_0815"],
      },
    ],
    async ({ change, expected }) => {
      expect(await shown(change)).toEqual(expected);
    },
  );

  test("the key of the hashes is not the token, so that it signs nothing", () => {
    expect(hashed("user_4711")).not.toBe(
      createHmac("sha256", TOKEN).update("user_4711").digest("hex").slice(0, 16),
    );
  });
});

test("audit.include: these facets and no others; empty ones are left out", async () => {
  const message = about("Group.CallbackBeforeSendMsg", { CloudCustomData: undefined });
  const include = [
    "text",
    "elements",
    "mentions",
    "sender",
    "group",
    "clientIp",
    "custom",
    "eventTime",
    "platform",
  ];
  const { facets } = await createRecord(message, { settings: { audit: { include } } });
  const sample = readSample("Group.CallbackBeforeSendMsg");
  expect(facets).toEqual({
    text: expect.stringMatching(/./),
    elements: expect.arrayContaining(["TIMTextElem"]),
    sender: hashed(String(sample.From_Account)),
    group: sample.GroupId,
    clientIp: "127.0.0.1",
    eventTime: expect.stringMatching(/^\d{4}-.*Z$/),
    platform: "ios",
    ...(sample.GroupAtInfo === undefined ? {} : { mentions: expect.any(Array) }),
  });
});

testRows(
  [
    { Type: "ChatRoom", shown: "Meeting" },
    { Type: "Community", shown: "Community" },
    { Type: "drop table", shown: "other" },
  ],
  "a word of the wire's vocabulary is shown, another is `other`: $Type as $shown",
  async ({ Type, shown }) => {
    expect((await createRecord(about(GROUP, { Type }))).facets).toMatchObject({ groupType: shown });
  },
);

testRows(
  [
    { OptPlatform: "iOS", platform: "ios" },
    { OptPlatform: "Mac", platform: "macos" },
    { OptPlatform: "<script>", platform: "other" },
  ],
  "platform $OptPlatform as $platform",
  async ({ OptPlatform, platform }) => {
    expect(await createRecord({ ...group, query: { OptPlatform } })).toMatchObject({ platform });
  },
);

const manifest = { name: "manifest", value: "{}", version: "42" };
const inSet = (world: World): World => ({
  read: async () => ({ kind: "read", parameters: [...createTestParameters(world), manifest] }),
});

describe("golden lines: a change of any is a new version of the schema", () => {
  testRows<{ readonly name: string; readonly call: Call; readonly world?: World; readonly line: string }>(
    [
      {
        name: "a refusal, the set pushed",
        call: group,
        world: inSet(documents),
        line: `{"type":"audit","v":1,"time":"2022-12-01T05:21:52.000Z","requestId":"r-1","command":"${GROUP}","sdkAppId":1400000000,"platform":"ios","outcome":"decided","decision":"deny","code":10101,"token":0,"set":42,"policy":"44136fa355b3","passed":0,"effects":[{"rule":"names/types","effect":"deny","facet":"groupType"}],"facets":{"operator":"${hashed("u_mira")}","owner":"${hashed("u_mira")}","groupType":"Public","owned":4},"ms":0}`,
      },
      {
        name: "a plain allow that drifts",
        call: about(AFTER, { New: 1, "no key of ours": 1 }),
        world: inSet({ settings: { audit: { include: [] } } }),
        line: `{"type":"audit","v":1,"time":"2022-12-01T05:21:52.000Z","requestId":"r-1","command":"${AFTER}","sdkAppId":1400000000,"platform":"ios","outcome":"decided","decision":"allow","code":0,"token":0,"set":42,"policy":"44136fa355b3","passed":0,"drift":["unknown New","unknown other"],"facets":{},"ms":0}`,
      },
      {
        name: "a rejection",
        call: { body: "[1]" },
        line: `{"type":"audit","v":1,"time":"2022-12-01T05:21:52.000Z","requestId":"r-1","command":"${GROUP}","sdkAppId":1400000000,"platform":"ios","outcome":"rejected","reason":"body-not-json-object","code":400,"token":0,"ms":0}`,
      },
    ],
    async ({ call, world, line }) => {
      const written = await createLine(call, world);
      expect(written).toBe(line);
      expect(parseAuditLine(line)).toEqual(JSON.parse(line));
    },
  );

  const good = { type: "audit", v: 1, time: "t", requestId: "r", outcome: "decided", code: 0, ms: 1 };
  const full = {
    ...good,
    effects: [{ rule: "a/b", effect: "deny", limit: { max: 5, used: 5, retryAfterMs: 61_000 } }],
    answeredBy: "upstream",
  };

  test("the reader takes what the writer will say of limits and of an upstream", () => {
    expect(parseAuditLine(JSON.stringify(full))).toEqual(full);
  });

  testRows(
    [
      { name: "no JSON", line: "x" },
      { name: "another type", line: JSON.stringify({ ...good, type: "event" }) },
      { name: "no version", line: JSON.stringify({ ...good, v: undefined }) },
      { name: "a later version", line: JSON.stringify({ ...good, v: 2 }) },
      { name: "no code", line: JSON.stringify({ ...good, code: undefined }) },
      { name: "a time that is a number", line: JSON.stringify({ ...good, time: 1 }) },
      { name: "effects that are none", line: JSON.stringify({ ...good, effects: [null] }) },
      { name: "an effect without a rule", line: JSON.stringify({ ...good, effects: [{ effect: "deny" }] }) },
    ],
    "not read: $name",
    ({ line }) => {
      expect(parseAuditLine(line)).toBeUndefined();
    },
  );
});

describe("bounds", () => {
  const passing = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      id: `passes-${index}`,
      on: GROUP,
      when: "owned > 100",
      deny: {},
    }));
  const REQUEST_ID = "8a5e0c0e-7b1e-4a52-9d0f-2f3f6f9d6f11";

  testRows(
    [{ count: 0 }, { count: 10 }, { count: 100 }, { count: 300 }],
    "one effect beside $count rules that pass: at most 700 bytes",
    async ({ count }) => {
      const rules = [
        ...passing(count),
        { id: "a-rule-of-a-long-name", on: GROUP, when: 'name != ""', deny: {} },
      ];
      const { settings } = {
        settings: {
          audit: { include: ["operator", "owner", "groupType", "owned", "channel", "receiver", "sender"] },
        },
      };
      const line = await createLine(
        group,
        inSet({ settings, policies: { "a-document-of-a-long-name": { rules } } }),
        REQUEST_ID,
      );
      expect(JSON.parse(line)).toMatchObject({ passed: count, effects: [{ effect: "deny" }] });
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(700);
    },
  );

  test("50 effects, and how many more", async () => {
    const members = Array.from({ length: 60 }, (_, index) => ({ Member_Account: `u_${index}` }));
    const world = policy({ id: "all", on: INVITE, when: 'target != ""', deny: {} });
    const record = await createRecord(about(INVITE, { DestinationMembers: members }), world);
    expect(record.effects).toHaveLength(50);
    expect(record.more).toBe(10);
  });

  test("20 paths of drift", async () => {
    const strange = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`Key${index}`, 1]));
    expect((await createRecord(about(GROUP, strange))).drift).toHaveLength(20);
  });

  test("64 KiB: facets that do not fit are left out by name", async () => {
    const members = Array.from({ length: 20_000 }, (_, index) => ({ Member_Account: `\u0001字${index}` }));
    const world = { settings: { audit: { include: ["members", "operator"], accounts: "plain" } } };
    const line = await createLine(about(INVITE, { DestinationMembers: members }), world);
    expect(Buffer.byteLength(line)).toBeLessThan(65_536);
    const targets = await createLine(about(INVITE, { DestinationMembers: members }), {
      settings: { audit: { include: ["targets", "operator"], accounts: "plain" } },
      ...policy({ id: "all", on: INVITE, when: 'target != ""', deny: {} }),
    });
    expect(Buffer.byteLength(targets)).toBeLessThan(65_536);
    expect(parseAuditLine(targets)).toMatchObject({
      cut: ["targets"],
      facets: { operator: expect.any(String) },
    });
  });
});

describe("audit.sample", () => {
  const sampled = async (sample: number, call: Call, world: World, count: number) => {
    const lines: string[] = [];
    const { gate } = createTestGate({
      ...world,
      settings: { audit: { sample } },
      sinks: [createAuditSink((line) => lines.push(line))],
    });
    for (let index = 0; index < count; index++) await gate(createCallbackEvent(call), `request-${index}`);
    return lines.map((line) => parseAuditLine(line));
  };

  test("keeps that share of plain allows, the same ones every time, and says so", async () => {
    const kept = await sampled(0.25, group, {}, 400);
    expect(kept.length / 400).toBeCloseTo(0.25, 1);
    expect(new Set(kept.map((record) => record?.sample))).toEqual(new Set([0.25]));
    expect(await sampled(0.25, group, {}, 400)).toEqual(kept);
    expect(await sampled(0, group, {}, 20)).toEqual([]);
  });

  testRows<{ readonly name: string; readonly call: Call; readonly world: World }>(
    [
      { name: "a refusal", call: group, world: documents },
      {
        name: "a refusal in shadow",
        call: group,
        world: policy({ id: "s", on: GROUP, mode: "shadow", deny: {} }),
      },
      {
        name: "an exemption",
        call: group,
        world: policy({ id: "e", on: GROUP, unless: [{ account: ["u_mira"], reason: "Runs it" }], deny: {} }),
      },
      { name: "a rejection", call: { query: { Sign: "0" } }, world: {} },
      { name: "an unreadable payload", call: about(GROUP, { Name: 5 }), world: {} },
    ],
    "always keeps $name, without a rate",
    async ({ call, world }) => {
      const kept = await sampled(0, call, world, 3);
      expect(kept.map((record) => record?.sample)).toEqual([undefined, undefined, undefined]);
    },
  );

  test("keeps drift that the instance has not seen yet, up to 100 paths", async () => {
    expect(await sampled(0, about(GROUP, { New: 1 }), {}, 3)).toMatchObject([{ drift: ["unknown New"] }]);
    const strange = (from: number) =>
      about(GROUP, Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`Key${from + index}`, 1])));
    const lines: string[] = [];
    const { gate } = createTestGate({
      settings: { audit: { sample: 0 } },
      sinks: [createAuditSink((line) => lines.push(line))],
    });
    for (const from of [0, 60, 120, 180]) await gate(createCallbackEvent(strange(from)), "r");
    expect(lines).toHaveLength(2);
  });
});
