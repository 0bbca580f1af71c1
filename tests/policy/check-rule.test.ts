import { commands } from "../../lib/commands/generated/index.ts";
import { checkRule } from "../../lib/policy/check-rule.ts";
import type { Rule } from "../../lib/policy/document.ts";
import { createLanguage } from "../../lib/policy/expression.ts";
import { readLists } from "../../lib/policy-set/lists.ts";
import { type Expected, expectDiagnostics } from "../support/diagnostics.ts";
import { createTestParameters } from "../support/gate.ts";
import { testRows } from "../support/table.ts";

type Row = {
  readonly name: string;
  readonly rule: Omit<Rule, "id">;
  readonly expect: readonly Expected[];
};

const rows: readonly Row[] = [
  {
    name: "an unknown command",
    rule: { on: "Group.CallbackBeforeCreateGrou", deny: {} },
    expect: [
      {
        code: "unknown-command",
        path: ["on"],
        token: "Group.CallbackBeforeCreateGrou",
        suggestion: "Group.CallbackBeforeCreateGroup",
      },
    ],
  },
  {
    name: "a glob that matches nothing",
    rule: { on: ["Group.CallbackBeforeCreateGroup", "Nope.*"], deny: {} },
    expect: [{ code: "pattern-unmatched", path: ["on"], token: "Nope.*" }],
  },
  { name: "a glob over dots", rule: { on: "*Create?roup", observe: {} }, expect: [] },
  {
    name: "a code out of range",
    rule: { on: "Group.CallbackBeforeCreateGroup", deny: { code: 10201 } },
    expect: [
      {
        code: "code-unavailable",
        path: ["deny", "code"],
        token: "10201",
        details: { commands: ["Group.CallbackBeforeCreateGroup"], range: [10100, 10200], defaultCode: 1 },
      },
    ],
  },
  {
    name: "code 0",
    rule: { on: "Group.CallbackBeforeCreateGroup", deny: { code: 0 } },
    expect: [
      {
        code: "code-unavailable",
        path: ["deny", "code"],
        token: "0",
        details: { commands: ["Group.CallbackBeforeCreateGroup"], range: [10100, 10200], defaultCode: 1 },
      },
    ],
  },
  { name: "the plain code", rule: { on: "Group.CallbackBeforeCreateGroup", deny: { code: 1 } }, expect: [] },
  {
    name: "a code where there are none",
    rule: { on: "OfficialAccount.CallbackBeforeAddSubscriber", deny: { code: 120002 } },
    expect: [
      {
        code: "code-unavailable",
        path: ["deny", "code"],
        token: "120002",
        details: { commands: ["OfficialAccount.CallbackBeforeAddSubscriber"], defaultCode: 1 },
      },
    ],
  },
  {
    name: "the plain code where there are none",
    rule: { on: "OfficialAccount.CallbackBeforeAddSubscriber", deny: { code: 1 } },
    expect: [],
  },
  {
    name: "1 for friends",
    rule: { on: "Sns.CallbackPrevFriendAdd", deny: { code: 1 } },
    expect: [
      {
        code: "code-unavailable",
        path: ["deny", "code"],
        token: "1",
        details: { commands: ["Sns.CallbackPrevFriendAdd"], range: [38000, 39000] },
      },
    ],
  },
  {
    name: "a map with an unknown family",
    rule: { on: "Group.CallbackBeforeCreateGroup", deny: { code: { Group: 10101, Grop: 1 } } },
    expect: [{ code: "unknown-family", path: ["deny", "code"], token: "Grop", suggestion: "Group" }],
  },
  {
    name: "a map with a wrong code",
    rule: { on: "*.CallbackBeforeCreate*", deny: { code: { Group: 10101, OfficialAccount: 10101 } } },
    expect: [
      {
        code: "code-unavailable",
        path: ["deny", "code", "OfficialAccount"],
        token: "10101",
        details: {
          commands: ["OfficialAccount.CallbackBeforeCreateOfficialAccount"],
          range: [120001, 130000],
          defaultCode: 1,
        },
      },
    ],
  },
  {
    name: "a map that lacks a family",
    rule: { on: "*.CallbackBeforeCreate*", deny: { code: { Group: 10101 } } },
    expect: [],
  },
  {
    name: "one code for several families",
    rule: { on: ["*.CallbackBefore*Msg"], deny: { code: 10101 } },
    expect: [
      {
        code: "code-unavailable",
        path: ["deny", "code"],
        token: "10101",
        details: {
          commands: ["C2C.CallbackBeforeSendMsg", "OfficialAccount.CallbackBeforeSendMsg"],
          range: [120001, 130000],
          defaultCode: 1,
        },
      },
    ],
  },
  {
    name: "deny of what has happened",
    rule: { on: "Group.CallbackAfterCreate*", deny: {} },
    expect: [
      {
        code: "action-unavailable",
        path: ["deny"],
        token: "deny",
        details: {
          commands: ["Group.CallbackAfterCreateGroup", "Group.CallbackAfterCreateTopic"],
          allowed: ["observe"],
          phase: "after",
        },
      },
    ],
  },
  {
    name: "drop of a group",
    rule: { on: "Group.CallbackBeforeCreateGroup", drop: {} },
    expect: [
      {
        code: "action-unavailable",
        path: ["drop"],
        token: "drop",
        details: {
          commands: ["Group.CallbackBeforeCreateGroup"],
          allowed: ["deny", "observe"],
          phase: "before",
        },
      },
    ],
  },
  {
    name: "mask of an invitation, even when off",
    rule: { on: "Group.CallbackBeforeInviteJoinGroup", mode: "off", mask: { list: "reserved", with: "*" } },
    expect: [
      {
        code: "action-unavailable",
        path: ["mask"],
        token: "mask",
        details: {
          commands: ["Group.CallbackBeforeInviteJoinGroup"],
          allowed: ["deny", "observe"],
          phase: "before",
        },
      },
    ],
  },
  { name: "no action", rule: { on: "Group.CallbackBeforeCreateGroup" }, expect: [{ code: "no-action" }] },
  {
    name: "two actions",
    rule: { on: "Group.CallbackBeforeCreateGroup", deny: {}, observe: {} },
    expect: [{ code: "several-actions", token: "observe", details: { actions: ["deny", "observe"] } }],
  },
  {
    name: "a hole that is no facet",
    rule: { on: "Group.CallbackBeforeCreateGroup", deny: { message: "{namme}" } },
    expect: [
      {
        code: "unknown-facet",
        path: ["deny", "message"],
        at: { line: 1, column: 2 },
        token: "namme",
        suggestion: "name",
      },
    ],
  },
  {
    name: "a hole that one command lacks",
    rule: {
      on: ["Group.CallbackBeforeCreateGroup", "Group.CallbackBeforeInviteJoinGroup"],
      deny: { message: "{name}" },
    },
    expect: [
      {
        code: "facet-unavailable",
        path: ["deny", "message"],
        at: { line: 1, column: 2 },
        token: "name",
        details: { commands: ["Group.CallbackBeforeInviteJoinGroup"] },
      },
    ],
  },
  {
    name: "an opening brace alone",
    rule: { on: "Group.CallbackBeforeCreateGroup", deny: { message: "a {b" } },
    expect: [{ code: "unpaired-brace", path: ["deny", "message"], at: { line: 1, column: 3 }, token: "{" }],
  },
  {
    name: "a closing brace alone",
    rule: { on: "Group.CallbackBeforeCreateGroup", deny: { message: "a }" } },
    expect: [{ code: "unpaired-brace", path: ["deny", "message"], at: { line: 1, column: 3 }, token: "}" }],
  },
  {
    name: "a code by target where only names go back",
    rule: { on: "Group.CallbackBeforeInviteJoinGroup", deny: { code: 10101 }, when: 'target == "x"' },
    expect: [
      {
        code: "denial-unseen",
        path: ["deny"],
        details: { commands: ["Group.CallbackBeforeInviteJoinGroup"] },
      },
    ],
  },
  {
    name: "a message by target there",
    rule: { on: "Group.CallbackBeforeInviteJoinGroup", deny: { message: "Not {target}." } },
    expect: [
      {
        code: "denial-unseen",
        path: ["deny"],
        details: { commands: ["Group.CallbackBeforeInviteJoinGroup"] },
      },
    ],
  },
  {
    name: "a code and message by target where they go back",
    rule: {
      on: "Sns.CallbackPrevFriendAdd",
      deny: { code: 38001, message: "Not {target}." },
      when: 'target == "x"',
    },
    expect: [],
  },
  {
    name: "unless an unknown list",
    rule: {
      on: "Group.CallbackBeforeCreateGroup",
      deny: {},
      unless: [{ account: "lists.reservd", reason: "r" }],
    },
    expect: [
      { code: "unknown-list", path: ["unless", 0, "account"], token: "reservd", suggestion: "reserved" },
    ],
  },
  {
    name: "rollout by an unknown facet",
    rule: { on: "Group.CallbackBeforeCreateGroup", deny: {}, rollout: { percent: 10, by: "operater" } },
    expect: [{ code: "unknown-facet", path: ["rollout", "by"], token: "operater", suggestion: "operator" }],
  },
  {
    name: "rollout by another command's",
    rule: { on: "Group.CallbackBeforeCreateGroup", deny: {}, rollout: { percent: 10, by: "text" } },
    expect: [
      {
        code: "facet-unavailable",
        path: ["rollout", "by"],
        token: "text",
        details: { commands: ["Group.CallbackBeforeCreateGroup"] },
      },
    ],
  },
  {
    name: "a limit by two facets, with holes of its own in its message",
    rule: {
      on: "Group.CallbackBeforeSendMsg",
      deny: {
        code: 10101,
        message: "{used} of {max} in {per}, {remaining} left; again in {retryMinutes} minutes",
      },
      limit: { max: 1, per: "10s", by: ["group", "sender"] },
    },
    expect: [],
  },
  {
    name: "strikes with a hold",
    rule: {
      on: "Group.CallbackBeforeSendMsg",
      deny: {},
      limit: { max: 3, per: "10m", by: "sender", count: "refusals", hold: "30d" },
    },
    expect: [],
  },
  {
    name: "a limit's hole without a limit",
    rule: { on: "Group.CallbackBeforeCreateGroup", deny: { message: "At most {max}." } },
    expect: [{ code: "unknown-facet", path: ["deny", "message"], at: { line: 1, column: 10 }, token: "max" }],
  },
  {
    name: "a limit by an unknown facet, in shadow",
    rule: {
      on: "Group.CallbackBeforeCreateGroup",
      deny: {},
      mode: "shadow",
      limit: { max: 1, per: "1h", by: "operater" },
    },
    expect: [{ code: "unknown-facet", path: ["limit", "by"], token: "operater", suggestion: "operator" }],
  },
  {
    name: "a limit by a facet that one of the covered commands lacks",
    rule: {
      on: ["Group.CallbackBeforeCreateGroup", "Group.CallbackBeforeSendMsg"],
      deny: {},
      limit: { max: 1, per: "1h", by: ["operator", "sender"] },
    },
    expect: [
      {
        code: "facet-unavailable",
        path: ["limit", "by", 1],
        token: "sender",
        details: { commands: ["Group.CallbackBeforeCreateGroup"] },
      },
    ],
  },
  ...["members", "eventTime"].map((by) => ({
    name: `a limit by ${by}, which has no single value`,
    rule: { on: "Group.CallbackBeforeCreateGroup", deny: {}, limit: { max: 1, per: "1h", by } },
    expect: [{ code: "limit-uncountable" as const, path: ["limit", "by"], token: by }],
  })),
  ...["9s", "31d", "0m"].map((per) => ({
    name: `a limit per ${per}`,
    rule: { on: "Group.CallbackBeforeCreateGroup", deny: {}, limit: { max: 1, per, by: "operator" } },
    expect: [{ code: "limit-period" as const, path: ["limit", "per"], token: per }],
  })),
  {
    name: "a hold that is too long, of a limit that counts requests",
    rule: {
      on: "Group.CallbackBeforeCreateGroup",
      deny: {},
      limit: { max: 1, per: "30d", by: "operator", hold: "31d" },
    },
    expect: [
      { code: "limit-period", path: ["limit", "hold"], token: "31d" },
      { code: "hold-without-refusals", path: ["limit", "hold"] },
    ],
  },
  {
    name: "a message to one target that names all of them",
    rule: { on: "Sns.CallbackPrevFriendAdd", when: 'target == "a"', deny: { message: "Not {targets}." } },
    expect: [
      {
        code: "hole-per-target",
        path: ["deny", "message"],
        token: "targets",
        details: { commands: ["Sns.CallbackPrevFriendAdd"] },
      },
    ],
  },
  {
    name: "a limit of what is decided target by target, by its condition",
    rule: {
      on: "Group.CallbackBeforeInviteJoinGroup",
      when: 'target == "a"',
      deny: {},
      limit: { max: 1, per: "1h", by: "operator" },
    },
    expect: [
      {
        code: "limit-per-target",
        path: ["limit"],
        details: { commands: ["Group.CallbackBeforeInviteJoinGroup"] },
      },
    ],
  },
  {
    name: "a limit of what is decided target by target, by what is counted by",
    rule: {
      on: "Group.CallbackBeforeInviteJoinGroup",
      deny: {},
      limit: { max: 1, per: "1h", by: "target" },
    },
    expect: [
      {
        code: "limit-per-target",
        path: ["limit"],
        details: { commands: ["Group.CallbackBeforeInviteJoinGroup"] },
      },
    ],
  },
  {
    name: "a limit that masks",
    rule: {
      on: "Group.CallbackBeforeSendMsg",
      mask: { list: "reserved", with: "*" },
      limit: { max: 1, per: "1h", by: "sender" },
    },
    expect: [{ code: "limit-with-mask", path: ["limit"] }],
  },
  {
    name: "a limit that refuses after the fact",
    rule: {
      on: "Group.CallbackAfterCreateGroup",
      deny: {},
      limit: { max: 1, per: "1h", by: "operator" },
    },
    expect: [{ code: "action-unavailable", path: ["deny"], token: "deny" }],
  },
  {
    name: "mask by an unknown list",
    rule: { on: "Group.CallbackBeforeSendMsg", mask: { list: "reservd", with: "*" } },
    expect: [{ code: "unknown-list", path: ["mask", "list"], token: "reservd", suggestion: "reserved" }],
  },
  {
    name: "mask by an entry",
    rule: { on: "Group.CallbackBeforeSendMsg", mask: { list: "reserved", with: "[ADMIN]" } },
    expect: [
      { code: "mask-overlaps", path: ["mask", "with"], token: "[ADMIN]", details: { entry: "admin" } },
    ],
  },
  {
    name: "mask by nothing visible",
    rule: { on: "Group.CallbackBeforeSendMsg", mask: { list: "reserved", with: "\u200b" } },
    expect: [{ code: "mask-invisible", path: ["mask", "with"], token: "\u200b" }],
  },
  {
    name: "mask by half a character",
    rule: { on: "Group.CallbackBeforeSendMsg", mask: { list: "reserved", with: "\u0301" } },
    expect: [{ code: "mask-joins", path: ["mask", "with"], token: "\u0301" }],
  },
  {
    name: "mask by what joins emoji",
    rule: { on: "Group.CallbackBeforeSendMsg", mask: { list: "reserved", with: "x\u200d👩\u200d" } },
    expect: [{ code: "mask-joins", path: ["mask", "with"], token: "x\u200d👩\u200d" }],
  },
  {
    name: "mask by half a flag",
    rule: { on: "Group.CallbackBeforeSendMsg", mask: { list: "reserved", with: "🇦" } },
    expect: [{ code: "mask-joins", path: ["mask", "with"], token: "🇦" }],
  },
  {
    name: "mask by a space",
    rule: { on: "Group.CallbackBeforeSendMsg", mask: { list: "reserved", with: " " } },
    expect: [{ code: "mask-invisible", path: ["mask", "with"], token: " " }],
  },
  {
    name: "mask by a character of its own",
    rule: { on: "Group.CallbackBeforeSendMsg", mask: { list: "reserved", with: "*" } },
    expect: [],
  },
  {
    name: "the first code of the range",
    rule: { on: "Group.CallbackBeforeCreateGroup", deny: { code: 10100 } },
    expect: [],
  },
  {
    name: "the last code of the range",
    rule: { on: "Group.CallbackBeforeCreateGroup", deny: { code: 10200 } },
    expect: [],
  },
  {
    name: "neither code nor message by target",
    rule: { on: "Group.CallbackBeforeInviteJoinGroup", when: 'target == "x"', deny: {} },
    expect: [],
  },
  {
    name: "a code and message for the whole request",
    rule: {
      on: "Group.CallbackBeforeInviteJoinGroup",
      when: "targets.size() > 9",
      deny: { code: 10101, message: "No." },
    },
    expect: [],
  },
  {
    name: "several things at once",
    rule: {
      on: "Group.CallbackBeforeCreateGroup",
      when: 'text == "x"',
      deny: { code: 99, message: "{nme}" },
      rollout: { percent: 1, by: "nme" },
    },
    expect: [
      { code: "unknown-facet", path: ["rollout", "by"], token: "nme", suggestion: "name" },
      { code: "facet-unavailable", path: ["when"], at: { line: 1, column: 1 }, token: "text" },
      {
        code: "unknown-facet",
        path: ["deny", "message"],
        at: { line: 1, column: 2 },
        token: "nme",
        suggestion: "name",
      },
      { code: "code-unavailable", path: ["deny", "code"], token: "99" },
    ],
  },
];

testRows(rows, ({ rule, expect: expected }) => {
  const { lists } = readLists(createTestParameters({ lists: { reserved: "admin\nofficial" } }));
  const { value, diagnostics } = checkRule({ id: "names", ...rule }, commands, createLanguage(lists));
  expectDiagnostics(diagnostics, expected);
  expect(value === undefined).toBe(expected.length > 0);
});
