import { createHash, createHmac } from "node:crypto";
import { computeSignature } from "../../lib/callback/authenticate.ts";
import { sampleOf } from "../support/fixtures.ts";
import { type Call, eventOf, gateOf, NOW, TOKEN, type World } from "../support/gate.ts";

const GROUP = "Group.CallbackBeforeCreateGroup";
const INVITE = "Group.CallbackBeforeInviteJoinGroup";
const FRIENDS = "Sns.CallbackPrevFriendAdd";
const AFTER = "OfficialAccount.CallbackAfterMsgWithDraw";

/** As written: what is undefined is not there. */
async function recordOf(call: Call, world: World = {}): Promise<Readonly<Record<string, unknown>>> {
  const { gate, audits } = gateOf(world);
  await gate(eventOf(call), "r-1");
  return JSON.parse(JSON.stringify(audits[0] ?? {}));
}

const about = (command: string, change: object = {}): Call => ({
  command,
  body: { ...sampleOf(command), ...change },
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
  time: "2022-12-01T05:21:52.000Z",
  requestId: "r-1",
  command: GROUP,
  platform: "ios",
  ms: 0,
};
const known = { ...common, sdkAppId: 1400000000, token: 0 };
const facets = { operator: hashed("u_mira"), owner: hashed("u_mira"), groupType: "Public", owned: 4 };

const documents = policy({ id: "types", on: GROUP, when: 'groupType == "Public"', deny: { code: 10101 } });
const version = {
  document: "names",
  version: "1",
  sha256: createHash("sha256").update(JSON.stringify(documents.policies.names)).digest("hex"),
};

describe("the record of each ending, whole", () => {
  test.each<[string, Call, object, World?]>([
    [
      "decided, without a policy",
      group,
      { ...known, outcome: "decided", decision: "allow", code: 0, rules: [], policy: [], facets },
    ],
    [
      "decided",
      group,
      {
        ...known,
        outcome: "decided",
        decision: "deny",
        code: 10101,
        rules: [{ rule: "names/types", effect: "deny", facet: "groupType" }],
        policy: [version],
        facets,
      },
      documents,
    ],
    [
      "decided, an after-command",
      about(AFTER),
      {
        ...known,
        command: AFTER,
        outcome: "decided",
        decision: "allow",
        code: 0,
        rules: [],
        policy: [],
        facets: { channel: hashed(String(sampleOf(AFTER).Official_Account)) },
      },
    ],
    [
      "verified",
      { body: "", query: { CallbackCommand: undefined, SdkAppid: undefined, OptPlatform: undefined } },
      {
        ...common,
        command: undefined,
        platform: "other",
        sdkAppId: 0,
        token: 0,
        outcome: "verified",
        code: 0,
      },
    ],
    [
      "unknown, whose name is somebody else's word",
      { command: "Group.CallbackNew", body: "x" },
      { ...known, command: undefined, outcome: "unknown", code: 0 },
    ],
    [
      "unreadable",
      about(GROUP, { Name: 5 }),
      { ...known, outcome: "unreadable", decision: "deny", reason: "Name", code: 1 },
      { settings: { onUnreadable: "deny" } },
    ],
    [
      "faulted, without settings",
      group,
      {
        ...common,
        outcome: "faulted",
        decision: "allow",
        reason: "settings-unavailable",
        detail: "SSM is down",
        code: 0,
      },
      { read: async () => ({ kind: "failed", reason: "SSM is down" }) },
    ],
    [
      "faulted, without a good policy set",
      group,
      {
        ...known,
        outcome: "faulted",
        decision: "deny",
        reason: "policy-unavailable",
        detail: expect.stringMatching(/^unknown-command policies\/names rules\.0\.on "Nope"/),
        code: 1,
      },
      { ...policy({ id: "x", on: "Nope", deny: {} }), settings: { onFault: "deny" } },
    ],
    [
      "turned away",
      { ...group, query: { Sign: computeSignature("other", "1669872112") } },
      { ...common, outcome: "rejected", reason: "sign-mismatch", code: 401 },
    ],
    [
      "turned away before anything was read",
      { ...group, event: { requestContext: { http: { method: "GET" } } } },
      {
        ...common,
        command: undefined,
        platform: undefined,
        outcome: "rejected",
        reason: "method-not-allowed",
        code: 405,
      },
    ],
    [
      "turned away for its body",
      { body: "[1]" },
      { ...known, outcome: "rejected", reason: "body-not-json-object", code: 400 },
    ],
    [
      "with authentication off",
      { ...group, query: { Sign: undefined } },
      {
        ...known,
        token: undefined,
        outcome: "decided",
        decision: "allow",
        code: 0,
        rules: [],
        policy: [],
        facets,
      },
      { settings: { authentication: "off" } },
    ],
  ])("%s", async (_, call, expected, world = {}) => {
    expect(await recordOf(call, world)).toEqual(expected);
  });

  test("past the deadline", async () => {
    let time = NOW;
    const { gate, audits } = gateOf({ now: () => time, settings: { onDeadline: "deny" } });
    const answer = gate(eventOf(about(FRIENDS)), "r-1");
    time += 1600;
    await answer;
    expect(audits[0]).toMatchObject({ outcome: "deadline", decision: "deny", code: 0, ms: 1600 });
  });

  test("a fault names the error and its place, never its message", async () => {
    const { gate, audits } = gateOf({
      commands: {
        get: () => {
          throw new TypeError("u_mira said so");
        },
      } as unknown as ReadonlyMap<string, never>, // only `get` is called
    });
    await gate(eventOf(group), "r-1");
    const [record] = audits;
    expect(record).toMatchObject({ outcome: "faulted", reason: "fault", decision: "allow" });
    expect(record?.detail).toMatch(/^TypeError at .*audit\.test\.ts:\d+:\d+\)?$/);
  });
});

describe("rules", () => {
  const lists = { barred: "u_joao\nu_lena", reserved: "official\nsupport" };
  const rulesOf = async (call: Call, ...rules: readonly object[]) =>
    (await recordOf(call, { ...policy(...rules), lists })).rules;

  test("every live rule's effect, in order, with the facet and the entry that made it", async () => {
    const named = about(GROUP, { Name: "The OFFICIAL club" });
    const on = GROUP;
    expect(
      await rulesOf(
        named,
        { id: "word", on, when: "name.hasWord(lists.reserved)", deny: { code: 10102 } },
        { id: "passes", on, when: "owned > 100", deny: {} },
        { id: "shadowed", on, mode: "shadow", when: "owned > 1", deny: {} },
        { id: "off", on, mode: "off", when: "owned > 1", deny: {} },
        { id: "spared", on, unless: [{ account: ["u_mira"], reason: "Runs it" }], deny: {} },
        { id: "always", on, observe: {} },
        { id: "fails", on, when: "1 / (owned - owned) == 1", deny: {} },
      ),
    ).toEqual([
      { rule: "names/word", effect: "deny", facet: "name", entry: "official", span: [4, 12] },
      { rule: "names/passes", effect: "pass" },
      { rule: "names/shadowed", effect: "would-deny", facet: "owned" },
      { rule: "names/spared", effect: "exempt" },
      { rule: "names/always", effect: "observe" },
      { rule: "names/fails", effect: "error", error: expect.stringMatching(/zero/i) },
    ]);
  });

  test("targets and the entries that name accounts are hashed like accounts", async () => {
    const members = ["u_joao", "u_ines", "u_lena"].map((Member_Account) => ({ Member_Account }));
    expect(
      await rulesOf(about(INVITE, { DestinationMembers: members }), {
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
    const record = await recordOf(call, { ...world, ...change });
    const rules = record.rules as { target?: string }[] | undefined; // as createAuditRecord writes them
    return [(record.facets as { sender?: string } | undefined)?.sender, rules?.[0]?.target]; // likewise
  };

  test.each<[string, World, unknown]>([
    ["hashed under the first token", {}, [hashed("user_4711"), hashed("user_0815")]],
    [
      "by the first, whichever token signed: the same account reads the same",
      { tokens: `other\n${TOKEN}` },
      [hashed("user_4711", "other"), hashed("user_0815", "other")],
    ],
    ["left out without a token", { tokens: "", settings: { authentication: "off" } }, [undefined, undefined]],
    [
      "plain where settings say so",
      { settings: { audit: { accounts: "plain" } } },
      ["user_4711", "user_0815"],
    ],
  ])("%s", async (_, change, expected) => {
    expect(await shown(change)).toEqual(expected);
  });

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
  const { facets } = await recordOf(message, { settings: { audit: { include } } });
  const sample = sampleOf("Group.CallbackBeforeSendMsg");
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

test.each([
  ["ChatRoom", "Meeting"],
  ["Community", "Community"],
  ["drop table", "other"],
])("a word of the wire's vocabulary is shown, another is `other`: %s as %s", async (Type, shown) => {
  expect((await recordOf(about(GROUP, { Type }))).facets).toMatchObject({ groupType: shown });
});

test.each([
  ["iOS", "ios"],
  ["Mac", "macos"],
  ["<script>", "other"],
])("platform %s as %s", async (OptPlatform, platform) => {
  expect(await recordOf({ ...group, query: { OptPlatform } })).toMatchObject({ platform });
});
