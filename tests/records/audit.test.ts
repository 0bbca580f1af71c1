import { computeSignature } from "../../lib/callback/authenticate.ts";
import { readSample } from "../support/fixtures.ts";
import { type Call, createCallbackEvent, createTestGate, NOW, type World } from "../support/gate.ts";
import { testRows } from "../support/table.ts";
import { about, createRecord, documents, GROUP, group, hashed, policy } from "./audit-records.ts";

const INVITE = "Group.CallbackBeforeInviteJoinGroup";
const FRIENDS = "Sns.CallbackPrevFriendAdd";
const AFTER = "OfficialAccount.CallbackAfterMsgWithDraw";

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
        name: "rejected",
        call: { ...group, query: { Sign: computeSignature("other", "1669872112") } },
        expected: { ...common, outcome: "rejected", reason: "sign-mismatch", code: 401 },
      },
      {
        name: "rejected before anything was read",
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
        name: "rejected for its body",
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
