import { testConditions } from "./test-conditions.ts";

testConditions([
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
        details: {
          commands: ["Group.CallbackBeforeCreateGroup", "Group.CallbackBeforeCreateTopic"],
          available: [
            ...["command", "platform", "clientIp", "sdkAppId", "now", "operator", "owner", "name"],
            ...["groupType", "owned", "members", "eventTime", "group"],
          ],
        },
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
    name: "a list outside of a function",
    when: "lists.reserved == name",
    expect: [
      { code: "list-needs-function", path: ["when"], at: { line: 1, column: 1 }, token: "lists.reserved" },
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
]);
