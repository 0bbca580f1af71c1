import { testRules } from "./test-rules.ts";

testRules([
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
    name: "deny of what has happened, with a code: the code is no second fault",
    rule: { on: "Group.CallbackAfterCreateGroup", deny: { code: 10101 } },
    expect: [{ code: "action-unavailable", path: ["deny"], token: "deny" }],
  },
  {
    name: "a glob that matches nothing: nothing tells what the rest of the rule may name",
    rule: {
      on: "Nope.*",
      when: "nam == 1",
      deny: { message: "{nam}" },
      rollout: { percent: 1, by: "nam" },
    },
    expect: [{ code: "pattern-unmatched", path: ["on"], token: "Nope.*" }],
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
        details: {
          commands: ["Group.CallbackBeforeInviteJoinGroup"],
          available: [
            ...["command", "platform", "clientIp", "sdkAppId", "now", "group", "groupType", "operator"],
            ...["topic", "eventTime", "targets", "target"],
          ],
        },
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
        details: {
          commands: ["Group.CallbackBeforeCreateGroup"],
          available: [
            ...["command", "platform", "clientIp", "sdkAppId", "now", "operator", "owner", "name"],
            ...["groupType", "owned", "members", "eventTime"],
          ],
        },
      },
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
    name: "a message about all targets that names them",
    rule: { on: "Sns.CallbackPrevFriendAdd", when: 'sender == "a"', deny: { message: "Not {targets}." } },
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
]);
