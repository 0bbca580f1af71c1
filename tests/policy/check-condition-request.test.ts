import { testConditions } from "./test-conditions.ts";

testConditions([
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
    name: "a wire field whose name is that of the lists",
    when: "request.lists == 1",
    expect: [
      {
        code: "unknown-field",
        path: ["when"],
        at: { line: 1, column: 1 },
        token: "request.lists",
        details: { found: "Request" },
      },
    ],
  },
  {
    name: "a syntax error beside a wire field, of two commands, told once",
    on: ["Group.CallbackBeforeCreateGroup", "Group.CallbackBeforeInviteJoinGroup"],
    when: 'request.Name = "x"',
    expect: [
      { code: "single-operator", path: ["when"], at: { line: 1, column: 14 }, token: "=", suggestion: "==" },
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
]);
