import {
  applyChanges,
  applyOptions,
  createScenario,
  type ScenarioOptions,
} from "../../lib/authoring/scenario.ts";
import { readFacets } from "../../lib/callback/read-facets.ts";
import { readPayload } from "../../lib/callback/read-payload.ts";
import { listFacets } from "../../lib/commands/facet-reading.ts";
import { type FacetName, facets } from "../../lib/commands/facets.ts";
import { commands } from "../../lib/commands/generated/index.ts";

const commandNamed = (name: string) => {
  const command = commands.get(name);
  if (command === undefined) throw new Error(`no ${name}`);
  return command;
};

const values = {
  account: "u_new",
  accounts: ["u_new", "u_other"],
  string: "@new",
  text: "new words",
  texts: ["new words", "other words"],
  word: "Work",
  words: ["TIMImageElem", "TIMFaceElem"],
  int: 7,
  timestamp: "2026-01-31T08:00:00.000Z",
  address: "192.0.2.1",
} as const;

const all: readonly (readonly [string, FacetName])[] = [...commands.values()].flatMap((command) =>
  listFacets(command).map((name) => [command.name, name] as const),
);
const nowhere = { platform: "", clientIp: "", sdkAppId: 0, now: 0 };
test.each(all)("%s: %s can be set, and the body stays readable", (commandName, name) => {
  const command = commandNamed(commandName);
  const sample = createScenario(command, 0);
  const { length } = readFacets(command, sample.payload, nowhere).targets;
  const value = values[facets[name].kind];
  const isSingle =
    name === "targets" && command.targets !== undefined && "accounts" in command.targets && length === 1;
  const result = applyChanges(sample, [
    { name, value: isSingle && Array.isArray(value) ? value.slice(0, 1) : value },
  ]);
  if (result.kind === "invalid") throw new Error(result.message);
  expect(readPayload(command, result.scenario.payload).kind).toBe("read");
});

const GROUP = "Group.CallbackBeforeCreateGroup";
const MESSAGE = "Group.CallbackBeforeSendMsg";
const INVITE = "Group.CallbackBeforeInviteJoinGroup";
const FRIENDS = "Sns.CallbackPrevFriendAdd";

const setOn = (name: string, options: ScenarioOptions) =>
  applyOptions(createScenario(commandNamed(name), 0), options);

describe("--set, as typed", () => {
  test.each<readonly [string, readonly string[], object]>([
    [GROUP, ["name=25"], { Name: "25" }],
    [GROUP, ["name=a=b"], { Name: "a=b" }],
    [GROUP, ['name="quoted"'], { Name: "quoted" }],
    [GROUP, ["owned=25"], { CreateGroupNum: 25 }],
    [GROUP, ["groupType=Meeting"], { Type: "Meeting" }],
    [GROUP, ["Name=25", "CreateGroupNum=7"], { Name: "25", CreateGroupNum: 7 }],
    [GROUP, ["members=a, b"], { MemberList: [{ Member_Account: "a" }, { Member_Account: "b" }] }],
    [GROUP, ['members=["a"]'], { MemberList: [{ Member_Account: "a" }] }],
    [
      GROUP,
      ["MemberList.1.Member_Account=x"],
      { MemberList: [{ Member_Account: "u_joao" }, { Member_Account: "x" }] },
    ],
    [GROUP, ["MemberList=[]", "InviteOption=Free"], { MemberList: [], InviteOption: "Free" }],
    [GROUP, ["eventTime=2026-01-31T08:00:00Z"], { EventTime: 1769846400000 }],
    [INVITE, ["target=a"], { DestinationMembers: [{ Member_Account: "a" }] }],
    [
      FRIENDS,
      ["targets=a,b", "note=hi"],
      {
        FriendItem: [
          { To_Account: "a", AddWording: "hi" },
          { To_Account: "b", AddWording: "hi" },
        ],
      },
    ],
    [
      "C2C.CallbackAfterSendMsg",
      ["urls=https://a"],
      {
        MsgBody: [
          { MsgType: "TIMFileElem", MsgContent: { Url: "https://a", FileName: "menu.pdf" } },
          { MsgType: "TIMTextElem", MsgContent: { Text: "lunch at noon?" } },
        ],
      },
    ],
    [
      "Bot.OnGroupMessage",
      ["customData=a,b"],
      {
        MsgBody: [
          { MsgType: "TIMCustomElem", MsgContent: { Data: "a" } },
          { MsgType: "TIMCustomElem", MsgContent: { Data: "b" } },
          { MsgType: "TIMTextElem" },
        ],
      },
    ],
    [MESSAGE, ["mentions=a,@all"], { GroupAtInfo: [{ GroupAt_Account: "a" }, { GroupAt_Account: "@all" }] }],
  ])("%s %j", (name, set, expected) => {
    expect(setOn(name, { set })).toMatchObject({ kind: "scenario", scenario: { payload: expected } });
  });

  test("null takes a field away; what stands beside a text stays", () => {
    const less = setOn(GROUP, { set: ["owned=null", "MemberList=null"] });
    expect(Object.keys(less.kind === "invalid" ? {} : less.scenario.payload)).toEqual([
      "CallbackCommand",
      "Operator_Account",
      "Owner_Account",
      "Type",
      "Name",
      "EventTime",
    ]);
    const picture = { MsgType: "TIMImageElem", MsgContent: {} };
    const body = JSON.stringify([{ MsgType: "TIMTextElem", MsgContent: { Text: "a" } }, picture]);
    expect(setOn(MESSAGE, { set: [`MsgBody=${body}`, "text=new"] })).toMatchObject({
      scenario: {
        payload: { MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "new" } }, picture] },
      },
    });
  });

  test("what is not in the payload: platform, address, app, clock, who asks", () => {
    const options = {
      set: ["platform=Web", "clientIp=192.0.2.9", "sdkAppId=7"],
      at: "2026-01-31T08:00:00Z",
      as: "me",
    };
    expect(setOn(MESSAGE, options)).toMatchObject({
      kind: "scenario",
      scenario: {
        platform: "Web",
        clientIp: "192.0.2.9",
        sdkAppId: 7,
        now: 1769846400000,
        payload: { Operator_Account: "me" },
      },
    });
  });

  test.each<{ readonly title: string; readonly options: ScenarioOptions; readonly says: string }>([
    { title: "no value", options: { set: ["name"] }, says: '"name" sets nothing' },
    {
      title: "an unknown name",
      options: { set: ["nmae=a"] },
      says: 'no facet or field "nmae". Did you mean',
    },
    { title: "a facet of other commands", options: { set: ["topic=a"] }, says: 'has no facet "topic"' },
    { title: "the command", options: { set: ["command=a"] }, says: "the command cannot be set" },
    { title: "no time as clock", options: { at: "noon" }, says: 'now: "noon" is not a time' },
    { title: "no time as facet", options: { set: ["eventTime=noon"] }, says: '"noon" is not a time' },
    { title: "the first of two mistakes", options: { set: ["a=1", "b=2"] }, says: '"a"' },
  ])("is refused: $title", ({ options, says }) => {
    expect(setOn(GROUP, options)).toEqual({ kind: "invalid", message: expect.stringContaining(says) });
  });

  test("--as is refused where nobody asks", () => {
    expect(setOn("Alert.RequestOverLimit", { as: "me" })).toEqual({
      kind: "invalid",
      message: "Alert.RequestOverLimit has neither operator nor sender: leave --as out",
    });
  });
});
