import { evaluateRules } from "../../lib/policy/evaluate.ts";
import { type Case, createInput, createTestSet, judge, listEffectsIn } from "../support/judge.ts";
import { testRows } from "../support/table.ts";

const CREATE = "Group.CallbackBeforeCreateGroup";
const INVITE = "Group.CallbackBeforeInviteJoinGroup";
const FRIEND = "Sns.CallbackPrevFriendAdd";
const SEND = "Group.CallbackBeforeSendMsg";
const AFTER = "Group.CallbackAfterCreateGroup";

const texts = (...all: readonly string[]) => ({
  MsgBody: all.map((Text) => ({ MsgType: "TIMTextElem", MsgContent: { Text } })),
});

const members = (...all: readonly string[]) => ({
  DestinationMembers: all.map((Member_Account) => ({ Member_Account })),
});

describe("every rule is evaluated, none hides another", () => {
  const mask = { mask: { list: "bad", with: "*" } };
  const lists = { bad: "foo" };
  const change = texts("foo bar");
  testRows<{
    readonly name: string;
    readonly rules: Case["rules"];
    readonly verdict: object;
    readonly effects: object;
  }>(
    [
      { name: "nothing", rules: [], verdict: { verdict: "allow" }, effects: {} },
      {
        name: "observe",
        rules: [{ observe: {} }],
        verdict: { verdict: "allow" },
        effects: { r0: "observe" },
      },
      {
        name: "a rule that does not hold",
        rules: [{ when: "false", deny: {} }],
        verdict: { verdict: "allow" },
        effects: { r0: "pass" },
      },
      {
        name: "deny over drop over mask",
        rules: [mask, { drop: {} }, { deny: { code: 10101 } }, { observe: {} }],
        verdict: { verdict: "deny", refusal: { rule: "doc/r2", code: 10101, message: "" }, targets: [] },
        effects: { r0: "mask", r1: "drop", r2: "deny", r3: "observe" },
      },
      {
        name: "drop over mask",
        rules: [mask, { drop: {} }, { drop: {} }],
        verdict: { verdict: "drop", rule: "doc/r1" },
        effects: { r0: "mask", r1: "drop", r2: "drop" },
      },
      {
        name: "mask over allow",
        rules: [{ observe: {} }, mask],
        verdict: { verdict: "mask", texts: ["*** bar"] },
        effects: { r0: "observe", r1: "mask" },
      },
      {
        name: "two masks, one after the other",
        rules: [mask, { mask: { list: "bar", with: "#" } }],
        verdict: { verdict: "mask", texts: ["*** ###"] },
        effects: { r0: "mask", r1: "mask" },
      },
      {
        name: "a mask that finds nothing",
        rules: [{ mask: { list: "other", with: "*" } }],
        verdict: { verdict: "allow" },
        effects: { r0: "pass" },
      },
      {
        name: "in shadow",
        rules: [mask, { drop: {} }, { deny: {} }, { observe: {} }].map((rule) => ({
          ...rule,
          mode: "shadow",
        })),
        verdict: { verdict: "allow" },
        effects: { r0: "would-mask", r1: "would-drop", r2: "would-deny", r3: "observe" },
      },
    ],
    ({ rules, verdict, effects }) => {
      const judgement = judge({
        command: SEND,
        rules: rules ?? [],
        change,
        lists: { ...lists, bar: "bar", other: "x" },
      });
      expect(judgement.decision).toEqual(verdict);
      expect(listEffectsIn(judgement)).toEqual(effects);
    },
  );

  test("a rule that reads the request is run by each command's own types, beside rules that do not", () => {
    const read = { id: "read", on: [CREATE, INVITE], when: 'request.Type == "AVChatRoom"', deny: {} };
    const policies = { doc: { rules: [{ id: "not", on: [CREATE, INVITE], when: "false", deny: {} }, read] } };
    for (const command of [CREATE, INVITE])
      for (const Type of ["AVChatRoom", "Public"])
        expect(listEffectsIn(judge({ command, policies, change: { Type } }))).toEqual({
          not: "pass",
          read: Type === "Public" ? "pass" : "deny",
        });
  });

  test("the first deny in order decides: documents by name, then rules as written", () => {
    const rule = (id: string, code: number) => ({ id, on: CREATE, deny: { code, message: id } });
    const policies = {
      zoo: { rules: [rule("one", 10110)] },
      ark: { rules: [{ ...rule("off", 10111), mode: "off" }, rule("two", 10112), rule("three", 10113)] },
    };
    const { decision, effects } = judge({ command: CREATE, policies });
    expect(decision).toEqual({
      verdict: "deny",
      refusal: { rule: "ark/two", code: 10112, message: "two" },
      targets: [],
    });
    expect(effects.map(({ rule }) => rule)).toEqual(["ark/two", "ark/three", "zoo/one"]);
  });

  testRows(
    [
      { command: CREATE, rule: { deny: {} }, code: 1 },
      { command: CREATE, rule: { deny: { code: { Group: 10150 } } }, code: 10150 },
      {
        command: "OfficialAccount.CallbackBeforeCreateOfficialAccount",
        rule: { deny: { code: { Group: 10150 } }, on: "*.CallbackBeforeCreate*" },
        code: 1,
      },
      { command: FRIEND, rule: { deny: {} }, code: 38000 },
    ],
    "$command $rule refuses with $code",
    ({ command, rule, code }) => {
      expect(judge({ command, rules: [rule] }).decision).toMatchObject({
        verdict: "deny",
        refusal: { code },
      });
    },
  );

  test("the message is filled with facets, lists joined by commas", () => {
    const message = "{operator} {{not}} {members} {owned} {eventTime}{ groupType }";
    const change = {
      Operator_Account: "eve",
      MemberList: [{ Member_Account: "a" }, { Member_Account: "b" }],
      CreateGroupNum: 7,
      EventTime: 0,
      Type: "Private",
    };
    expect(judge({ command: CREATE, rules: [{ deny: { message } }], change }).decision).toMatchObject({
      refusal: { message: "eve {not} a, b 7 1970-01-01T00:00:00.000ZWork" },
    });
  });
});

describe("evidence", () => {
  const lists = { barred: "eve\nmallory", words: "admin\nstaff" };
  testRows<{ readonly when: string; readonly evidence: object | undefined }>(
    [
      { when: "operator in lists.barred", evidence: { facet: "operator", entry: "mallory" } },
      { when: "name.hasWord(lists.words)", evidence: { facet: "name", entry: "staff", span: [4, 9] } },
      {
        when: "owned > 1 && name.containsAny(lists.words)",
        evidence: { facet: "name", entry: "staff", span: [4, 9] },
      },
      {
        when: "!(owner in lists.barred) && operator in lists.barred",
        evidence: { facet: "operator", entry: "mallory" },
      },
      { when: "members.exists(m, m in lists.barred)", evidence: { facet: "members", entry: "eve" } },
      { when: "owned > 1", evidence: { facet: "owned" } },
      { when: "request.CreateGroupNum > 1", evidence: undefined },
    ],
    "$when",
    ({ when, evidence }) => {
      const change = {
        Operator_Account: "mallory",
        Name: "The STAFF room",
        CreateGroupNum: 3,
        MemberList: [{ Member_Account: "a" }, { Member_Account: "eve" }],
      };
      const { effects } = judge({ command: CREATE, lists, change, rules: [{ when, deny: {} }] });
      expect(effects).toEqual([
        { rule: "doc/r0", effect: "deny", ...(evidence === undefined ? {} : { evidence }) },
      ]);
    },
  );
});

describe("what an evaluation tells", () => {
  const evaluate = (given: Case) => {
    const evaluations = evaluateRules(createInput(given, createTestSet(given)), () => false);
    if (evaluations === "late") throw new Error("nobody is late here");
    return evaluations;
  };

  test("the exemption that took its effect back", () => {
    const unless = [
      { account: ["ops"], reason: "over", until: "2020-01-01" },
      { account: ["ops"], reason: "runs it" },
    ];
    const change = { Operator_Account: "ops" };
    const [evaluation] = evaluate({ command: CREATE, change, rules: [{ unless, deny: {} }] });
    expect(evaluation).toMatchObject({ effect: "exempt", exemption: { reason: "runs it" } });
  });

  test("the texts as this rule alone masks them", () => {
    const rules = ["foo", "bar"].map((list) => ({ mask: { list, with: "*" } }));
    const lists = { foo: "foo", bar: "bar" };
    const evaluations = evaluate({ command: SEND, change: texts("foo bar", "x"), lists, rules });
    expect(evaluations.map(({ maskedTexts }) => maskedTexts)).toEqual([
      ["*** bar", "x"],
      ["foo ***", "x"],
    ]);
  });

  test("a rule about targets of a request that has none passes, as a whole", () => {
    const rules = [{ when: 'target == "x"', deny: {} }];
    expect(evaluate({ command: INVITE, change: members(), rules })).toMatchObject([
      { target: undefined, effect: "pass" },
    ]);
  });
});

test("after-commands are only observed", () => {
  const judgement = judge({ command: AFTER, rules: [{ when: 'name != ""', observe: {} }], onFault: "deny" });
  expect(judgement).toEqual({
    decision: { verdict: "allow" },
    effects: [{ rule: "doc/r0", effect: "observe", evidence: { facet: "name" } }],
  });
});
