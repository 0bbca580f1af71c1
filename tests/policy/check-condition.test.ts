import type { Command } from "../../lib/commands/define-command.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { checkCondition } from "../../lib/policy/check-condition.ts";
import { createLanguage } from "../../lib/policy/expression.ts";
import { readLists } from "../../lib/policy-set/lists.ts";
import { type Expected, expectDiagnostics } from "../support/diagnostics.ts";
import { parametersOf } from "../support/gate.ts";
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
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 1 },
        details: { text: 'unknown facet "grupType". Did you mean "groupType"?' },
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
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 20 },
        details: { text: 'unknown list "reservd": there is no lists/reservd.txt. Did you mean "reserved"?' },
      },
    ],
  },
  {
    name: "a list that is not named",
    when: "operator in lists[name]",
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 13 },
        details: { text: "name the list: write lists.<name>" },
      },
    ],
  },
  {
    name: "a list whose name CEL cannot read",
    when: "name.hasWord(lists.bad-words)",
    lists: { "bad-words": "x" },
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 20 },
        details: { text: 'unknown list "bad": there is no lists/bad.txt. Write lists["bad-words"]' },
      },
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 24 },
        details: { text: 'unknown facet "words".' },
      },
    ],
  },
  {
    name: "a list whose name is quoted",
    when: 'name.hasWord(lists["bad-words"]) || name in lists["reserved"] || name.hasWord(lists["none"])',
    lists: { "bad-words": "x" },
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 85 },
        details: { text: 'unknown list "none": there is no lists/none.txt.' },
      },
    ],
  },
  {
    name: "an unknown function",
    when: "members.exist(m, m == name)",
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 9 },
        details: { text: 'unknown function exist(). Did you mean "exists"?' },
      },
    ],
  },
  {
    name: "an unknown name that is near to none",
    when: "zzzzzz",
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 1 },
        details: { text: 'unknown facet "zzzzzz".' },
      },
    ],
  },
  {
    name: "a type error",
    when: 'name != "" && owned == "x"',
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 15 },
        details: { text: "no such overload: int == string" },
      },
    ],
  },
  {
    name: "not a bool",
    when: "owned",
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 1 },
        details: { text: "gives int, and a condition must give bool: compare it with something" },
      },
    ],
  },
  {
    name: "a syntax error on line 2",
    when: 'name == "a" &&\n  (owned > 3',
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 2, column: 13 },
        details: { text: "Expected RPAREN, got EOF" },
      },
    ],
  },
  {
    name: "= for ==",
    when: 'name = "x"',
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 6 },
        details: { text: "Unexpected character: =. Compare with ==" },
      },
    ],
  },
  {
    name: "matches()",
    when: 'name.matches("(a+)+")',
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 6 },
        details: {
          text: "matches() is not available: a backtracking regular expression can hang the gate. Use glob(), hasWord() or containsAny()",
        },
      },
    ],
  },
  {
    name: "over 200 nodes",
    when: Array(51).fill("owned>1").join("||"),
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 457 },
        details: { text: "is too large (over 200 nodes): split the rule, or use a list" },
      },
    ],
  },
  { name: "200 nodes", when: Array(50).fill("owned>1").join("||"), expect: [] },
  {
    name: "over 40 deep",
    when: `${"(".repeat(41)}true${")".repeat(41)}`,
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 41 },
        details: { text: "is nested too deeply (over 40): split the rule" },
      },
    ],
  },
  {
    name: "a list of over 100",
    when: `owned in [${Array(101).fill("1").join()}]`,
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 211 },
        details: {
          text: "has a list of over 100 entries: put them into lists/<name>.txt and write lists.<name>",
        },
      },
    ],
  },
  {
    name: "a map",
    when: 'name in {"a": 1}',
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 10 },
        details: { text: "has a map: compare with == and ||, or use a list" },
      },
    ],
  },
  {
    name: "many arguments",
    when: `name.hasWord(${Array(9).fill("name").join()})`,
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 54 },
        details: { text: "has a call with over 8 arguments" },
      },
    ],
  },
  {
    name: "a macro inside a macro",
    when: "members.exists(a, members.exists(b, a == b))",
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 27 },
        details: { text: "a macro inside a macro: write two rules, or use a list" },
      },
    ],
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
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 5 },
        details: { text: "has(): No such key: Nam" },
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
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 5 },
        details: { text: "has() invalid argument" },
      },
    ],
  },
  {
    name: "another type of a wire field",
    when: "request.Name > 1",
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 1 },
        details: { text: "no such overload: string > int" },
      },
    ],
  },
  {
    name: "a wire field that one of the commands lacks",
    on: ["Group.CallbackBeforeCreateGroup", "Group.CallbackBeforeInviteJoinGroup"],
    when: 'request.Name == "x"',
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 9 },
        details: { text: "No such key: Name", command: "Group.CallbackBeforeInviteJoinGroup" },
      },
    ],
  },
  {
    name: "hasWord() of a literal list",
    when: 'name.hasWord(["a"])',
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 6 },
        details: {
          text: "hasWord(): takes a list of the store: put the entries into lists/<name>.txt and write lists.<name>",
        },
      },
    ],
  },
  {
    name: "containsAny() of text",
    when: 'name.containsAny("a")',
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 6 },
        details: {
          text: "containsAny(): takes a list of the store: put the entries into lists/<name>.txt and write lists.<name>",
        },
      },
    ],
  },
  {
    name: "inCidr() of a literal",
    when: 'clientIp.inCidr(["::1"])',
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 10 },
        details: {
          text: "inCidr(): takes a list of the store: put the entries into lists/<name>.txt and write lists.<name>",
        },
      },
    ],
  },
  {
    name: "inCidr() of a list with a bad block",
    when: "clientIp.inCidr(lists.nets)",
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 10 },
        details: { text: 'inCidr(): lists/nets: "10.0.0.0/99": the part after / is a number from 0 to 32' },
      },
    ],
  },
  {
    name: "inCidr() of a list of words",
    when: "clientIp.inCidr(lists.reserved)",
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 10 },
        details: {
          text: 'inCidr(): lists/reserved: "admin" is not an address or a block such as 10.0.0.0/8',
        },
      },
    ],
  },
  {
    name: "onlyScripts() of an unknown script",
    when: 'name.onlyScripts(["Latin", "Latn2"])',
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 6 },
        details: { text: 'onlyScripts(): "Latn2" is not the name of a Unicode script, e.g. "Latin"' },
      },
    ],
  },
  {
    name: "onlyScripts() of what is no name",
    when: 'name.onlyScripts(["Latin}|\\\\p{L"])',
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 6 },
        details: { text: 'onlyScripts(): "Latin}|\\p{L" is not the name of a Unicode script, e.g. "Latin"' },
      },
    ],
  },
  {
    name: "onlyScripts() of text",
    when: 'name.onlyScripts("Latin")',
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 6 },
        details: { text: 'onlyScripts(): write the scripts as a list, e.g. ["Latin", "Han"]' },
      },
    ],
  },
  {
    name: "between() of a bad time",
    when: 'now.between("22:00", "24:00", "UTC")',
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 5 },
        details: { text: 'between(): write times of day as "22:00"' },
      },
    ],
  },
  {
    name: "between() of more than a time",
    when: 'now.between("22:00", "22:000", "UTC")',
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 5 },
        details: { text: 'between(): write times of day as "22:00"' },
      },
    ],
  },
  {
    name: "between() of more before a time",
    when: 'now.between("022:00", "22:00", "UTC")',
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 5 },
        details: { text: 'between(): write times of day as "22:00"' },
      },
    ],
  },
  {
    name: "inCidr() of a facet",
    when: "clientIp.inCidr(name)",
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 10 },
        details: {
          text: "inCidr(): takes a list of the store: put the entries into lists/<name>.txt and write lists.<name>",
        },
      },
    ],
  },
  {
    name: "between() of half a time",
    when: 'now.between("7:00", "23:59", "UTC")',
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 5 },
        details: { text: 'between(): write times of day as "22:00"' },
      },
    ],
  },
  {
    name: "between() of a bad zone",
    when: 'now.between("22:00", "06:00", "Asia/Nowhere")',
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 5 },
        details: { text: 'between(): "Asia/Nowhere" is not a time zone, e.g. "Asia/Singapore"' },
      },
    ],
  },
  {
    name: "between() of a zone from the request",
    when: 'now.between("22:00", "06:00", name)',
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 5 },
        details: { text: 'between(): write the time zone as text, e.g. "Asia/Singapore"' },
      },
    ],
  },
  {
    name: "glob() of a pattern from the request",
    when: "name.glob(operator)",
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 6 },
        details: { text: 'glob(): write the pattern as text, e.g. "vip-*"' },
      },
    ],
  },
  {
    name: "two faults at once",
    when: 'nam == "x" || operater == "y"',
    expect: [
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 1 },
        details: { text: 'unknown facet "nam". Did you mean "name"?' },
      },
      {
        code: "expression-invalid",
        path: ["when"],
        at: { line: 1, column: 15 },
        details: { text: 'unknown facet "operater". Did you mean "operator"?' },
      },
    ],
  },
];

testRows(rows, ({ on = ["Group.CallbackBeforeCreateGroup"], when, lists, expect: expected }) => {
  const given = { reserved: "admin\nofficial", nets: "10.0.0.0/8\n10.0.0.0/99", ...lists };
  const covered = on.map((name) => commands.get(name) as Command); // rows name real ones
  const language = createLanguage(readLists(parametersOf({ lists: given })).lists);
  expectDiagnostics(checkCondition(when, covered, language).diagnostics, expected);
});
