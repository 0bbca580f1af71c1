import { changed, changedAsTold, facetsOf, sampleTrial } from "../../lib/authoring/scenario.ts";
import { readFacets } from "../../lib/callback/read-facets.ts";
import { readPayload } from "../../lib/callback/read-payload.ts";
import { facets } from "../../lib/commands/facets.ts";
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
  word: "Work",
  words: ["TIMImageElem", "TIMFaceElem"],
  int: 7,
  timestamp: "2026-01-31T08:00:00.000Z",
  address: "192.0.2.1",
} as const;

const all = [...commands.values()].flatMap((command) =>
  facetsOf(command).map((name) => [command.name, name] as const),
);
const nowhere = { platform: "", clientIp: "", sdkAppId: 0, now: 0 };
test.each(all)("%s: %s can be set, and the body stays readable", (commandName, name) => {
  const command = commandNamed(commandName);
  const sample = sampleTrial(command, 0);
  const { length } = readFacets(command, sample.payload, nowhere).targets;
  const value = values[facets[name].kind];
  const alone = name === "targets" && command.targets?.each === "computed" && length === 1;
  const trial = changed(sample, [{ name, value: alone && Array.isArray(value) ? value.slice(0, 1) : value }]);
  if (typeof trial === "string") throw new Error(trial);
  expect(readPayload(command, trial.payload).kind).toBe("read");
});

const GROUP = "Group.CallbackBeforeCreateGroup";
const MESSAGE = "Group.CallbackBeforeSendMsg";
const INVITE = "Group.CallbackBeforeInviteJoinGroup";
const FRIENDS = "Sns.CallbackPrevFriendAdd";

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
    [MESSAGE, ["mentions=a,@all"], { GroupAtInfo: [{ GroupAt_Account: "a" }, { GroupAt_Account: "@all" }] }],
  ])("%s %j", (name, set, expected) => {
    const trial = changedAsTold(sampleTrial(commandNamed(name), 0), { set });
    expect(trial).toMatchObject({ payload: expected });
  });

  test("null takes a field away; what stands beside a text stays", () => {
    const less = changedAsTold(sampleTrial(commandNamed(GROUP), 0), {
      set: ["owned=null", "MemberList=null"],
    });
    expect(Object.keys(typeof less === "string" ? {} : less.payload)).toEqual([
      "CallbackCommand",
      "Operator_Account",
      "Owner_Account",
      "Type",
      "Name",
      "EventTime",
    ]);
    const picture = { MsgType: "TIMImageElem", MsgContent: {} };
    const body = JSON.stringify([{ MsgType: "TIMTextElem", MsgContent: { Text: "a" } }, picture]);
    expect(
      changedAsTold(sampleTrial(commandNamed(MESSAGE), 0), { set: [`MsgBody=${body}`, "text=new"] }),
    ).toMatchObject({
      payload: { MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "new" } }, picture] },
    });
  });

  test("what is not in the payload: platform, address, app, clock, who asks", () => {
    const told = {
      set: ["platform=Web", "clientIp=192.0.2.9", "sdkAppId=7"],
      at: "2026-01-31T08:00:00Z",
      as: "me",
    };
    expect(changedAsTold(sampleTrial(commandNamed(MESSAGE), 0), told)).toMatchObject({
      platform: "Web",
      clientIp: "192.0.2.9",
      sdkAppId: 7,
      now: 1769846400000,
      payload: { Operator_Account: "me" },
    });
  });
});
