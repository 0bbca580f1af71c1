import { documentSchema } from "../../lib/policy/document.ts";
import { readJson } from "../../lib/policy-set/read-json.ts";
import { type Expected, expectDiagnostics } from "../support/diagnostics.ts";
import { testRows } from "../support/table.ts";

type Row = { readonly name: string; readonly document: unknown; readonly expect: readonly Expected[] };

const rows: readonly Row[] = [
  {
    name: "unless without reason",
    document: {
      rules: [{ id: "one", on: "Group.CallbackBeforeCreateGroup", deny: {}, unless: [{ account: ["a"] }] }],
    },
    expect: [
      {
        code: "missing-key",
        path: ["rules", 0, "unless", 0],
        token: "reason",
        details: { expected: ["string"] },
      },
    ],
  },
  {
    name: "unless until no day",
    document: {
      rules: [
        {
          id: "one",
          on: "Group.CallbackBeforeCreateGroup",
          deny: {},
          unless: [{ account: ["a"], reason: "r", until: "2027-02-30" }],
        },
      ],
    },
    expect: [{ code: "invalid-date", path: ["rules", 0, "unless", 0, "until"], token: "2027-02-30" }],
  },
  {
    name: "unless one account as text",
    document: {
      rules: [
        {
          id: "one",
          on: "Group.CallbackBeforeCreateGroup",
          deny: {},
          unless: [{ account: "ops", reason: "r" }],
        },
      ],
    },
    expect: [{ code: "invalid-list-reference", path: ["rules", 0, "unless", 0, "account"], token: "ops" }],
  },
  {
    name: "unless nobody",
    document: { rules: [{ id: "one", on: "Group.CallbackBeforeCreateGroup", deny: {}, unless: [] }] },
    expect: [{ code: "empty-value", path: ["rules", 0, "unless"], details: { kind: "list" } }],
  },
  {
    name: "rollout over 100",
    document: {
      rules: [
        {
          id: "one",
          on: "Group.CallbackBeforeCreateGroup",
          deny: {},
          rollout: { percent: 101, by: "operator" },
        },
      ],
    },
    expect: [
      {
        code: "number-too-large",
        path: ["rules", 0, "rollout", "percent"],
        token: "101",
        details: { limit: 100, inclusive: true },
      },
    ],
  },
  {
    name: "a limit per no time",
    document: {
      rules: [
        {
          id: "one",
          on: "Group.CallbackBeforeCreateGroup",
          deny: {},
          mode: "shadow",
          limit: { max: 1, per: "1y", by: "operator" },
        },
      ],
    },
    expect: [{ code: "invalid-duration", path: ["rules", 0, "limit", "per"], token: "1y" }],
  },
  {
    name: "a limit of 0",
    document: {
      rules: [
        {
          id: "one",
          on: "Group.CallbackBeforeCreateGroup",
          deny: {},
          mode: "shadow",
          limit: { max: 0, per: "1h", by: "operator" },
        },
      ],
    },
    expect: [
      {
        code: "number-too-small",
        path: ["rules", 0, "limit", "max"],
        token: "0",
        details: { limit: 0, inclusive: false },
      },
    ],
  },
  {
    name: "an unknown key of a document",
    document: { rules: [{ id: "one", on: "Group.CallbackBeforeCreateGroup", deny: {} }], descripton: "x" },
    expect: [{ code: "unknown-key", token: "descripton", suggestion: "description" }],
  },
  {
    name: "of a rule",
    document: { rules: [{ id: "one", on: "Group.CallbackBeforeCreateGroup", deny: {}, whn: "true" }] },
    expect: [{ code: "unknown-key", path: ["rules", 0], token: "whn", suggestion: "when" }],
  },
  {
    name: "of an action",
    document: {
      rules: [{ id: "one", on: "Group.CallbackBeforeCreateGroup", deny: { cod: 1, massage: "m" } }],
    },
    expect: [
      { code: "unknown-key", path: ["rules", 0, "deny"], token: "cod", suggestion: "code" },
      { code: "unknown-key", path: ["rules", 0, "deny"], token: "massage", suggestion: "message" },
    ],
  },
  {
    name: "of an empty one",
    document: { rules: [{ id: "one", on: "Group.CallbackBeforeCreateGroup", drop: { code: 1 } }] },
    expect: [{ code: "unknown-key", path: ["rules", 0, "drop"], token: "code" }],
  },
  {
    name: "of an exemption",
    document: {
      rules: [
        {
          id: "one",
          on: "Group.CallbackBeforeCreateGroup",
          deny: {},
          unless: [{ account: ["a"], reason: "r", untill: "2027-01-01" }],
        },
      ],
    },
    expect: [{ code: "unknown-key", path: ["rules", 0, "unless", 0], token: "untill", suggestion: "until" }],
  },
  {
    name: "of a rollout",
    document: {
      rules: [
        {
          id: "one",
          on: "Group.CallbackBeforeCreateGroup",
          deny: {},
          rollout: { percent: 1, by: "operator", pct: 1 },
        },
      ],
    },
    expect: [{ code: "unknown-key", path: ["rules", 0, "rollout"], token: "pct" }],
  },
  {
    name: "an `on` that is neither",
    document: { rules: [{ id: "one", on: 5, deny: {} }] },
    expect: [
      {
        code: "wrong-type",
        path: ["rules", 0, "on"],
        details: { expected: ["string", "array"], received: "number" },
      },
    ],
  },
  {
    name: "a rule without id",
    document: {
      rules: [
        { on: "Group.CallbackBeforeCreateGroup", deny: {} },
        { id: "one", on: "Group.CallbackBeforeCreateGroup" },
        { deny: {} },
      ],
    },
    expect: [
      { code: "missing-key", path: ["rules", 0], token: "id", details: { expected: ["string"] } },
      { code: "missing-key", path: ["rules", 2], token: "id", details: { expected: ["string"] } },
      { code: "missing-key", path: ["rules", 2], token: "on", details: { expected: ["string", "array"] } },
    ],
  },
  {
    name: "an id with capitals",
    document: { rules: [{ id: "One", on: "Group.CallbackBeforeCreateGroup", deny: {} }] },
    expect: [{ code: "invalid-id", path: ["rules", 0, "id"], token: "One" }],
  },
  {
    name: "a document without rules",
    document: {},
    expect: [{ code: "missing-key", token: "rules", details: { expected: ["array"] } }],
  },
  { name: "no rules", document: { rules: [] }, expect: [{ code: "no-rules", path: ["rules"] }] },
  { name: "a document that is null", document: null, expect: [{ code: "empty-document" }] },
  {
    name: "a rule that is null",
    document: { rules: [null] },
    expect: [{ code: "wrong-type", path: ["rules", 0], details: { expected: ["object"], received: "null" } }],
  },
  {
    name: "drop: true",
    document: { rules: [{ id: "one", on: "x", drop: true }] },
    expect: [{ code: "action-not-empty", path: ["rules", 0, "drop"], token: "drop" }],
  },
  {
    name: "a message that is too long",
    document: { rules: [{ id: "one", on: "x", deny: { message: "x".repeat(501) } }] },
    expect: [{ code: "text-too-long", path: ["rules", 0, "deny", "message"], details: { limit: 500 } }],
  },
  {
    name: "an empty on, of the right type",
    document: { rules: [{ id: "one", on: "", deny: {} }] },
    expect: [{ code: "empty-value", path: ["rules", 0, "on"], details: { kind: "text" } }],
  },
  {
    name: "an empty text in a list",
    document: { rules: [{ id: "one", on: [""], deny: {} }] },
    expect: [{ code: "empty-value", path: ["rules", 0, "on", 0], details: { kind: "text" } }],
  },
  {
    name: "a code that is not whole",
    document: { rules: [{ id: "one", on: "x", deny: { code: 1.5 } }] },
    expect: [
      {
        code: "wrong-type",
        path: ["rules", 0, "deny", "code"],
        details: { expected: ["int", "record"], received: "number" },
      },
    ],
  },
  {
    name: "a code of a family as text",
    document: { rules: [{ id: "one", on: "x", deny: { code: { Group: "x" } } }] },
    expect: [
      {
        code: "wrong-type",
        path: ["rules", 0, "deny", "code", "Group"],
        details: { expected: ["number"], received: "string" },
      },
    ],
  },
  {
    name: "a mode with a typing mistake",
    document: { mode: "shadwo", rules: [{ id: "one", on: "x", deny: {} }] },
    expect: [
      {
        code: "unknown-value",
        path: ["mode"],
        token: "shadwo",
        suggestion: "shadow",
        details: { allowed: ["off", "shadow", "enforce"] },
      },
    ],
  },
  {
    name: "a whole document",
    document: {
      description: "d",
      mode: "shadow",
      rules: [
        {
          id: "one",
          on: ["a", "b"],
          when: "c",
          unless: [{ account: "lists.d", reason: "e", until: "2027-01-31" }],
          rollout: { percent: 0.5, by: "f" },
          limit: { max: 1, per: "1h", by: "g" },
          mask: { list: "h", with: "*" },
        },
      ],
    },
    expect: [],
  },
];

testRows(rows, ({ document, expect: expected }) => {
  const { value, diagnostics } = readJson("policies/doc", JSON.stringify(document), documentSchema());
  expectDiagnostics(diagnostics, expected);
  expect(value === undefined).toBe(expected.length > 0);
});
