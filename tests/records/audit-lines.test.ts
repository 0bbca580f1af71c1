import { parseAuditLine } from "../../lib/records/audit.ts";
import { type Call, createTestParameters, type World } from "../support/gate.ts";
import { testRows } from "../support/table.ts";
import { about, createLine, documents, GROUP, group, hashed } from "./audit-records.ts";

const AFTER = "OfficialAccount.CallbackAfterMsgWithDraw";
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
