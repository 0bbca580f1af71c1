import { commands } from "../../lib/commands/generated/index.ts";
import { compilePolicies } from "../../lib/policy/compile.ts";
import type { Mode, PolicyDocument } from "../../lib/policy/document.ts";
import { createLanguage } from "../../lib/policy/expression.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { testRows } from "../support/table.ts";

const CREATE = "Group.CallbackBeforeCreateGroup";
const INVITE = "Group.CallbackBeforeInviteJoinGroup";
const compileAll = (
  documents: Readonly<Record<string, PolicyDocument["rules"]>>,
  mode: Mode = "enforce",
  own?: Mode,
) =>
  compilePolicies(
    Object.entries(documents).map(([document, rules]) => ({
      document,
      content: own === undefined ? { rules } : { mode: own, rules },
    })),
    { commands, language: createLanguage(new Map()), mode, sha256 },
  );

test("an id twice in a document is reported at the second, of two documents it is not", () => {
  const rule = { id: "names", on: CREATE, deny: {} };
  expect(compileAll({ a: [rule, rule] }).diagnostics).toEqual([
    {
      code: "duplicate-rule",
      severity: "error",
      document: "policies/a",
      rule: "names",
      path: ["rules", 1, "id"],
      token: "names",
    },
  ]);
  expect(compileAll({ a: [rule], b: [rule] }).diagnostics).toEqual([]);
});

test("what is wrong in a rule is placed in its document, also where the rule is off", () => {
  const rules = [
    { id: "good", on: CREATE, deny: {} },
    { id: "bad", on: "Nope", mode: "off" as const, deny: {} },
  ];
  expect(compileAll({ a: rules }).diagnostics).toEqual([
    {
      code: "unknown-command",
      severity: "error",
      document: "policies/a",
      rule: "bad",
      path: ["rules", 1, "on"],
      token: "Nope",
    },
  ]);
});

describe("the least strict of three modes applies", () => {
  type Row = {
    readonly name: string;
    readonly modes: readonly [settings: Mode, document: Mode, rule: Mode];
    readonly mode: Mode | undefined;
  };
  const rows: readonly Row[] = [
    { name: "all enforce", modes: ["enforce", "enforce", "enforce"], mode: "enforce" },
    { name: "settings in shadow", modes: ["shadow", "enforce", "enforce"], mode: "shadow" },
    { name: "document in shadow", modes: ["enforce", "shadow", "enforce"], mode: "shadow" },
    { name: "rule in shadow", modes: ["enforce", "enforce", "shadow"], mode: "shadow" },
    { name: "rule off", modes: ["shadow", "shadow", "off"], mode: undefined },
    { name: "document off", modes: ["enforce", "off", "enforce"], mode: undefined },
  ];
  testRows(rows, ({ modes: [settings, document, mode], mode: expected }) => {
    const rules = [{ id: "names", on: CREATE, mode, deny: {} }];
    const compiled = compileAll({ a: rules }, settings, document).rulesFor(CREATE);
    expect(compiled[0]?.mode).toBe(expected);
  });
});

describe("at most 100 rules of one command have a limit", () => {
  type Rules = PolicyDocument["rules"];
  const limit = { max: 1, per: "1h", by: "operator" };
  const createLimits = (count: number, rest: Partial<Rules[number]> = {}): Rules =>
    Array.from({ length: count }, (_, index) => ({ id: `r${index}`, on: CREATE, deny: {}, limit, ...rest }));
  const last = { id: "last", on: [CREATE, INVITE], observe: {} };
  type Row = {
    readonly name: string;
    readonly rules: Rules;
    readonly commands: readonly string[] | undefined;
  };
  const rows: readonly Row[] = [
    { name: "100", rules: [...createLimits(99), { ...last, limit }], commands: undefined },
    { name: "101", rules: [...createLimits(100), { ...last, limit }], commands: [CREATE] },
    {
      name: "101, of which 100 in shadow",
      rules: [...createLimits(100, { mode: "shadow" }), { ...last, limit }],
      commands: [CREATE],
    },
    {
      name: "101, of which one is off",
      rules: [
        ...createLimits(1, { mode: "off" }),
        ...createLimits(99, {}).map((rule) => ({ ...rule, id: `on-${rule.id}` })),
        { ...last, limit },
      ],
      commands: undefined,
    },
    { name: "100, and one rule without", rules: [...createLimits(100), last], commands: undefined },
    {
      name: "101, one of them of another command",
      rules: [...createLimits(100), { ...last, on: INVITE, limit }],
      commands: undefined,
    },
  ];
  testRows(rows, ({ rules, commands: over }) => {
    const expected = over?.map(() => ({
      code: "too-many-limits",
      severity: "error",
      document: "policies/a",
      rule: "last",
      path: ["rules", 100, "limit"],
      details: { commands: over, limit: 100 },
    }));
    expect(compileAll({ a: rules }).diagnostics).toEqual(expected ?? []);
  });
});

test("a set tells whether any rule has a limit, so that requests are replayed in order", () => {
  const plain = { id: "plain", on: CREATE, deny: {} };
  const counted = { ...plain, id: "counted", limit: { max: 1, per: "1h", by: "operator" } };
  expect(compileAll({ a: [plain] }).hasLimits).toBe(false);
  expect(compileAll({ a: [plain, { ...counted, mode: "off" }] }).hasLimits).toBe(false);
  expect(compileAll({ a: [plain, counted] }).hasLimits).toBe(true);
});

test("the rules of a command are compiled once", () => {
  const { rulesFor } = compileAll({ a: [{ id: "names", on: CREATE, deny: {} }] });
  expect(rulesFor(CREATE)).toBe(rulesFor(CREATE));
});

describe("what a command runs of a rule", () => {
  type Row = { readonly name: string; readonly rule: object; readonly compiled: object };
  const plain = {
    rule: "a/names",
    mode: "enforce",
    pausedUntil: 0,
    perTarget: false,
    exemptions: [],
    action: { kind: "observe" },
  };
  const rows: readonly Row[] = [
    { name: "that says no more than its action", rule: { observe: {} }, compiled: plain },
    {
      name: "that refuses: with the command's own code, unless it names one",
      rule: { deny: {} },
      compiled: { ...plain, action: { kind: "deny", code: 1 } },
    },
    {
      name: "that refuses with a code",
      rule: { deny: { code: 10101 } },
      compiled: { ...plain, action: { kind: "deny", code: 10101 } },
    },
    {
      name: "that counts",
      rule: { observe: {}, limit: { max: 3, per: "2m", by: "operator", count: "refusals", hold: "1h" } },
      compiled: {
        ...plain,
        limit: {
          ...{ max: 3, per: "2m", perMs: 120_000, holdMs: 3_600_000, by: ["operator"], count: "refusals" },
        },
      },
    },
    {
      name: "that is paused",
      rule: { observe: {}, pause: { until: "2026-01-01T00:00:00Z", reason: "r" } },
      compiled: { ...plain, pausedUntil: 1_767_225_600_000 },
    },
  ];
  testRows(rows, ({ rule, compiled }) => {
    const rules = [{ id: "names", on: CREATE, ...rule }];
    expect(compileAll({ a: rules }).rulesFor(CREATE)).toEqual([compiled]);
  });
});
