import type { Command } from "../../lib/commands/define-command.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { diagnose } from "../../lib/policy/cel/advise.ts";
import { checkCondition } from "../../lib/policy/check-condition.ts";
import { createLanguage } from "../../lib/policy/expression.ts";
import { readLists } from "../../lib/policy-set/lists.ts";
import { type Expected, expectDiagnostics } from "../support/diagnostics.ts";
import { createTestParameters } from "../support/gate.ts";
import { testRows } from "../support/table.ts";

type Row = {
  readonly name: string;
  /** Without it: creating a group. */
  readonly on?: readonly string[];
  readonly when: string;
  /** Besides `reserved` and `nets`. */
  readonly lists?: Readonly<Record<string, string>>;
  readonly expect: readonly Expected[];
};

const rows: readonly Row[] = [
  {
    name: "an unknown facet",
    when: 'grupType == "x"',
    expect: [
      {
        code: "unknown-facet",
        path: ["when"],
        at: { line: 1, column: 1 },
        token: "grupType",
        suggestion: "groupType",
      },
    ],
  },
  {
    name: "a facet that none of its commands has",
    on: ["Group.CallbackBeforeCreateGroup", "Group.CallbackBeforeCreateTopic"],
    when: 'name == "x" &&\n  text == "x"',
    expect: [
      {
        code: "facet-unavailable",
        path: ["when"],
        at: { line: 2, column: 3 },
        token: "text",
        details: { commands: ["Group.CallbackBeforeCreateGroup", "Group.CallbackBeforeCreateTopic"] },
      },
    ],
  },
  {
    name: "a facet that one of its commands has",
    on: ["Group.CallbackBeforeCreateGroup", "Group.CallbackBeforeSendMsg"],
    when: 'text == "x"',
    expect: [],
  },
  { name: "a facet in a string before it is used", when: '"text" == name', expect: [] },
  {
    name: "an unknown list, told once",
    when: "name.hasWord(lists.reservd)",
    expect: [
      {
        code: "unknown-list",
        path: ["when"],
        at: { line: 1, column: 14 },
        token: "lists.reservd",
        suggestion: "lists.reserved",
      },
    ],
  },
  {
    name: "a list that is not named",
    when: "operator in lists[name]",
    expect: [{ code: "field-needs-name", path: ["when"], at: { line: 1, column: 19 }, token: "name" }],
  },
  {
    name: "a list whose name CEL cannot read",
    when: "name.hasWord(lists.bad-words)",
    lists: { "bad-words": "x" },
    expect: [
      {
        code: "unknown-list",
        path: ["when"],
        at: { line: 1, column: 14 },
        token: "lists.bad",
        suggestion: 'lists["bad-words"]',
      },
    ],
  },
  {
    name: "a list whose name is quoted",
    when: 'name.hasWord(lists["bad-words"]) || name in lists["reserved"] || name.hasWord(lists["none"])',
    lists: { "bad-words": "x" },
    expect: [{ code: "unknown-list", path: ["when"], at: { line: 1, column: 79 }, token: 'lists["none"]' }],
  },
  {
    name: "an unknown function",
    when: "members.exist(m, m == name)",
    expect: [
      {
        code: "unknown-function",
        path: ["when"],
        at: { line: 1, column: 9 },
        token: "exist",
        suggestion: "exists",
      },
    ],
  },
  {
    name: "an unknown name that is near to none",
    when: "zzzzzz",
    expect: [{ code: "unknown-facet", path: ["when"], at: { line: 1, column: 1 }, token: "zzzzzz" }],
  },
  {
    name: "a type error",
    when: 'name != "" && owned == "x"',
    expect: [
      {
        code: "wrong-operands",
        path: ["when"],
        at: { line: 1, column: 15 },
        token: 'owned == "x"',
        details: { found: "int == string" },
      },
    ],
  },
  {
    name: "not a bool",
    when: "owned",
    expect: [
      {
        code: "not-bool",
        path: ["when"],
        at: { line: 1, column: 1 },
        token: "owned",
        details: { found: "int" },
      },
    ],
  },
  {
    name: "a syntax error on line 2",
    when: 'name == "a" &&\n  (owned > 3',
    expect: [{ code: "unexpected-end", path: ["when"], at: { line: 2, column: 13 }, token: "" }],
  },
  {
    name: "= for ==",
    when: 'name = "x"',
    expect: [
      { code: "single-operator", path: ["when"], at: { line: 1, column: 6 }, token: "=", suggestion: "==" },
    ],
  },
  {
    name: "matches()",
    when: 'name.matches("(a+)+")',
    expect: [
      {
        code: "unsupported",
        path: ["when"],
        at: { line: 1, column: 6 },
        token: "matches",
        details: { feature: "matches" },
      },
    ],
  },
  {
    name: "over 200 nodes",
    when: Array(51).fill("owned>1").join("||"),
    expect: [],
  },
  { name: "200 nodes", when: Array(50).fill("owned>1").join("||"), expect: [] },
  {
    name: "over 40 deep",
    when: `${"(".repeat(41)}true${")".repeat(41)}`,
    expect: [{ code: "too-deep", path: ["when"], at: { line: 1, column: 41 }, token: "(" }],
  },
  {
    name: "a list of over 100",
    when: `owned in [${Array(101).fill("1").join()}]`,
    expect: [{ code: "too-many-items", path: ["when"], at: { line: 1, column: 211 }, token: "1" }],
  },
  {
    name: "a map",
    when: 'name in {"a": 1}',
    expect: [{ code: "too-many-entries", path: ["when"], at: { line: 1, column: 9 }, token: '{"a"' }],
  },
  {
    name: "many arguments",
    when: `name.hasWord(${Array(9).fill("name").join()})`,
    expect: [{ code: "too-many-arguments", path: ["when"], at: { line: 1, column: 54 }, token: "name" }],
  },
  {
    name: "a macro inside a macro",
    when: "members.exists(a, members.exists(b, a == b))",
    expect: [{ code: "nested-macro", path: ["when"], at: { line: 1, column: 27 }, token: "exists" }],
  },
  { name: "a macro after a macro", when: 'members.filter(a, a != "x").exists(b, b == "y")', expect: [] },
  {
    name: "a macro's own variable that shadows a facet",
    when: 'members.exists(text, text == "y")',
    expect: [],
  },
  {
    name: "has() of a wire field",
    when: "has(request.Nam)",
    expect: [
      {
        code: "unknown-field",
        path: ["when"],
        at: { line: 1, column: 1 },
        token: "has(request.Nam)",
        suggestion: "has(request.Name)",
        details: { found: "Request" },
      },
    ],
  },
  {
    name: "has() of a known one, and of an item's",
    when: "has(request.Name) && request.MemberList.exists(m, has(m.Member_Account))",
    expect: [],
  },
  {
    name: "has() of a facet",
    when: "has(name)",
    expect: [{ code: "has-needs-field", path: ["when"], at: { line: 1, column: 1 }, token: "has(name)" }],
  },
  {
    name: "another type of a wire field",
    when: "request.Name > 1",
    expect: [
      {
        code: "text-against-number",
        path: ["when"],
        at: { line: 1, column: 16 },
        token: "1",
        suggestion: '"1"',
        details: { found: "string > int" },
      },
    ],
  },
  {
    name: "a wire field that one of the commands lacks",
    on: ["Group.CallbackBeforeCreateGroup", "Group.CallbackBeforeInviteJoinGroup"],
    when: 'request.Name == "x"',
    expect: [
      {
        code: "unknown-field",
        path: ["when"],
        at: { line: 1, column: 1 },
        token: "request.Name",
        details: { command: "Group.CallbackBeforeInviteJoinGroup", found: "Request" },
      },
    ],
  },
  {
    name: "hasWord() of a literal list",
    when: 'name.hasWord(["a"])',
    expect: [
      {
        code: "wrong-arguments",
        path: ["when"],
        at: { line: 1, column: 1 },
        token: 'name.hasWord(["a"])',
        details: { expected: "string.hasWord(WordList): bool", found: "string.hasWord(list<string>)" },
      },
    ],
  },
  {
    name: "containsAny() of text",
    when: 'name.containsAny("a")',
    expect: [
      {
        code: "wrong-arguments",
        path: ["when"],
        at: { line: 1, column: 1 },
        token: 'name.containsAny("a")',
        details: { expected: "string.containsAny(WordList): bool", found: "string.containsAny(string)" },
      },
    ],
  },
  {
    name: "inCidr() of a literal",
    when: 'clientIp.inCidr(["::1"])',
    expect: [
      {
        code: "wrong-arguments",
        path: ["when"],
        at: { line: 1, column: 1 },
        token: 'clientIp.inCidr(["::1"])',
        details: { expected: "string.inCidr(WordList): bool", found: "string.inCidr(list<string>)" },
      },
    ],
  },
  {
    name: "inCidr() of a list with a bad block",
    when: "clientIp.inCidr(lists.nets)",
    expect: [{ code: "bad-network", path: ["when"], at: { line: 1, column: 17 }, token: "10.0.0.0/99" }],
  },
  {
    name: "inCidr() of a list of words",
    when: "clientIp.inCidr(lists.reserved)",
    expect: [{ code: "bad-network", path: ["when"], at: { line: 1, column: 17 }, token: "admin" }],
  },
  {
    name: "onlyScripts() of an unknown script",
    when: 'name.onlyScripts(["Latin", "Latn2"])',
    expect: [{ code: "unknown-script", path: ["when"], at: { line: 1, column: 18 }, token: "Latn2" }],
  },
  {
    name: "onlyScripts() of what is no name",
    when: 'name.onlyScripts(["Latin}|\\\\p{L"])',
    expect: [{ code: "unknown-script", path: ["when"], at: { line: 1, column: 18 }, token: "Latin}|\\p{L" }],
  },
  {
    name: "onlyScripts() of text",
    when: 'name.onlyScripts("Latin")',
    expect: [
      {
        code: "wrong-arguments",
        path: ["when"],
        at: { line: 1, column: 1 },
        token: 'name.onlyScripts("Latin")',
        details: { expected: "string.onlyScripts(list<string>): bool", found: "string.onlyScripts(string)" },
      },
    ],
  },
  {
    name: "between() of a bad time",
    when: 'now.between("22:00", "24:00", "UTC")',
    expect: [{ code: "bad-time-of-day", path: ["when"], at: { line: 1, column: 22 }, token: '"24:00"' }],
  },
  {
    name: "between() of more than a time",
    when: 'now.between("22:00", "22:000", "UTC")',
    expect: [{ code: "bad-time-of-day", path: ["when"], at: { line: 1, column: 22 }, token: '"22:000"' }],
  },
  {
    name: "between() of more before a time",
    when: 'now.between("022:00", "22:00", "UTC")',
    expect: [{ code: "bad-time-of-day", path: ["when"], at: { line: 1, column: 13 }, token: '"022:00"' }],
  },
  {
    name: "inCidr() of a facet",
    when: "clientIp.inCidr(name)",
    expect: [
      {
        code: "wrong-arguments",
        path: ["when"],
        at: { line: 1, column: 1 },
        token: "clientIp.inCidr(name)",
        details: { expected: "string.inCidr(WordList): bool", found: "string.inCidr(string)" },
      },
    ],
  },
  {
    name: "between() of half a time",
    when: 'now.between("7:00", "23:59", "UTC")',
    expect: [{ code: "bad-time-of-day", path: ["when"], at: { line: 1, column: 13 }, token: '"7:00"' }],
  },
  {
    name: "between() of a bad zone",
    when: 'now.between("22:00", "06:00", "Asia/Nowhere")',
    expect: [{ code: "bad-zone", path: ["when"], at: { line: 1, column: 31 }, token: '"Asia/Nowhere"' }],
  },
  {
    name: "between() of a zone from the request",
    when: 'now.between("22:00", "06:00", name)',
    expect: [{ code: "zone-not-written", path: ["when"], at: { line: 1, column: 31 }, token: "name" }],
  },
  {
    name: "glob() of a pattern from the request",
    when: "name.glob(operator)",
    expect: [{ code: "pattern-not-written", path: ["when"], at: { line: 1, column: 11 }, token: "operator" }],
  },
  {
    name: "two faults at once",
    when: 'nam == "x" || operater == "y"',
    expect: [
      { code: "unknown-facet", path: ["when"], at: { line: 1, column: 1 }, token: "nam", suggestion: "name" },
      {
        code: "unknown-facet",
        path: ["when"],
        at: { line: 1, column: 15 },
        token: "operater",
        suggestion: "operator",
      },
    ],
  },
  {
    name: "a field of a time",
    when: "eventTime.hour >= 22",
    expect: [
      {
        code: "no-fields",
        path: ["when"],
        at: { line: 1, column: 1 },
        token: "eventTime.hour",
        details: { found: "timestamp" },
      },
    ],
  },
  {
    name: "forgotten parentheses",
    when: "now.getHours >= 22",
    expect: [
      {
        code: "missing-call",
        path: ["when"],
        at: { line: 1, column: 1 },
        token: "now.getHours",
        suggestion: "now.getHours()",
        details: { found: "timestamp" },
      },
    ],
  },
  {
    name: "a field of a duration",
    when: "(now - eventTime).seconds > 22",
    expect: [
      {
        code: "no-fields",
        path: ["when"],
        at: { line: 1, column: 1 },
        token: "(now - eventTime).seconds",
        details: { found: "duration" },
      },
    ],
  },
  {
    name: "a field of a time, by index",
    when: 'now["foo"] == 1',
    expect: [
      {
        code: "no-fields",
        path: ["when"],
        at: { line: 1, column: 1 },
        token: 'now["foo"]',
        details: { found: "timestamp" },
      },
    ],
  },
  {
    name: "the size of a list",
    on: ["Group.CallbackBeforeInviteJoinGroup"],
    when: "targets.size > 20",
    expect: [
      {
        code: "missing-call",
        path: ["when"],
        at: { line: 1, column: 1 },
        token: "targets.size",
        suggestion: "targets.size()",
        details: { found: "list<string>" },
      },
    ],
  },
  {
    name: "the length of a list",
    on: ["Group.CallbackBeforeInviteJoinGroup"],
    when: "targets.length > 20",
    expect: [
      {
        code: "missing-call",
        path: ["when"],
        at: { line: 1, column: 1 },
        token: "targets.length",
        suggestion: "targets.size()",
        details: { found: "list<string>" },
      },
    ],
  },
  {
    name: "a word for an operator",
    when: 'name == "u" and owned > 3',
    expect: [
      { code: "word-operator", path: ["when"], at: { line: 1, column: 13 }, token: "and", suggestion: "&&" },
    ],
  },
  {
    name: "a number in quotes",
    on: ["Group.CallbackBeforeInviteJoinGroup"],
    when: 'size(targets) > "20"',
    expect: [
      {
        code: "text-against-number",
        path: ["when"],
        at: { line: 1, column: 17 },
        token: '"20"',
        suggestion: "20",
        details: { found: "int > string" },
      },
    ],
  },
  {
    name: "list for lists",
    when: "operator in list.reserved",
    expect: [
      {
        code: "unknown-facet",
        path: ["when"],
        at: { line: 1, column: 13 },
        token: "list",
        suggestion: "lists",
      },
    ],
  },
  {
    name: "a name that is near to none",
    when: "joined > 3",
    expect: [{ code: "unknown-facet", path: ["when"], at: { line: 1, column: 1 }, token: "joined" }],
  },
  {
    name: "a typo in a time zone",
    when: 'now.getHours("Asia/Singapoor") < 6',
    expect: [
      {
        code: "bad-zone",
        path: ["when"],
        at: { line: 1, column: 14 },
        token: '"Asia/Singapoor"',
        suggestion: '"Asia/Singapore"',
      },
    ],
  },
  {
    name: "a list that is called as something every object has",
    when: "name in lists.constructor",
    lists: { constructor: "x" },
    expect: [],
  },
  {
    name: "the same fault for every command, told once",
    on: ["Group.CallbackBeforeCreateGroup", "Group.CallbackBeforeCreateTopic"],
    when: "request.Nope == 1",
    expect: [
      {
        code: "unknown-field",
        path: ["when"],
        at: { line: 1, column: 1 },
        token: "request.Nope",
        details: { found: "Request" },
      },
    ],
  },
  {
    name: "bytes",
    when: 'name == "a" && b"x" == bytes(name)',
    expect: [
      {
        code: "unsupported",
        path: ["when"],
        at: { line: 1, column: 16 },
        token: 'b"x"',
        details: { feature: "bytes" },
      },
    ],
  },
];

testRows(rows, ({ on = ["Group.CallbackBeforeCreateGroup"], when, lists, expect: expected }) => {
  const given = { reserved: "admin\nofficial", nets: "10.0.0.0/8\n10.0.0.0/99", ...lists };
  const covered = on.map((name) => commands.get(name) as Command); // rows name real ones
  const language = createLanguage(readLists(createTestParameters({ lists: given })).lists, diagnose);
  expectDiagnostics(checkCondition(when, covered, language).diagnostics, expected);
});
