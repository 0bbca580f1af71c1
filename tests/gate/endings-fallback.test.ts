import {
  AFTER,
  about,
  answered,
  badPolicy,
  brokenAnswer,
  FRIENDS,
  fault,
  GROUP,
  group,
  INVITE,
  items,
  jump,
  MESSAGE,
  oath,
  type Row,
  refused,
  rules,
  set,
  testEndings,
  unavailable,
  without,
} from "./test-endings.ts";

const nobodyNamed = (info: string) => ({ ErrorCode: 38000, ErrorInfo: info, ResultItem: [] });

const fallbacks: readonly Row[] = [
  {
    name: "unknown command",
    call: { command: "Group.CallbackNew", body: "not even JSON" },
    expected: answered({ kind: "unknown" }),
  },
  {
    name: "command without a value",
    call: { ...group, query: { CallbackCommand: "" } },
    expected: answered({ kind: "unknown" }),
  },

  {
    name: "unreadable",
    call: without(GROUP, "Name"),
    expected: answered({ kind: "unreadable", path: "Name" }),
  },
  {
    name: "unreadable, of another type",
    call: about(GROUP, { Name: 5 }),
    expected: answered({ kind: "unreadable", path: "Name" }, refused(1, "unreadable")),
    world: set({ onUnreadable: "deny" }),
  },
  ...[without(MESSAGE, "MsgBody"), without(INVITE, "DestinationMembers")].map(
    (call): Row => ({
      name: `unreadable, deny: ${call.command}`,
      call,
      expected: answered({ kind: "unreadable" }, refused(1, "unreadable")),
      world: set({ onUnreadable: "deny" }),
    }),
  ),
  {
    name: "unreadable, deny: each friend, as far as accounts can be read",
    call: without(FRIENDS, "From_Account"),
    expected: answered({ kind: "unreadable", path: "From_Account" }, items(38000, "unreadable")),
    world: set({ onUnreadable: "deny" }),
  },
  {
    name: "unreadable, deny: nobody can be named, so processing failed",
    call: about(FRIENDS, { FriendItem: undefined }),
    expected: answered({ kind: "unreadable", path: "FriendItem" }, nobodyNamed("unreadable")),
    world: set({ onUnreadable: "deny" }),
  },
  {
    name: "unreadable, deny: by the first pattern that covers the command",
    call: without(GROUP, "Name"),
    expected: answered({ kind: "unreadable", path: "Name" }, refused(1, "unreadable")),
    world: set({ onUnreadable: { "Sns.*": "allow", "Group.*": "deny", "*": "allow" } }),
  },
  {
    name: "unreadable, allow: no pattern covers the command",
    call: without(GROUP, "Name"),
    expected: answered({ kind: "unreadable", path: "Name" }),
    world: set({ onUnreadable: { "Sns.*": "deny" } }),
  },
  {
    name: "unreadable, deny: an after-command",
    call: about("Push.OfflinePush", { Events: undefined, EventType: 1 }),
    expected: answered({ kind: "unreadable", path: "Events" }),
    world: set({ onUnreadable: "deny" }),
  },

  {
    name: "no settings",
    call: group,
    expected: answered({ kind: "faulted", reason: "settings-unavailable" }),
    world: unavailable,
  },
  {
    name: "no settings, deny",
    call: group,
    expected: answered(
      { kind: "faulted", reason: "settings-unavailable" },
      refused(1, "settings-unavailable"),
    ),
    world: { ...unavailable, onFault: "deny" },
  },
  {
    name: "no settings, deny: processing failed, since nobody may look into the body",
    call: about(FRIENDS),
    expected: answered(
      { kind: "faulted", reason: "settings-unavailable" },
      nobodyNamed("settings-unavailable"),
    ),
    world: { ...unavailable, onFault: "deny" },
  },
  {
    name: "no settings, deny: an after-command",
    call: about(AFTER),
    expected: answered({ kind: "faulted", reason: "settings-unavailable" }),
    world: { ...unavailable, onFault: "deny" },
  },
  {
    name: "no settings, deny: an unknown command",
    call: { command: "Group.CallbackNew", body: "x" },
    expected: answered({ kind: "faulted", reason: "settings-unavailable" }),
    world: { ...unavailable, onFault: "deny" },
  },
  {
    name: "no good policy set yet, deny: each friend",
    call: about(FRIENDS),
    expected: answered({ kind: "faulted", reason: "policy-unavailable" }, items(38000, "policy-unavailable")),
    world: set({ onFault: "deny" }, badPolicy),
  },
  {
    name: "no good policy set yet",
    call: group,
    expected: answered({ kind: "faulted", reason: "policy-unavailable" }),
    world: badPolicy,
  },
  {
    name: "no good policy set yet, deny: by the settings, not by the environment",
    call: group,
    expected: answered({ kind: "faulted", reason: "policy-unavailable" }, refused(1, "policy-unavailable")),
    world: set({ onFault: "deny" }, { ...badPolicy, onFault: "allow" }),
  },
  {
    name: "a fault",
    call: group,
    expected: answered({ kind: "faulted", reason: "fault" }),
    world: fault(GROUP),
  },
  {
    name: "a fault, deny",
    call: group,
    expected: answered({ kind: "faulted", reason: "fault" }, refused(1, "fault")),
    world: set({ onFault: "deny" }, fault(GROUP)),
  },
  {
    name: "a fault, deny: an after-command",
    call: about(AFTER),
    expected: answered({ kind: "faulted", reason: "fault" }),
    world: set({ onFault: "deny" }, fault(AFTER)),
  },
  {
    name: "a fault, deny: each friend, although the payload was not read",
    call: about(FRIENDS),
    expected: answered({ kind: "faulted", reason: "fault" }, items(38000, "fault")),
    world: set({ onFault: "deny" }, fault(FRIENDS)),
  },
  {
    name: "a fault in the answer itself",
    call: oath,
    expected: answered({ kind: "faulted", reason: "fault" }),
    world: { ...brokenAnswer(MESSAGE), ...rules(MESSAGE, { mask: { list: "bad", with: "*" } }) },
  },
  {
    name: "a fault in the answer itself, deny",
    call: oath,
    expected: answered({ kind: "faulted", reason: "fault" }, refused(1, "fault")),
    world: set(
      { onFault: "deny" },
      { ...brokenAnswer(MESSAGE), ...rules(MESSAGE, { mask: { list: "bad", with: "*" } }) },
    ),
  },

  { name: "the deadline", call: group, expected: answered({ kind: "deadline" }), world: jump(GROUP) },
  {
    name: "the deadline, deny",
    call: group,
    expected: answered({ kind: "deadline" }, refused(1, "deadline")),
    world: jump(GROUP, { onDeadline: "deny" }),
  },
  {
    name: "the deadline, deny: friends are known by then",
    call: about(FRIENDS),
    expected: answered({ kind: "deadline" }, items(38000, "deadline")),
    world: jump(FRIENDS, { onDeadline: "deny" }),
  },
  {
    name: "the deadline, deny: an after-command",
    call: about(AFTER),
    expected: answered({ kind: "deadline" }),
    world: jump(AFTER, { onDeadline: "deny" }),
  },
];

describe("nothing to decide by", () => testEndings(fallbacks));
