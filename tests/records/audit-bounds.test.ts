import { parseAuditLine } from "../../lib/records/audit.ts";
import { createAuditSink } from "../../lib/sinks/audit.ts";
import {
  type Call,
  createCallbackEvent,
  createTestGate,
  createTestParameters,
  type World,
} from "../support/gate.ts";
import { testRows } from "../support/table.ts";
import { about, createLine, createRecord, documents, GROUP, group, policy } from "./audit-records.ts";

const INVITE = "Group.CallbackBeforeInviteJoinGroup";
const manifest = { name: "manifest", value: "{}", version: "42" };

const inSet = (world: World): World => ({
  read: async () => ({ kind: "read", parameters: [...createTestParameters(world), manifest] }),
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
