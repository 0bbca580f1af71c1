import { testRules } from "./test-rules.ts";

testRules([
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
]);
