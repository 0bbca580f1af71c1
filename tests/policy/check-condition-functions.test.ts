import { testConditions } from "./test-conditions.ts";

testConditions([
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
    name: "onlyScripts() of a list from the request",
    when: "name.onlyScripts(members)",
    expect: [{ code: "scripts-not-written", path: ["when"], at: { line: 1, column: 18 }, token: "members" }],
  },
  {
    name: "onlyScripts() of a script from the request",
    when: 'name.onlyScripts(["Latin", operator])',
    expect: [
      {
        code: "scripts-not-written",
        path: ["when"],
        at: { line: 1, column: 18 },
        token: '["Latin", operator]',
      },
    ],
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
    name: "between() of a time from the request",
    when: 'now.between(name, "22:00", "UTC")',
    expect: [{ code: "bad-time-of-day", path: ["when"], at: { line: 1, column: 13 }, token: "name" }],
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
]);
