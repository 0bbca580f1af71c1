import { testRules } from "./test-rules.ts";

testRules([
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
]);
