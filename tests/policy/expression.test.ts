import { commands } from "../../lib/commands/generated/index.ts";
import { payloadShape } from "../../lib/commands/payload.ts";
import {
  createLanguage,
  type Expression,
  subjectOf,
  subjectWith,
  type Values,
} from "../../lib/policy/expression.ts";
import { requestOf } from "../../lib/policy/request.ts";
import { sampleOf } from "../support/fixtures.ts";

const CREATE = "Group.CallbackBeforeCreateGroup";
const SEND = "Group.CallbackBeforeSendMsg";
const RECORDING = "Follow.CallbackAfterCloudRecordingChanged";

function shapeOf(name: string) {
  const command = commands.get(name);
  if (command === undefined) throw new Error(name);
  return payloadShape(command);
}

function compiled(when: string, command?: string): Expression {
  const expression = createLanguage(new Map()).compile(
    when,
    command === undefined ? undefined : shapeOf(command),
  );
  if (!("source" in expression)) throw new Error(expression[0]?.message);
  return expression;
}

describe("facets in CEL", () => {
  const values: Values = {
    owned: 4,
    sdkAppId: 1400000000,
    name: "née 👩‍👩‍👧",
    members: ["ann", "bob"],
    elements: ["TIMTextElem", "TIMImageElem"],
    mentions: ["@all"],
    now: new Date("2026-03-01T12:00:00Z"),
    eventTime: new Date("2026-03-01T11:59:58Z"),
    groupType: "Work",
  };
  test.each<[when: string, holds: boolean]>([
    ["owned > 3", true],
    ["owned >= 5 || owned == 4", true],
    ["owned / 3 == 1", true],
    ["owned % 3 == 1 && -owned < 0", true],
    ["owned in [1, 4]", true],
    ["double(owned) > 3.5", true],
    ["sdkAppId == 1400000000", true],
    ['name.startsWith("née") && name.endsWith("👧")', true],
    ["name.size() == 9", true],
    ["members.size() == 2 && members[0] == 'ann'", true],
    ["'bob' in members && !('eve' in members)", true],
    ["members.exists(m, m == 'bob') && !members.all(m, m == 'bob')", true],
    ["members.exists_one(m, m.startsWith('a')) && members.filter(m, m != 'ann').size() == 1", true],
    ["members.map(m, m + '!') == ['ann!', 'bob!']", true],
    ["elements == ['TIMTextElem', 'TIMImageElem'] && '@all' in mentions", true],
    ["now > timestamp('2026-03-01T11:00:00Z')", true],
    ["now - eventTime == duration('2s') && now - duration('1h') < eventTime", true],
    ["now.getHours('Asia/Singapore') == 20 && now.getDayOfWeek() == 0", true],
    ["groupType in ['Work', 'Public'] ? owned > 1 : false", true],
    ["!(groupType == 'Work')", false],
    ["name.contains('ée') && name.lowerAscii() != ''", true],
    ["target == '' && text == '' && owner == ''", true],
  ])("%s: %s", (when, holds) => {
    const all: Values = { target: "", text: "", owner: "", ...values };
    expect(compiled(when).holds(subjectOf(all))).toBe(holds);
  });

  test("what came in stays as it was: no BigInt outside CEL", () => {
    const subject = subjectOf(values);
    compiled("owned > 3 && sdkAppId > 0").holds(subject);
    expect(subject.values).toBe(values);
    expect(values.owned).toBe(4);
    expect(subject.context).toMatchObject({ owned: 4n, sdkAppId: 1400000000n });
  });

  test("a facet that is not there is its type's empty value where the reader says so", () => {
    expect(subjectOf({}).context).toMatchObject({ owned: 0n, sdkAppId: 0n });
  });

  test("a target's own facets lie over the request's", () => {
    const whole = subjectOf({ target: "", note: "", operator: "op", owned: 2 });
    const own = subjectWith(whole, { target: "ann", note: "hi" });
    expect(compiled('target == "ann" && note == "hi" && operator == "op" && owned == 2').holds(own)).toBe(
      true,
    );
    expect(compiled('target == ""').holds(whole)).toBe(true);
    expect(own.values).toEqual({ target: "ann", note: "hi", operator: "op", owned: 2 });
  });
});

describe("request, typed by the command", () => {
  const holds = (when: string, command: string, change = {}) =>
    compiled(when, command).holds(
      subjectOf({ text: "absent" }, requestOf({ ...sampleOf(command), ...change }, shapeOf(command))),
    );
  test.each<[when: string, command: string, change: object, result: unknown]>([
    ['request.Name == "x"', CREATE, { Name: "x" }, true],
    ["request.MemberList.size() == 1", CREATE, { MemberList: [{ Member_Account: "ann" }] }, true],
    [
      'request.MemberList.exists(m, m.Member_Account == "ann")',
      CREATE,
      { MemberList: [{ Member_Account: "ann" }] },
      true,
    ],
    [
      'request.MemberList[0].Member_Account == "ann"',
      CREATE,
      { MemberList: [{ Member_Account: "ann" }] },
      true,
    ],
    ["request.CreateGroupNum > 3", CREATE, { CreateGroupNum: 4 }, true],
    [
      'request.RoomInfo.RoomName == "r" && !has(request.RoomInfo.ViewCount)',
      "Live.CallbackAfterCreateRoom",
      { RoomInfo: { RoomName: "r" } },
      true,
    ],
    [
      "request.RoomInfo.Category[1] == 2",
      "Live.CallbackAfterCreateRoom",
      { RoomInfo: { Category: [1, 2] } },
      true,
    ],
    [
      'request.EventInfo.Payload.constructor == "Object" && request.EventInfo.Payload["__proto__"].size() == 1',
      RECORDING,
      JSON.parse('{"EventInfo":{"constructor":1,"Payload":{"constructor":"Object","__proto__":{"a":1}}}}'),
      true,
    ],
    ["has(request.CreateGroupNum)", CREATE, { CreateGroupNum: undefined }, false],
    [
      "has(request.CreateGroupNum) && request.CreateGroupNum > 3",
      CREATE,
      { CreateGroupNum: undefined },
      false,
    ],
    [
      "request.CreateGroupNum > 3",
      CREATE,
      { CreateGroupNum: undefined },
      { error: "no such key: CreateGroupNum" },
    ],
    [
      "request.CreateGroupNum > 3",
      CREATE,
      { CreateGroupNum: 1.5 },
      { error: "field type mismatch: CreateGroupNum" },
    ],
    [
      'request.MsgBody[0].MsgContent.Text == "hi"',
      SEND,
      { MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "hi" } }] },
      true,
    ],
    [
      "request.MsgBody.exists(e, has(e.MsgContent.Index) && e.MsgContent.Index == 7)",
      SEND,
      { MsgBody: [{ MsgType: "TIMFaceElem", MsgContent: { Index: 7 } }] },
      true,
    ],
    [
      "request.MsgBody[0].MsgContent.Index == 1",
      SEND,
      { MsgBody: [] },
      { error: "index out of bounds: request.MsgBody[0]" },
    ],
    [
      "request.EventInfo.Payload[text] == 1",
      RECORDING,
      { EventInfo: { Payload: {} } },
      { error: "no such key: request.EventInfo.Payload[text]" },
    ],
  ])("%s", (when, command, change, result) => expect(holds(when, command, change)).toEqual(result));

  test("is converted only for expressions that read it", () => {
    expect(compiled("owned > 3", CREATE).readsRequest).toBe(false);
    expect(compiled('"request" == name', CREATE).readsRequest).toBe(false);
    expect(compiled("request.Name == name", CREATE).readsRequest).toBe(true);
  });

  test("is not known without a command's shape", () => {
    expect(createLanguage(new Map()).compile("request.Name == name")).toEqual([
      { offset: 0, message: 'unknown facet "request".' },
    ]);
  });
});

describe("what fails at run time says where, and no value", () => {
  const secret = "s3cr3t-account";
  const values: Values = {
    text: secret,
    name: secret,
    owned: 9007199254740991,
    sender: "12",
    members: [secret],
  };
  test.each<[when: string, error: string]>([
    ["int(text) > 1", "int conversion error: int(text)"],
    ["owned / (owned - owned) > 0", "division by zero: owned / (owned - owned)"],
    ["owned % (owned - owned) > 0", "modulo by zero: owned % (owned - owned)"],
    ["owned * owned * owned > 0", "numeric overflow: owned * owned"],
    ["members[5] == text", "index out of bounds: members[5]"],
    ["timestamp(text) > now", "invalid timestamp: timestamp(text)"],
    ["duration(text) > duration('1s')", "invalid duration: duration(text)"],
    ["text.substring(99) == ''", "index out of range: text.substring(99)"],
    ["request.EventInfo.Payload[text] == 1", "no such key: request.EventInfo.Payload[text]"],
  ])("%s", (when, error) => {
    const request = { EventInfo: { Payload: { other: 1 } } };
    const result = compiled(when, RECORDING).holds(
      subjectOf({ now: new Date(0), ...values }, requestOf(request, shapeOf(RECORDING))),
    );
    expect(result).toEqual({ error });
    expect(JSON.stringify(result)).not.toContain(secret);
  });

  test("what is thrown by no part of CEL", () => {
    const values = {
      get name(): string {
        throw new RangeError(secret);
      },
    };
    const context = Object.create(values, {});
    expect(compiled('name == "a"').holds({ values: {}, context })).toEqual({ error: "cannot be computed" });
  });

  test("one side of || and && that fails does not matter where the other decides", () => {
    const subject = subjectOf({ owned: 1 });
    expect(compiled("1 / (owned - owned) > 0 || owned == 1").holds(subject)).toBe(true);
    expect(compiled("1 / (owned - owned) > 0 && owned == 2").holds(subject)).toBe(false);
  });
});

describe("what an expression mentions", () => {
  test.each<[when: string, facets: Record<string, number>]>([
    ['name == "operator" && owned > owned', { name: 0, owned: 22 }],
    ["members.exists(target, target == owner)", { members: 0, owner: 33 }],
    ["targets.exists(t, t in members) || target == name", { targets: 0, members: 23, target: 35, name: 45 }],
    ["true", {}],
  ])("%s", (when, facets) => expect(Object.fromEntries(compiled(when).facets)).toEqual(facets));
});

describe("leaves, for explanations", () => {
  test.each<[when: string, leaves: [source: string, holds: unknown, facets: string[]][]]>([
    ["owned > 1", [["owned > 1", true, ["owned"]]]],
    [
      '(owned > 1 || name == ")(") && !((operator) in ["a"])',
      [
        ["owned > 1", true, ["owned"]],
        ['name == ")("', false, ["name"]],
        ['(operator) in ["a"]', true, ["operator"]],
      ],
    ],
    ["(owned + 1) > (owned - owned)", [["(owned + 1) > (owned - owned)", true, ["owned"]]]],
    [
      "owned > 1 ? owned > 2 : 1 / (owned - owned) == 0",
      [
        ["owned > 1", true, ["owned"]],
        ["owned > 2", false, ["owned"]],
        ["1 / (owned - owned) == 0", { error: "division by zero: 1 / (owned - owned)" }, ["owned"]],
      ],
    ],
    [
      "members.exists(m, (m == name || m == owner))",
      [["members.exists(m, (m == name || m == owner))", true, ["members", "name", "owner"]]],
    ],
  ])("%s", (when, leaves) => {
    const subject = subjectOf({ owned: 2, name: "n", owner: "o", operator: "a", members: ["n"] });
    const found = compiled(when).leaves();
    expect(found.map((leaf) => [leaf.source, leaf.holds(subject), leaf.facets])).toEqual(leaves);
  });
});
