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
import { testRows } from "../support/table.ts";

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

const all: readonly { readonly command: string; readonly facet: FacetName }[] = [
  ...commands.values(),
].flatMap((command) => listFacets(command).map((facet) => ({ command: command.name, facet })));
const nowhere = { platform: "", clientIp: "", sdkAppId: 0, now: 0 };
testRows(
  all,
  "$command: $facet can be set, and the body stays readable",
  ({ command: commandName, facet: name }) => {
    const command = commandNamed(commandName);
    const sample = createScenario(command, 0);
    const { length } = readFacets(command, sample.payload, nowhere).targets;
    const value = values[facets[name].kind];
    const isSingle =
      name === "targets" && command.targets !== undefined && "accounts" in command.targets && length === 1;
    const result = applyChanges(sample, [
      { name, value: isSingle && Array.isArray(value) ? value.slice(0, 1) : value },
    ]);
    if (result.kind === "invalid") throw new Error(result.found.code);
    expect(readPayload(command, result.scenario.payload).kind).toBe("read");
  },
);

const GROUP = "Group.CallbackBeforeCreateGroup";
const MESSAGE = "Group.CallbackBeforeSendMsg";
const INVITE = "Group.CallbackBeforeInviteJoinGroup";
const FRIENDS = "Sns.CallbackPrevFriendAdd";

const setOn = (name: string, options: ScenarioOptions) =>
  applyOptions(createScenario(commandNamed(name), 0), options);

describe("--set, as typed", () => {
  testRows<{ readonly command: string; readonly set: readonly string[]; readonly expected: object }>(
    [
      { command: GROUP, set: ["name=25"], expected: { Name: "25" } },
      { command: GROUP, set: ["name=a=b"], expected: { Name: "a=b" } },
      { command: GROUP, set: ['name="quoted"'], expected: { Name: "quoted" } },
      { command: GROUP, set: ["owned=25"], expected: { CreateGroupNum: 25 } },
      { command: GROUP, set: ["groupType=Meeting"], expected: { Type: "Meeting" } },
      { command: GROUP, set: ["Name=25", "CreateGroupNum=7"], expected: { Name: "25", CreateGroupNum: 7 } },
      {
        command: GROUP,
        set: ["members=a, b"],
        expected: { MemberList: [{ Member_Account: "a" }, { Member_Account: "b" }] },
      },
      { command: GROUP, set: ['members=["a"]'], expected: { MemberList: [{ Member_Account: "a" }] } },
      {
        command: GROUP,
        set: ["MemberList.1.Member_Account=x"],
        expected: { MemberList: [{ Member_Account: "u_joao" }, { Member_Account: "x" }] },
      },
      {
        command: GROUP,
        set: ["MemberList=[]", "InviteOption=Free"],
        expected: { MemberList: [], InviteOption: "Free" },
      },
      { command: GROUP, set: ["eventTime=2026-01-31T08:00:00Z"], expected: { EventTime: 1769846400000 } },
      { command: INVITE, set: ["target=a"], expected: { DestinationMembers: [{ Member_Account: "a" }] } },
      {
        command: FRIENDS,
        set: ["targets=a,b", "note=hi"],
        expected: {
          FriendItem: [
            { To_Account: "a", AddWording: "hi" },
            { To_Account: "b", AddWording: "hi" },
          ],
        },
      },
      {
        command: "C2C.CallbackAfterSendMsg",
        set: ["urls=https://a"],
        expected: {
          MsgBody: [
            { MsgType: "TIMFileElem", MsgContent: { Url: "https://a", FileName: "menu.pdf" } },
            { MsgType: "TIMTextElem", MsgContent: { Text: "lunch at noon?" } },
          ],
        },
      },
      {
        command: "Bot.OnGroupMessage",
        set: ["customData=a,b"],
        expected: {
          MsgBody: [
            { MsgType: "TIMCustomElem", MsgContent: { Data: "a" } },
            { MsgType: "TIMCustomElem", MsgContent: { Data: "b" } },
            { MsgType: "TIMTextElem" },
          ],
        },
      },
      {
        command: MESSAGE,
        set: ["mentions=a,@all"],
        expected: { GroupAtInfo: [{ GroupAt_Account: "a" }, { GroupAt_Account: "@all" }] },
      },
    ],
    "$command $set",
    ({ command, set, expected }) => {
      expect(setOn(command, { set })).toMatchObject({ kind: "scenario", scenario: { payload: expected } });
    },
  );

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

  testRows<{ readonly name: string; readonly options: ScenarioOptions; readonly found: object }>(
    [
      {
        name: "no value",
        options: { set: ["name"] },
        found: { code: "value-missing", token: "name" },
      },
      {
        name: "an unknown name",
        options: { set: ["nmae=a"] },
        found: { code: "unknown-input", token: "nmae", suggestion: "name" },
      },
      {
        name: "a facet of other commands",
        options: { set: ["topic=a"] },
        found: { code: "facet-unavailable", token: "topic" },
      },
      {
        name: "the command",
        options: { set: ["command=a"] },
        found: { code: "command-not-settable" },
      },
      {
        name: "no time as clock",
        options: { at: "noon" },
        found: { code: "invalid-time", token: "noon" },
      },
      {
        name: "no time as facet",
        options: { set: ["eventTime=noon"] },
        found: { code: "invalid-time", token: "noon" },
      },
      {
        name: "the first of two mistakes",
        options: { set: ["a=1", "b=2"] },
        found: { code: "unknown-input", token: "a" },
      },
    ],
    "is refused: $name",
    ({ options, found }) => {
      expect(setOn(GROUP, options)).toMatchObject({ kind: "invalid", found });
    },
  );

  test("--as is refused if nobody asks", () => {
    expect(setOn("Alert.RequestOverLimit", { as: "me" })).toMatchObject({
      kind: "invalid",
      found: { code: "no-actor", details: { command: "Alert.RequestOverLimit" } },
    });
  });
});
