import { parseObject } from "../../../lib/json.ts";
import { startLoopback } from "../../support/loopback.ts";
import { hashAccount } from "../../support/replay-sets.ts";
import { testRows } from "../../support/table.ts";
import { type StageWorld, startStageWorld } from "../stage/stage-world.ts";

const NOW = Date.parse("2026-06-15T10:00:00Z");
const CREATE = "Group.CallbackBeforeCreateGroup";
const MIRA = hashAccount("u_mira");
type Fields = Readonly<Record<string, unknown>>;

const createAuditLine = (minutesAgo: number, requestId: string, fields: Fields = {}) =>
  JSON.stringify({
    ...{ type: "audit", v: 1, time: new Date(NOW - minutesAgo * 60_000).toISOString(), requestId },
    ...{ command: CREATE, outcome: "decided", decision: "allow", code: 0, set: 1, passed: 1, ms: 1 },
    ...{ facets: { operator: hashAccount("u_zoe"), groupType: "Public" }, ...fields },
  });

const DENIED = { decision: "deny", code: 10101, passed: 0 };
const LINES = [
  createAuditLine(50, "r-1"),
  createAuditLine(40, "r-2", {
    ...DENIED,
    effects: [{ rule: "creation/group-types", effect: "deny", facet: "groupType" }],
    facets: { operator: MIRA, groupType: "Meeting" },
  }),
  "START RequestId: something of Lambda's",
  createAuditLine(30, "r-3", {
    effects: [{ rule: "creation/quiet", effect: "would-deny", facet: "groupType" }],
  }),
  createAuditLine(20, "r-4", {
    command: undefined,
    outcome: "rejected",
    decision: undefined,
    code: 401,
    reason: "sign-mismatch",
  }),
  createAuditLine(10, "r-5", {
    ...DENIED,
    effects: [
      { rule: "creation/group-types", effect: "deny", facet: "groupType" },
      { rule: "creation/quiet", effect: "would-deny", facet: "groupType" },
    ],
  }),
];

let world: StageWorld;
let logs: Awaited<ReturnType<typeof startLoopback>>;
/** One answer for each poll, the last one for all that follow. */
let polls: readonly (readonly string[])[];

beforeEach(async () => {
  world = await startStageWorld();
  polls = [LINES];
  let asked = 0;
  logs = await startLoopback((_, response) => {
    const lines = polls[Math.min(asked++, polls.length - 1)] ?? [];
    response.end(
      JSON.stringify({ events: lines.map((message, index) => ({ eventId: String(index), message })) }),
    );
  });
  const shadow = `  - id: quiet\n    on: ${CREATE}\n    when: groupType == "Public"\n    mode: shadow\n    deny: {}\n`;
  world.write({ "policies/creation.yaml": `${world.file("policies/creation.yaml")}${shadow}` });
  world.store.put("/chatgate-secrets/dev/tokens", "xxxxyyyy\n", { type: "SecureString" });
  await world.push("First rules");
});
afterEach(async () => {
  await Promise.all([world.close(), logs.close()]);
});

const chatgate = (line: string) =>
  world.chatgate(line, { env: { AWS_ENDPOINT_URL_LOGS: logs.url }, now: () => NOW });

testRows(
  [
    { name: "all", flags: "", ids: ["r-1", "r-2", "r-3", "r-4", "r-5"] },
    { name: "refused", flags: "--decision refused", ids: ["r-2", "r-5"] },
    { name: "an outcome", flags: "--outcome rejected", ids: ["r-4"] },
    { name: "a rule", flags: '--rule "creation/qu*"', ids: ["r-3", "r-5"] },
    { name: "a command", flags: '--command "Group.*"', ids: ["r-1", "r-2", "r-3", "r-5"] },
    { name: "an account, hashed here", flags: "--account u_mira", ids: ["r-2"] },
    { name: "what happened since", flags: "--since 25m", ids: ["r-4", "r-5"] },
  ],
  "tail shows $name, whatever the log's own filter lets through",
  async ({ flags, ids }) => {
    const since = flags.includes("--since") ? "" : "--since 1h";
    const { code, out, err } = await chatgate(`tail --stage dev --no-follow ${since} --json ${flags}`);
    expect([code, err]).toEqual([0, ""]);
    expect(out.split("\n").map((line) => parseObject(line)?.requestId)).toEqual(ids);
  },
);

test("tail shows a line a request", async () => {
  const { out } = await chatgate("tail --stage dev --no-follow --since 1h --decision refused");
  expect(out.split("\n")[0]).toBe(
    `09:20:00  deny      ${CREATE}  ${MIRA}  10101  creation/group-types deny groupType  r-2`,
  );
});

test("tail ends if the log cannot be read", async () => {
  const env = { AWS_ENDPOINT_URL_LOGS: "http://127.0.0.1:1" };
  const { code, err } = await world.chatgate("tail --stage dev", { env, now: () => NOW });
  expect([code, err]).toEqual([2, expect.stringMatching(/\(ECONNREFUSED\).* \[log-unreadable\]$/)]);
});

test("why explains a request: what decided, by which set, and what today's set would do", async () => {
  const { code, out } = await chatgate("why r-2 --stage dev");
  expect(code).toBe(0);
  expect(out).toBe(
    [
      `2026-06-15 09:20:00  deny      ${CREATE}  ${MIRA}  10101  creation/group-types deny groupType  r-2`,
      `  operator   "${MIRA}"`,
      '  groupType  "Meeting"',
      "Decided by set 1",
      "  creation/group-types deny groupType",
      "  0 other rules passed",
      "Today      ssm:/chatgate/dev would decide the same: deny 10101 by creation/group-types",
    ].join("\n"),
  );
});

test("why tells what a rule that changed since would do", async () => {
  world.write({
    "policies/creation.yaml": `rules:\n  - id: group-types\n    on: ${CREATE}\n    when: groupType == "Public"\n    deny: { code: 10102 }\n`,
  });
  await world.push("Others");
  expect((await chatgate("why r-2 --stage dev")).out).toMatch(/Today {6}\S+ would allow$/);
  expect((await chatgate("why r-1 --stage dev")).out).toMatch(/would deny 10102 by creation\/group-types$/);
});

test("why finds all requests of an account, and says where it found none", async () => {
  const { out } = await chatgate("why --account u_mira --since 2h --stage dev --json");
  expect(JSON.parse(out)).toMatchObject([{ requestId: "r-2", today: { verdict: "deny", code: 10101 } }]);
  const { code, err } = await chatgate("why r-9 --stage dev");
  expect([code, err]).toEqual([1, expect.stringMatching(/"r-9".* \[audit-line-missing\]$/)]);
});

testRows(
  [
    {
      title: "Lambda's id",
      line: "why 3f1c0a52-6b1d-4a57-9a43-3d1f0f6e7a10",
      pattern: '"3f1c0a52-6b1d-4a57-9a43-3d1f0f6e7a10"',
    },
    { title: "API Gateway's id", line: "why JKJaXmPL-HcESHA=", pattern: '"JKJaXmPL-HcESHA="' },
    { title: "an account", line: "why --account u_mira", pattern: '{ $.type = "audit" }' },
  ],
  "why asks CloudWatch for the lines of $title alone",
  async ({ line, pattern }) => {
    await chatgate(`${line} --stage dev`);
    expect(logs.received.map(({ body }) => parseObject(body)?.filterPattern)).toEqual([pattern]);
  },
);

testRows(
  [{ id: "r\\2" }, { id: "r\n2" }, { id: "ä" }, { id: "x".repeat(201) }],
  "what cannot be a request's id is not looked for: $id",
  async ({ id }) => {
    const { code, err } = await chatgate(`why "${id}" --stage dev`);
    expect([code, err]).toEqual([2, expect.stringContaining("[usage]")]);
    expect(logs.received).toEqual([]);
  },
);

test("why reads an earlier set once for all lines that it decided", async () => {
  world.write({ "policies/lists/reserved.txt": "other\n" });
  await world.push("Others");
  world.store.requests.length = 0;
  const { out } = await chatgate("why --account u_zoe --since 2h --stage dev --json");
  const decided = JSON.parse(out).filter(({ outcome }: Fields) => outcome === "decided");
  expect(decided.map(({ set }: Fields) => set)).toEqual(["1", "1", "1"]);
  const reads = world.store.requests.filter(({ body }) => JSON.stringify(body).includes("/manifest:1"));
  expect(reads).toHaveLength(1);
});

test("policy shadow says how many more a rule would refuse, enforced", async () => {
  const { code, out } = await chatgate("policy shadow --stage dev --since 7d");
  expect(code).toBe(0);
  expect(out).toContain(
    [
      "creation/quiet  in shadow since set 2 (today)",
      "  would have refused 2 of 4 requests that it covers (50.0 %), by 1 accounts",
      "  1 of them were refused anyway by other rules; enforcing it refuses 1 more; 0 exempt",
      `  a day  █  2 to 2      most  ${hashAccount("u_zoe")} 2`,
      "  → take `mode: shadow` out of policies/creation.yaml:9, then chatgate policy push --stage dev",
    ].join("\n"),
  );
});

test("policy shadow weighs lines by what they stand for", async () => {
  polls = [[createAuditLine(5, "r-6", { sample: 0.1, passed: 2 }), ...LINES]];
  const { out } = await chatgate("policy shadow --stage dev");
  expect(out).toContain("would have refused ≈2 of ≈14 requests");
  expect(JSON.parse((await chatgate("policy shadow --stage dev --json")).out)).toMatchObject({
    rules: [{ rule: "creation/quiet", would: 2, refusedAnyway: 1 }],
  });
});
