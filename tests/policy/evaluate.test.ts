import { createHash } from "node:crypto";
import fc from "fast-check";
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
const friends = (...all: readonly (readonly [account: string, note?: string])[]) => ({
  FriendItem: all.map(([To_Account, AddWording]) => ({ To_Account, AddWording })),
});

describe("modes: the least strict of settings, document and rule", () => {
  const modes = ["off", "shadow", "enforce"] as const;
  const all = modes.flatMap((a) =>
    modes.flatMap((b) => modes.map((c) => ({ settings: a, document: b, rule: c }))),
  );
  testRows(
    all,
    "$settings in settings, $document in the document, $rule in the rule",
    ({ settings, document, rule: mode }) => {
      const { decision, effects } = judge({
        command: CREATE,
        settings: { mode: settings },
        policies: { doc: { mode: document, rules: [{ id: "r", mode, on: CREATE, deny: {} }] } },
      });
      const leastStrict = modes.find((one) => [settings, document, mode].includes(one));
      expect(decision.verdict).toBe(leastStrict === "enforce" ? "deny" : "allow");
      const effect = leastStrict === "enforce" ? "deny" : "would-deny";
      expect(effects).toEqual(leastStrict === "off" ? [] : [{ rule: "doc/r", effect }]);
    },
  );
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

describe("exemptions", () => {
  const DAY = Date.UTC(2027, 0, 31);
  const lists = { ops: "ops-bot\nops-man" };
  const unless = (account: unknown, until?: string) => [
    { account, reason: "r", ...(until === undefined ? {} : { until }) },
  ];
  testRows<{
    readonly name: string;
    readonly command: string;
    readonly change: object;
    readonly exemption: object;
    readonly now: number;
    readonly effect: string;
  }>(
    [
      {
        name: "the operator",
        command: CREATE,
        change: { Operator_Account: "ops" },
        exemption: unless(["x", "ops"]),
        now: 0,
        effect: "exempt",
      },
      {
        name: "another",
        command: CREATE,
        change: { Operator_Account: "eve", Owner_Account: "ops" },
        exemption: unless(["ops"]),
        now: 0,
        effect: "deny",
      },
      {
        name: "by list",
        command: CREATE,
        change: { Operator_Account: "ops-man" },
        exemption: unless("lists.ops"),
        now: 0,
        effect: "exempt",
      },
      {
        name: "not in the list, folded or not",
        command: CREATE,
        change: { Operator_Account: "OPS-MAN" },
        exemption: unless("lists.ops"),
        now: 0,
        effect: "deny",
      },
      {
        name: "the sender where there is no operator",
        command: "C2C.CallbackBeforeSendMsg",
        change: { From_Account: "ops" },
        exemption: unless(["ops"]),
        now: 0,
        effect: "exempt",
      },
      {
        name: "the operator rather than the sender",
        command: SEND,
        change: { From_Account: "ops", Operator_Account: "eve" },
        exemption: unless(["ops"]),
        now: 0,
        effect: "deny",
      },
      {
        name: "nobody is not exempt",
        command: CREATE,
        change: { Operator_Account: "" },
        exemption: unless([" ", "x"]),
        now: 0,
        effect: "deny",
      },
      {
        name: "until the day's last millisecond, UTC",
        command: CREATE,
        change: { Operator_Account: "ops" },
        exemption: unless(["ops"], "2027-01-31"),
        now: DAY + 86_399_999,
        effect: "exempt",
      },
      {
        name: "not a millisecond longer",
        command: CREATE,
        change: { Operator_Account: "ops" },
        exemption: unless(["ops"], "2027-01-31"),
        now: DAY + 86_400_000,
        effect: "deny",
      },
      {
        name: "the second of two",
        command: CREATE,
        change: { Operator_Account: "ops" },
        exemption: [...unless(["ops"], "2020-01-01"), ...unless(["ops"])],
        now: DAY,
        effect: "exempt",
      },
    ],
    ({ command, change, exemption, now, effect }) => {
      const judgement = judge({
        command,
        lists,
        change: { ...change },
        now,
        rules: [{ unless: exemption, deny: {} }],
      });
      expect(listEffectsIn(judgement)).toEqual({ r0: effect });
      expect(judgement.decision.verdict).toBe(effect === "exempt" ? "allow" : "deny");
    },
  );

  test("come after evaluation, and tell what they took back", () => {
    const rule = { when: "name.hasWord(lists.ops)", unless: unless(["ops"]), deny: {} };
    const change = { Operator_Account: "ops", Name: "ops-bot here" };
    expect(judge({ command: CREATE, lists, change, rules: [rule] }).effects).toEqual([
      { rule: "doc/r0", effect: "exempt", evidence: { facet: "name", entry: "ops-bot", span: [0, 7] } },
    ]);
    expect(
      listEffectsIn(judge({ command: CREATE, lists, change: { ...change, Name: "x" }, rules: [rule] })),
    ).toEqual({ r0: "pass" });
    expect(
      listEffectsIn(judge({ command: CREATE, lists, change, rules: [{ ...rule, mode: "shadow" }] })),
    ).toEqual({ r0: "exempt" });
  });
});

testRows(
  [
    { name: "before it ends", until: "2100-01-01T00:00:00Z", effect: "would-deny" },
    { name: "after it", until: "2000-01-01T00:00:00Z", effect: "deny" },
  ],
  "a pause, $name",
  ({ until, effect }) => {
    const rules = [{ pause: { until, reason: "An event" }, deny: {} }];
    expect(listEffectsIn(judge({ command: CREATE, rules }))).toEqual({ r0: effect });
  },
);

describe("rollout", () => {
  const of = (percent: number, id = "r") =>
    createTestSet({ command: CREATE, rules: [{ id, rollout: { percent, by: "operator" }, deny: {} }] });
  const verdicts = (percent: number, id?: string, values = 2_000) => {
    const set = of(percent, id);
    return Array.from(
      { length: values },
      (_, index) =>
        judge(
          { command: CREATE, change: { Operator_Account: `user-${index}`, Name: `group ${index % 7}` } },
          set,
        ).decision.verdict === "deny",
    );
  };
  const share = (all: readonly boolean[]) => all.filter(Boolean).length / all.length;

  testRows(
    [{ percent: 0 }, { percent: 0.5 }, { percent: 30 }, { percent: 100 }],
    "$percent % of values are refused",
    ({ percent }) => {
      const tolerance = percent === 0 || percent === 100 ? 0 : 0.015;
      expect(Math.abs(share(verdicts(percent, "r", 10_000)) - percent / 100)).toBeLessThanOrEqual(tolerance);
    },
  );

  test("the same value always falls on the same side, a larger share holds the smaller, another rule draws others", () => {
    const ten = verdicts(10);
    expect(verdicts(10)).toEqual(ten);
    const twenty = verdicts(20);
    expect(ten.every((refused, index) => !refused || twenty[index])).toBe(true);
    const both = verdicts(10, "other").filter((refused, index) => refused && ten[index]);
    expect(both.length).toBeLessThan(60);
  });

  test("the bucket is the first 32 bits of the hash of rule and value, whoever computes the hash", () => {
    const set = createTestSet({
      command: CREATE,
      rules: [{ id: "r", rollout: { percent: 50, by: "members" }, deny: {} }],
    });
    const rollout = set.rulesFor(CREATE)[0]?.rollout;
    const expected = (text: string) =>
      createHash("sha256").update(`doc/r\0${text}`).digest().readUInt32BE(0) / 2 ** 32;
    for (const user of ["", "u_mira", "界", "ÿ", "user-17"])
      expect(rollout?.computeBucket(user)).toBe(expected(user));
    expect(rollout?.computeBucket(["a", "b"])).toBe(expected("a\0b"));
    expect(rollout?.computeBucket(4)).toBe(expected("4"));
    expect(rollout?.computeBucket(undefined)).toBe(expected(""));
  });

  test("outside it everything is as in shadow", () => {
    const rules = [{ rollout: { percent: 0, by: "operator" }, deny: {} }];
    const judgement = judge({ command: CREATE, rules });
    expect([judgement.decision, listEffectsIn(judgement)]).toEqual([
      { verdict: "allow" },
      { r0: "would-deny" },
    ]);
  });

  test("in shadow nobody is in it", () => {
    const rules = [{ mode: "shadow", rollout: { percent: 100, by: "operator" }, deny: {} }];
    const judgement = judge({ command: CREATE, rules });
    expect([judgement.decision, listEffectsIn(judgement)]).toEqual([
      { verdict: "allow" },
      { r0: "would-deny" },
    ]);
  });

  test("by target it is drawn target by target", () => {
    const accounts = Array.from({ length: 1000 }, (_, index) => `user-${index}`);
    const { decision } = judge({
      command: INVITE,
      change: members(...accounts),
      rules: [{ rollout: { percent: 30, by: "target" }, deny: {} }],
    });
    const refused = decision.verdict === "partial" ? decision.targets.filter(Boolean).length : 0;
    expect(refused).toBeGreaterThan(200);
    expect(refused).toBeLessThan(400);
  });

  test("by a list it is the list that is drawn", () => {
    const set = createTestSet({
      command: CREATE,
      rules: [{ rollout: { percent: 50, by: "members" }, deny: {} }],
    });
    const refused = Array.from({ length: 200 }, (_, index) => {
      const change = { MemberList: [{ Member_Account: "same" }, { Member_Account: `m${index}` }] };
      return judge({ command: CREATE, change }, set).decision.verdict === "deny";
    });
    expect(share(refused)).toBeGreaterThan(0.3);
    expect(share(refused)).toBeLessThan(0.7);
  });
});

describe("target by target", () => {
  const lists = { barred: "eve\nmallory" };
  const barred = { when: "target in lists.barred", deny: {} };

  test("refuses only those, and tells which", () => {
    const judgement = judge({
      command: INVITE,
      lists,
      change: members("ann", "eve", "bob", "eve"),
      rules: [barred, { observe: {} }],
    });
    const refusal = { rule: "doc/r0", code: 1, message: "" };
    expect(judgement.decision).toEqual({
      verdict: "partial",
      targets: [undefined, refusal, undefined, refusal],
    });
    const evidence = { facet: "target", entry: "eve" };
    expect(judgement.effects).toEqual([
      { rule: "doc/r0", effect: "deny", target: "eve", evidence },
      { rule: "doc/r0", effect: "deny", target: "eve", evidence },
      { rule: "doc/r1", effect: "observe" },
    ]);
  });

  testRows<{ readonly name: string; readonly accounts: string[]; readonly verdict: string }>(
    [
      { name: "all of them", accounts: ["eve", "mallory"], verdict: "partial" },
      { name: "none of them", accounts: ["ann"], verdict: "allow" },
      { name: "nobody asked about", accounts: [], verdict: "allow" },
    ],
    ({ accounts, verdict }) => {
      const { decision, effects } = judge({
        command: INVITE,
        lists,
        change: members(...accounts),
        rules: [barred],
      });
      expect(decision.verdict).toBe(verdict);
      if (verdict === "allow") expect(effects).toEqual([{ rule: "doc/r0", effect: "pass" }]);
    },
  );

  test("a condition on all of them refuses the whole request", () => {
    const rules = [{ when: "targets.exists(t, t in lists.barred)", deny: { code: 10101 } }];
    const { decision, effects } = judge({ command: INVITE, lists, change: members("ann", "eve"), rules });
    const refusal = { rule: "doc/r0", code: 10101, message: "" };
    expect(decision).toEqual({ verdict: "deny", refusal, targets: [refusal, refusal] });
    expect(effects).toEqual([
      { rule: "doc/r0", effect: "deny", evidence: { facet: "targets", entry: "eve" } },
    ]);
  });

  test("each target is refused by the first rule that reached it; its message is its own", () => {
    const rules = [
      { when: 'note.contains("cheap")', deny: { code: 38001, message: "{target}: {note} ({operator})" } },
      { when: 'target == "b"', deny: { code: 38002 } },
      { when: "targets.size() > 2", deny: { code: 38003 } },
    ];
    const change = { ...friends(["a"], ["b", "cheap"], ["c", "cheap"]), Requester_Account: "op" };
    const of = (rule: number, code: number, message = "") => ({ rule: `doc/r${rule}`, code, message });
    expect(judge({ command: FRIEND, change, rules }).decision).toEqual({
      verdict: "deny",
      refusal: of(2, 38003),
      targets: [of(2, 38003), of(0, 38001, "b: cheap (op)"), of(0, 38001, "c: cheap (op)")],
    });
    expect(judge({ command: FRIEND, change, rules: rules.slice(0, 2) }).decision).toEqual({
      verdict: "partial",
      targets: [undefined, of(0, 38001, "b: cheap (op)"), of(0, 38001, "c: cheap (op)")],
    });
    expect(
      judge({
        command: FRIEND,
        change,
        rules: [rules[2], rules[0]].map((rule, id) => ({ ...rule, id: `r${id}` })),
      }).decision,
    ).toMatchObject({
      targets: [of(0, 38003), of(0, 38003), of(0, 38003)],
    });
  });

  test("in shadow nobody is refused", () => {
    const judgement = judge({
      command: INVITE,
      lists,
      change: members("ann", "eve"),
      rules: [{ ...barred, mode: "shadow" }],
    });
    expect(judgement.decision).toEqual({ verdict: "allow" });
    expect(listEffectsIn(judgement)).toEqual({ "r0 eve": "would-deny" });
  });

  test("an exemption is for the operator, not the target", () => {
    const unless = [{ account: ["eve"], reason: "r" }];
    const change = { ...members("eve"), Operator_Account: "op" };
    expect(listEffectsIn(judge({ command: INVITE, lists, change, rules: [{ ...barred, unless }] }))).toEqual({
      "r0 eve": "deny",
    });
  });
});

describe("a rule that cannot be computed", () => {
  const broken = { when: "owned / (owned - owned) > 1", deny: { code: 10101 } };
  const error = "division-by-zero: owned / (owned - owned)";
  const refusal = { rule: "doc/r0", code: 1, message: "rule-error" };
  testRows<{
    readonly onFault: "allow" | "deny";
    readonly change: object;
    readonly decision: object;
    readonly effect: string;
  }>(
    [
      { onFault: "allow", change: {}, decision: { verdict: "allow" }, effect: "error" },
      { onFault: "deny", change: {}, decision: { verdict: "deny", refusal, targets: [] }, effect: "error" },
      { onFault: "deny", change: { mode: "shadow" }, decision: { verdict: "allow" }, effect: "error" },
      {
        onFault: "deny",
        change: { rollout: { percent: 0, by: "operator" } },
        decision: { verdict: "allow" },
        effect: "error",
      },
      {
        onFault: "deny",
        change: { unless: [{ account: ["eve"], reason: "r" }] },
        decision: { verdict: "allow" },
        effect: "exempt",
      },
      {
        onFault: "deny",
        change: { deny: undefined, observe: {} },
        decision: { verdict: "allow" },
        effect: "error",
      },
    ],
    "$onFault, $change",
    ({ onFault, change, decision, effect }) => {
      const judgement = judge({
        command: CREATE,
        onFault,
        rules: [{ ...broken, ...change }],
        change: { Operator_Account: "eve" },
      });
      expect(judgement).toEqual({ decision, effects: [{ rule: "doc/r0", effect, error }] });
    },
  );

  test("refuses only the targets for which it fails, with the command's plain code", () => {
    const change = friends(["a", "12"], ["b", "x"]);
    const rules = [{ when: "int(note) > 100", deny: { code: 38001 } }];
    const judgement = judge({ command: FRIEND, onFault: "deny", change, rules });
    expect(judgement.decision).toEqual({
      verdict: "partial",
      targets: [undefined, { rule: "doc/r0", code: 38000, message: "rule-error" }],
    });
    expect(judgement.effects).toEqual([
      { rule: "doc/r0", effect: "error", target: "b", error: "bad-conversion: int(note)" },
    ]);
  });

  test("refuses nothing that has happened", () => {
    const command = "Group.CallbackAfterNewMemberJoin";
    const rules = [{ when: "1 / (targets.size() - targets.size()) > 0", observe: {} }];
    const { decision, effects } = judge({ command, rules, onFault: "deny" });
    expect([decision, effects[0]?.effect]).toEqual([{ verdict: "allow" }, "error"]);
  });
});

describe("the deadline", () => {
  const targetRule = { when: 'target != "x"', deny: {} };
  const given: Case = {
    command: INVITE,
    change: members("a", "b", "c"),
    rules: [{ observe: {} }, targetRule, { observe: {} }],
  };
  /** How often the clock is asked until it says that it is late. */
  const evaluateUntil = (asked: number) => {
    let count = 0;
    const result = evaluateRules(createInput(given, createTestSet(given)), () => ++count > asked);
    return { result: result === "late" ? result : result.map(({ effect }) => effect), count };
  };

  testRows(
    [
      { name: "before the first rule", asked: 0 },
      { name: "between two rules", asked: 1 },
      { name: "between two targets", asked: 2 },
      { name: "between the last target and the next rule", asked: 4 },
      { name: "after the last rule", asked: 5 },
    ],
    "is looked at $name",
    ({ asked }) => {
      expect(evaluateUntil(asked)).toEqual({ result: "late", count: asked + 1 });
    },
  );

  test("not reached, every rule and target is there", () => {
    const effects = ["observe", "deny", "deny", "deny", "observe"];
    expect(evaluateUntil(6)).toEqual({ result: effects, count: 6 });
  });
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

describe("laws", () => {
  const often = { numRuns: 50 }; // each run checks whole sets
  const lists = { bad: "foo\nbar baz\n你好\ncafé", barred: "eve" };
  const act = fc.constantFrom<object>(
    { deny: {} },
    { deny: { code: 10101 } },
    { drop: {} },
    { mask: { list: "bad", with: "*" } },
    { observe: {} },
  );
  const when = fc.constantFrom<object>(
    {},
    { when: "true" },
    { when: "text.containsAny(lists.bad)" },
    { when: "sender in lists.barred" },
    { when: "1 / (text.size() - text.size()) == 1" },
    { when: 'text.contains("x")' },
  );
  const exemption = fc.constantFrom<object>(
    {},
    { unless: [{ account: ["eve"], reason: "r" }] },
    { rollout: { percent: 50, by: "sender" } },
  );
  const rule = fc
    .tuple(act, when, exemption)
    .map((parts) => Object.assign({}, ...parts) as Record<string, unknown>); // three objects make one
  const word = fc.constantFrom(
    "foo",
    "ｆｏｏ",
    "x",
    " ",
    "你好",
    "bar  baz",
    "café",
    "👩‍👩‍👧",
    "🇩🇪",
    "क्षि",
    "FOO",
    "é",
    "\u200d",
  );
  const text = fc.array(word, { maxLength: 6 }).map((words) => words.join(""));
  const request = fc.record({
    sender: fc.constantFrom("eve", "ann"),
    texts: fc.array(text, { minLength: 1, maxLength: 3 }),
    onFault: fc.constantFrom("allow" as const, "deny" as const),
  });
  const ask = (
    rules: readonly Record<string, unknown>[],
    { sender, texts: all, onFault }: { sender: string; texts: string[]; onFault: "allow" | "deny" },
  ) =>
    judge({
      command: SEND,
      lists,
      rules,
      onFault,
      change: { ...texts(...all), From_Account: sender, Operator_Account: sender },
    });

  test("rules in shadow never change the decision; rules that are off are as absent", () => {
    fc.assert(
      fc.property(
        fc.array(rule, { maxLength: 4 }),
        rule,
        request,
        fc.nat(4),
        (rules, extra, asked, place) => {
          const named = rules.map((one, index): Record<string, unknown> => ({ ...one, id: `live${index}` }));
          const others = (mode: string) => named.toSpliced(place, 0, { ...extra, id: "extra", mode });
          const alone = ask(named, asked);
          expect(ask(others("shadow"), asked).decision).toEqual(alone.decision);
          expect(ask(others("off"), asked)).toEqual(alone);
        },
      ),
    );
  });

  test("one more deny never turns a refusal into an allowance", () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 4 }), request, fc.nat(4), (rules, asked, place) => {
        const named = rules.map((one, index): Record<string, unknown> => ({ ...one, id: `live${index}` }));
        fc.pre(ask(named, asked).decision.verdict === "deny");
        const more = ask(named.toSpliced(place, 0, { id: "extra", deny: {} }), asked);
        expect(more.decision.verdict).toBe("deny");
      }),
      often,
    );
  });

  test("the order of the rules changes whose code is given, never what is decided", () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 4 }), request, (rules, asked) => {
        const named = rules.map((one, index): Record<string, unknown> => ({ ...one, id: `live${index}` }));
        expect(ask(named.toReversed(), asked).decision.verdict).toBe(ask(named, asked).decision.verdict);
      }),
      often,
    );
  });

  test("the same question has the same answer", () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 3 }), request, (rules, asked) => {
        expect(ask(rules, asked)).toEqual(ask(rules, asked));
      }),
      often,
    );
  });
});

test("after-commands are only observed", () => {
  const judgement = judge({ command: AFTER, rules: [{ when: 'name != ""', observe: {} }], onFault: "deny" });
  expect(judgement).toEqual({
    decision: { verdict: "allow" },
    effects: [{ rule: "doc/r0", effect: "observe", evidence: { facet: "name" } }],
  });
});
