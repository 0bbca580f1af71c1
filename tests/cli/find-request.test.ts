import { parse } from "yaml";
import { startLoopback } from "../support/loopback.ts";
import { testRows } from "../support/table.ts";
import { type StageWorld, startStageWorld } from "./stage/stage-world.ts";

const AUDIT = {
  ...{ type: "audit", v: 1, time: "2026-06-15T09:30:00.000Z", requestId: "JKJaXmPLvHcESHA=" },
  ...{
    command: "Group.CallbackBeforeCreateGroup",
    sdkAppId: 1400000000,
    platform: "ios",
    outcome: "decided",
  },
  ...{ decision: "deny", code: 10101, set: 3, policy: "24bc0e429f24", passed: 0, ms: 1 },
  effects: [{ rule: "creation/live", effect: "deny", facet: "groupType" }],
  facets: { operator: "133990e45b6e36fb", groupType: "AVChatRoom" },
};
const RECORDING = {
  ...{
    type: "request",
    v: 1,
    time: "2026-06-15T09:30:00.000Z",
    requestId: "3f1c0a52-6b1d-4a57-9a43-3d1f0f6e7a10",
  },
  ...{ command: "Group.CallbackBeforeCreateGroup", platform: "Android", clientIp: "198.51.100.4" },
  ...{ sdkAppId: 1400000000, decision: { verdict: "deny", code: 10101 } },
  body: {
    ...{
      CallbackCommand: "Group.CallbackBeforeCreateGroup",
      Operator_Account: "u_zoe",
      Owner_Account: "u_zoe",
    },
    ...{ Type: "AVChatRoom", Name: "Radio", CreateGroupNum: 1, MemberList: [], EventTime: 1764950412345 },
  },
};
const LINES = [AUDIT, RECORDING].map((line) => JSON.stringify(line));
const POLICY = `rules:
  - id: live
    on: Group.CallbackBeforeCreateGroup
    when: groupType == "AVChatRoom"
    deny: { code: 10101 }
`;

let world: StageWorld;
let logs: Awaited<ReturnType<typeof startLoopback>>;
beforeEach(async () => {
  world = await startStageWorld();
  logs = await startLoopback((_, response) => {
    response.end(JSON.stringify({ events: LINES.map((message) => ({ message })) }));
  });
  world.write({
    "policies/settings.yaml": "sdkAppIds: [1400000000]\n",
    "policies/stages/dev.yaml": "sdkAppIds: [1400000000]\n",
    "policies/creation.yaml": POLICY,
    "log.jsonl": LINES.join("\n"),
  });
});
afterEach(async () => {
  await logs.close();
  await world.close();
});

const readTests = () => parse(world.file("policies/creation.test.yaml")).tests;
const DENIED = { decision: "deny", code: 10101, effects: { "creation/live": "deny" } };

testRows(
  [
    {
      title: "a recording has the whole request",
      line: `policy test --new ${RECORDING.requestId} --log log.jsonl`,
      set: {
        ...{ platform: "Android", clientIp: "198.51.100.4", sdkAppId: 1400000000 },
        ...{ Operator_Account: "u_zoe", Owner_Account: "u_zoe", Type: "AVChatRoom", Name: "Radio" },
        ...{ CreateGroupNum: 1, MemberList: [] },
      },
      assumed: undefined,
    },
    {
      title: "an audit line has some facets; hashes of accounts are left out",
      line: `policy test --new ${AUDIT.requestId} --log log.jsonl`,
      set: { platform: "ios", sdkAppId: 1400000000, Type: "AVChatRoom" },
      assumed: "operator, owner, name, owned, members, eventTime",
    },
    {
      title: "a stage's log is searched",
      line: `policy test --new ${AUDIT.requestId} --stage dev`,
      set: { platform: "ios", sdkAppId: 1400000000, Type: "AVChatRoom" },
      assumed: "operator, owner, name, owned, members, eventTime",
    },
  ],
  "$title",
  async ({ line, set, assumed }) => {
    const { code, out, err } = await world.chatgate(line, {
      env: { AWS_ENDPOINT_URL_LOGS: logs.url },
    });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const note = `\nThe log does not have ${assumed}: the test has the sample's. Set them with \`set\`.`;
    expect(out).toBe(
      `Added "deny Group.CallbackBeforeCreateGroup as on 2026-06-15" to policies/creation.test.yaml. It holds the event's accounts and texts: replace what is not yours to keep.${assumed === undefined ? "" : note}`,
    );
    expect(readTests()).toEqual([
      expect.objectContaining({ set, at: "2026-06-15T09:30:00.000Z", expect: DENIED }),
    ]);
    expect((await world.chatgate("policy test")).out).toContain("1 test, all passed;");
  },
);

testRows(
  [
    {
      line: "policy test --new JKJaXmPLvHcESHB= --log log.jsonl",
      err: "[audit-line-missing]",
    },
    { line: "policy test --new JKJaXmPLvHcESHA=", err: "[usage]" },
    { line: "policy test --log log.jsonl", err: "[usage]" },
    { line: "policy test --new JKJaXmPLvHcESHA= --log none.jsonl", err: "[log-unreadable]" },
  ],
  "chatgate $line says: $err",
  async ({ line, err }) => {
    const ran = await world.chatgate(line);
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining(err) });
  },
);
