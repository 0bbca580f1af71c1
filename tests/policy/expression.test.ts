import { commands } from "../../lib/commands/generated/index.ts";
import { readPayloadShape } from "../../lib/commands/payload.ts";
import { createEndlessBudget } from "../../lib/policy/cel/budget.ts";
import { type Bindings, evaluateExpression } from "../../lib/policy/expression.ts";
import { compileCondition, evaluateCondition } from "../support/condition.ts";
import { readSample } from "../support/fixtures.ts";

const CREATE = "Group.CallbackBeforeCreateGroup";
const SEND = "Group.CallbackBeforeSendMsg";
const RECORDING = "Follow.CallbackAfterCloudRecordingChanged";

function readCommandShape(name: string) {
  const command = commands.get(name);
  if (command === undefined) throw new Error(name);
  return readPayloadShape(command);
}

describe("facets in CEL", () => {
  const values: Bindings = {
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
    const all: Bindings = { target: "", text: "", owner: "", ...values };
    expect(evaluateCondition(when, all).held).toBe(holds);
  });
});

describe("request, typed by the command", () => {
  const holds = (when: string, command: string, change = {}) =>
    evaluateCondition(
      when,
      { text: "absent", request: { ...readSample(command), ...change } },
      {},
      readCommandShape(command),
    ).held;
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
      { error: "no-such-key: request.CreateGroupNum" },
    ],
    [
      "request.CreateGroupNum > 3",
      CREATE,
      { CreateGroupNum: 1.5 },
      { error: "field-type-mismatch: request.CreateGroupNum" },
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
      { error: "index-out-of-bounds: request.MsgBody[0]" },
    ],
    [
      "request.EventInfo.Payload[text] == 1",
      RECORDING,
      { EventInfo: { Payload: {} } },
      { error: "no-such-key: request.EventInfo.Payload[text]" },
    ],
  ])("%s", (when, command, change, result) => expect(holds(when, command, change)).toEqual(result));

  test("is told to be read only where it is", () => {
    const reads = (when: string) => compileCondition(when, {}, readCommandShape(CREATE)).readsRequest;
    expect(["owned > 3", '"request" == name', "request.Name == name"].map(reads)).toEqual([
      false,
      false,
      true,
    ]);
  });
});

describe("what fails at run time says where, and no value", () => {
  const secret = "s3cr3t-account";
  const values: Bindings = {
    text: secret,
    name: secret,
    owned: 9007199254740991,
    sender: "12",
    members: [secret],
  };
  test.each<[when: string, error: string]>([
    ["int(text) > 1", "bad-conversion: int(text)"],
    ["owned / (owned - owned) > 0", "division-by-zero: owned / (owned - owned)"],
    ["owned % (owned - owned) > 0", "division-by-zero: owned % (owned - owned)"],
    ["owned * owned * owned > 0", "overflow: owned * owned"],
    ["members[5] == text", "index-out-of-bounds: members[5]"],
    ["timestamp(text) > now", "bad-timestamp: timestamp(text)"],
    ["duration(text) > duration('1s')", "bad-duration: duration(text)"],
    ["text.substring(99) == ''", "index-out-of-range: text.substring(99)"],
    ["request.EventInfo.Payload[text] == 1", "no-such-key: request.EventInfo.Payload[text]"],
  ])("%s", (when, error) => {
    const request = { EventInfo: { Payload: { other: 1 } } };
    const bindings = { now: new Date(0), ...values, request };
    const result = evaluateCondition(when, bindings, {}, readCommandShape(RECORDING)).held;
    expect(result).toEqual({ error });
    expect(JSON.stringify(result)).not.toContain(secret);
  });

  test("what is thrown by no part of CEL", () => {
    const bindings = {
      get name(): string {
        throw new RangeError(secret);
      },
    };
    expect(evaluateCondition('name == "a"', bindings).held).toEqual({ error: 'internal: name == "a"' });
  });

  test("one side of || and && that fails does not matter where the other decides", () => {
    expect(evaluateCondition("1 / (owned - owned) > 0 || owned == 1", { owned: 1 }).held).toBe(true);
    expect(evaluateCondition("1 / (owned - owned) > 0 && owned == 2", { owned: 1 }).held).toBe(false);
  });
});

describe("what an expression mentions", () => {
  test.each<[when: string, facets: string[]]>([
    ['name == "operator" && owned > owned', ["name", "owned"]],
    ["members.exists(target, target == owner)", ["members", "owner"]],
    ["targets.exists(t, t in members) || target == name", ["targets", "members", "target", "name"]],
    ["true", []],
  ])("%s", (when, facets) => expect([...compileCondition(when).facets]).toEqual(facets));
});

describe("leaves, for explanations", () => {
  test.each<[when: string, leaves: [source: string, holds: unknown][]]>([
    ["owned > 1", [["owned > 1", true]]],
    [
      '(owned > 1 || name == ")(") && !((operator) in ["a"])',
      [
        ["owned > 1", true],
        ['name == ")("', false],
        ['!((operator) in ["a"])', false],
      ],
    ],
    ["(owned + 1) > (owned - owned)", [["(owned + 1) > (owned - owned)", true]]],
    [
      "owned > 1 ? owned > 2 : 1 / (owned - owned) == 0",
      [
        ["owned > 1", true],
        ["owned > 2", false],
        ["1 / (owned - owned) == 0", "division-by-zero"],
      ],
    ],
    [
      "members.exists(m, (m == name || m == owner))",
      [["members.exists(m, (m == name || m == owner))", true]],
    ],
  ])("%s", (when, leaves) => {
    const bindings = { owned: 2, name: "n", owner: "o", operator: "a", members: ["n"] };
    const { leaves: found = [] } = evaluateExpression(
      compileCondition(when),
      bindings,
      createEndlessBudget(),
      true,
    );
    expect(
      found.map(({ range, result }) => [
        when.slice(...range),
        typeof result === "object" && "code" in result ? result.code : result,
      ]),
    ).toEqual(leaves);
  });
});
