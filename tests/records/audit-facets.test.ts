import { createHmac } from "node:crypto";
import { readSample } from "../support/fixtures.ts";
import { type Call, TOKEN, type World } from "../support/gate.ts";
import { testRows } from "../support/table.ts";
import { about, createRecord, GROUP, group, hashed, policy } from "./audit-records.ts";

const FRIENDS = "Sns.CallbackPrevFriendAdd";

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
        name: "plain if settings say so",
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
