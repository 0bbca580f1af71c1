import { commands } from "../../lib/commands/generated/index.ts";
import { readPayloadShape } from "../../lib/commands/payload.ts";
import { createEndlessBudget } from "../../lib/policy/cel/budget.ts";
import { type Bindings, evaluateExpression } from "../../lib/policy/expression.ts";
import { compileConditionText, evaluateConditionText } from "../support/condition.ts";
import { readSample } from "../support/fixtures.ts";
import { testRows } from "../support/table.ts";

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
  testRows<{ readonly when: string; readonly holds: boolean }>(
    [
      { when: "owned > 3", holds: true },
      { when: "owned >= 5 || owned == 4", holds: true },
      { when: "owned / 3 == 1", holds: true },
      { when: "owned % 3 == 1 && -owned < 0", holds: true },
      { when: "owned in [1, 4]", holds: true },
      { when: "double(owned) > 3.5", holds: true },
      { when: "sdkAppId == 1400000000", holds: true },
      { when: 'name.startsWith("née") && name.endsWith("👧")', holds: true },
      { when: "name.size() == 9", holds: true },
      { when: "members.size() == 2 && members[0] == 'ann'", holds: true },
      { when: "'bob' in members && !('eve' in members)", holds: true },
      { when: "members.exists(m, m == 'bob') && !members.all(m, m == 'bob')", holds: true },
      {
        when: "members.exists_one(m, m.startsWith('a')) && members.filter(m, m != 'ann').size() == 1",
        holds: true,
      },
      { when: "members.map(m, m + '!') == ['ann!', 'bob!']", holds: true },
      { when: "elements == ['TIMTextElem', 'TIMImageElem'] && '@all' in mentions", holds: true },
      { when: "now > timestamp('2026-03-01T11:00:00Z')", holds: true },
      { when: "now - eventTime == duration('2s') && now - duration('1h') < eventTime", holds: true },
      { when: "now.getHours('Asia/Singapore') == 20 && now.getDayOfWeek() == 0", holds: true },
      { when: "groupType in ['Work', 'Public'] ? owned > 1 : false", holds: true },
      { when: "!(groupType == 'Work')", holds: false },
      { when: "name.contains('ée') && name.lowerAscii() != ''", holds: true },
      { when: "target == '' && text == '' && owner == ''", holds: true },
    ],
    "$when: $holds",
    ({ when, holds }) => {
      const all: Bindings = { target: "", text: "", owner: "", ...values };
      expect(evaluateConditionText(when, all).held).toBe(holds);
    },
  );
});

describe("request, typed by the command", () => {
  const holds = (when: string, command: string, change = {}) =>
    evaluateConditionText(
      when,
      { text: "absent", request: { ...readSample(command), ...change } },
      {},
      readCommandShape(command),
    ).held;
  testRows<{
    readonly when: string;
    readonly command: string;
    readonly change: object;
    readonly result: unknown;
  }>(
    [
      { when: 'request.Name == "x"', command: CREATE, change: { Name: "x" }, result: true },
      {
        when: "request.MemberList.size() == 1",
        command: CREATE,
        change: { MemberList: [{ Member_Account: "ann" }] },
        result: true,
      },
      {
        when: 'request.MemberList.exists(m, m.Member_Account == "ann")',
        command: CREATE,
        change: { MemberList: [{ Member_Account: "ann" }] },
        result: true,
      },
      {
        when: 'request.MemberList[0].Member_Account == "ann"',
        command: CREATE,
        change: { MemberList: [{ Member_Account: "ann" }] },
        result: true,
      },
      { when: "request.CreateGroupNum > 3", command: CREATE, change: { CreateGroupNum: 4 }, result: true },
      {
        when: 'request.RoomInfo.RoomName == "r" && !has(request.RoomInfo.ViewCount)',
        command: "Live.CallbackAfterCreateRoom",
        change: { RoomInfo: { RoomName: "r" } },
        result: true,
      },
      {
        when: "request.RoomInfo.Category[1] == 2",
        command: "Live.CallbackAfterCreateRoom",
        change: { RoomInfo: { Category: [1, 2] } },
        result: true,
      },
      {
        when: 'request.EventInfo.Payload.constructor == "Object" && request.EventInfo.Payload["__proto__"].size() == 1',
        command: RECORDING,
        change: JSON.parse(
          '{"EventInfo":{"constructor":1,"Payload":{"constructor":"Object","__proto__":{"a":1}}}}',
        ),
        result: true,
      },
      {
        when: "has(request.CreateGroupNum)",
        command: CREATE,
        change: { CreateGroupNum: undefined },
        result: false,
      },
      {
        when: "has(request.CreateGroupNum) && request.CreateGroupNum > 3",
        command: CREATE,
        change: { CreateGroupNum: undefined },
        result: false,
      },
      {
        when: "request.CreateGroupNum > 3",
        command: CREATE,
        change: { CreateGroupNum: undefined },
        result: { error: "no-such-key: request.CreateGroupNum" },
      },
      {
        when: "request.CreateGroupNum > 3",
        command: CREATE,
        change: { CreateGroupNum: 1.5 },
        result: { error: "field-type-mismatch: request.CreateGroupNum" },
      },
      {
        when: 'request.MsgBody[0].MsgContent.Text == "hi"',
        command: SEND,
        change: { MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "hi" } }] },
        result: true,
      },
      {
        when: "request.MsgBody.exists(e, has(e.MsgContent.Index) && e.MsgContent.Index == 7)",
        command: SEND,
        change: { MsgBody: [{ MsgType: "TIMFaceElem", MsgContent: { Index: 7 } }] },
        result: true,
      },
      {
        when: "request.MsgBody[0].MsgContent.Index == 1",
        command: SEND,
        change: { MsgBody: [] },
        result: { error: "index-out-of-bounds: request.MsgBody[0]" },
      },
      {
        when: "request.EventInfo.Payload[text] == 1",
        command: RECORDING,
        change: { EventInfo: { Payload: {} } },
        result: { error: "no-such-key: request.EventInfo.Payload[text]" },
      },
    ],
    "$when in $command with $change",
    ({ when, command, change, result }) => expect(holds(when, command, change)).toEqual(result),
  );

  test("is told to be read only where it is", () => {
    const reads = (when: string) => compileConditionText(when, {}, readCommandShape(CREATE)).readsRequest;
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
  testRows<{ readonly when: string; readonly error: string }>(
    [
      { when: "int(text) > 1", error: "bad-conversion: int(text)" },
      { when: "owned / (owned - owned) > 0", error: "division-by-zero: owned / (owned - owned)" },
      { when: "owned % (owned - owned) > 0", error: "division-by-zero: owned % (owned - owned)" },
      { when: "owned * owned * owned > 0", error: "overflow: owned * owned" },
      { when: "members[5] == text", error: "index-out-of-bounds: members[5]" },
      { when: "timestamp(text) > now", error: "bad-timestamp: timestamp(text)" },
      { when: "duration(text) > duration('1s')", error: "bad-duration: duration(text)" },
      { when: "text.substring(99) == ''", error: "index-out-of-range: text.substring(99)" },
      { when: "request.EventInfo.Payload[text] == 1", error: "no-such-key: request.EventInfo.Payload[text]" },
    ],
    "$when",
    ({ when, error }) => {
      const request = { EventInfo: { Payload: { other: 1 } } };
      const bindings = { now: new Date(0), ...values, request };
      const result = evaluateConditionText(when, bindings, {}, readCommandShape(RECORDING)).held;
      expect(result).toEqual({ error });
      expect(JSON.stringify(result)).not.toContain(secret);
    },
  );

  test("what is thrown by no part of CEL", () => {
    const bindings = {
      get name(): string {
        throw new RangeError(secret);
      },
    };
    expect(evaluateConditionText('name == "a"', bindings).held).toEqual({ error: 'internal: name == "a"' });
  });

  test("one side of || and && that fails does not matter where the other decides", () => {
    expect(evaluateConditionText("1 / (owned - owned) > 0 || owned == 1", { owned: 1 }).held).toBe(true);
    expect(evaluateConditionText("1 / (owned - owned) > 0 && owned == 2", { owned: 1 }).held).toBe(false);
  });
});

describe("what an expression mentions", () => {
  testRows<{ readonly when: string; readonly facets: string[] }>(
    [
      { when: 'name == "operator" && owned > owned', facets: ["name", "owned"] },
      { when: "members.exists(target, target == owner)", facets: ["members", "owner"] },
      {
        when: "targets.exists(t, t in members) || target == name",
        facets: ["targets", "members", "target", "name"],
      },
      { when: "true", facets: [] },
    ],
    "$when",
    ({ when, facets }) => expect([...compileConditionText(when).facets]).toEqual(facets),
  );
});

describe("leaves, for explanations", () => {
  testRows<{ readonly when: string; readonly leaves: [source: string, holds: unknown][] }>(
    [
      { when: "owned > 1", leaves: [["owned > 1", true]] },
      {
        when: '(owned > 1 || name == ")(") && !((operator) in ["a"])',
        leaves: [
          ["owned > 1", true],
          ['name == ")("', false],
          ['!((operator) in ["a"])', false],
        ],
      },
      { when: "(owned + 1) > (owned - owned)", leaves: [["(owned + 1) > (owned - owned)", true]] },
      {
        when: "owned > 1 ? owned > 2 : 1 / (owned - owned) == 0",
        leaves: [
          ["owned > 1", true],
          ["owned > 2", false],
          ["1 / (owned - owned) == 0", "division-by-zero"],
        ],
      },
      {
        when: "members.exists(m, (m == name || m == owner))",
        leaves: [["members.exists(m, (m == name || m == owner))", true]],
      },
    ],
    "$when",
    ({ when, leaves }) => {
      const bindings = { owned: 2, name: "n", owner: "o", operator: "a", members: ["n"] };
      const { leaves: found = [] } = evaluateExpression(
        compileConditionText(when),
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
    },
  );
});
