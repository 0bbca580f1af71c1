import { commands } from "../../lib/commands/generated/index.ts";
import { createReplay, type Replay, type ReplayOptions } from "../../lib/replay/replay.ts";
import { createReplaySet, type ReplaySet } from "../../lib/replay/replay-set.ts";
import { deriveKeys } from "../../lib/sinks/derive-keys.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { createTestParameters, TOKEN, type World } from "./gate.ts";

export const hashAccount = deriveKeys([TOKEN]).hashAccount ?? ((account: string) => account);

/** A set that must check. */
export function createTestReplaySet(world: World, hashed = false): ReplaySet {
  const parameters = createTestParameters(world);
  const result = createReplaySet(parameters, sha256, hashed ? hashAccount : undefined);
  if (result.kind === "rejected") throw new Error(JSON.stringify(result.diagnostics));
  return result.set;
}

export function replayTraffic(
  before: World | "recorded",
  after: World,
  options: Partial<ReplayOptions> = {},
): Replay {
  return createReplay({
    commands,
    before: before === "recorded" ? before : createTestReplaySet(before),
    after: createTestReplaySet(after),
    hashed: {
      before: before === "recorded" ? undefined : createTestReplaySet(before, true),
      after: createTestReplaySet(after, true),
    },
    hashAccount,
    showText: false,
    covers: () => true,
    from: 0,
    to: Number.POSITIVE_INFINITY,
    ...options,
  });
}

const LISTS = { reserved: "official\nsupport", bad: "darn\nvip", barred: "u_0\nu_3\nu_7" };

type Rule = Readonly<Record<string, unknown>>;
/** Rules of every kind and grade, over what createTraffic makes. */
export const RULES: readonly Rule[] = [
  {
    id: "types",
    on: "Group.CallbackBeforeCreateGroup",
    when: 'groupType == "AVChatRoom"',
    deny: { code: 10101 },
  },
  { id: "names", on: "*.CallbackBeforeCreate*", when: "name.hasWord(lists.reserved)", deny: {} },
  {
    id: "barred",
    on: "*",
    when: "operator in lists.barred",
    unless: [{ account: ["u_7"], reason: "an exception" }],
    observe: {},
  },
  { id: "invites", on: "Group.CallbackBeforeInviteJoinGroup", when: "target in lists.barred", deny: {} },
  {
    id: "friends",
    on: "Sns.CallbackPrev*",
    when: "target in lists.barred || note.containsAny(lists.bad)",
    deny: { message: "Not {target}." },
  },
  {
    id: "words",
    on: "*.CallbackBeforeSendMsg",
    when: "text.containsAny(lists.bad)",
    mask: { list: "bad", with: "*" },
  },
  {
    id: "quiet",
    on: "Group.CallbackBeforeSendMsg",
    when: 'platform == "web" && sender in lists.barred',
    drop: {},
  },
  {
    id: "some",
    on: "Group.CallbackBefore*",
    when: 'platform == "restapi"',
    rollout: { percent: 50, by: "group" },
    deny: {},
  },
];

export const createWorld = (rules: readonly Rule[], settings: Rule = {}): World => ({
  settings,
  lists: LISTS,
  policies: rules.length === 0 ? {} : { p: { rules } },
});
