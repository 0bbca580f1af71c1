import { commands } from "../commands/generated/index.ts";
import type { Sha256 } from "../policy/compile.ts";
import { matchCommands } from "../policy/coverage.ts";
import type { Diagnostic } from "../policy/diagnostic.ts";
import type { LoadOptions } from "../policy-set/active-config.ts";
import type { Parameter } from "../policy-set/parameter.ts";
import { checkLabels } from "./label-file.ts";
import { createReplay, type Replay, type ReplayOptions, type ReplayShare } from "./replay.ts";
import { createReplaySet } from "./replay-set.ts";

/** The inputs of a replay, as a value that can be sent to a thread or another machine. */
export type ReplayPlan = {
  readonly before: readonly Parameter[] | "recorded";
  readonly after: readonly Parameter[];
  /** Of the stage, as its log hashes accounts; `undefined`: hashes there cannot be compared. */
  readonly secrets: { readonly tokens: readonly string[]; readonly auditKey: string | undefined } | undefined;
  /** Names accounts if there are no secrets. */
  readonly reportKey: string;
  readonly showText: boolean;
  /** A command or a pattern of commands. */
  readonly on: string | undefined;
  /** Milliseconds since the epoch; `to` is not inside. */
  readonly from: number;
  readonly to: number;
  /** `replay.labels.yaml` as JSON, which was checked. */
  readonly labels?: string | undefined;
};

export type PlannedReplay =
  | {
      readonly kind: "planned";
      /** Limits count: the requests of their commands must come in their order, and all in one replay. */
      readonly isOrdered: boolean;
      /** A replay with a tally of its own; `share`: of the requests, where several threads divide them. */
      readonly start: (share?: ReplayShare) => Replay;
    }
  | { readonly kind: "rejected"; readonly diagnostics: readonly Diagnostic[] };

/** Hash functions, which need Node. */
export type ReplayHashes = {
  readonly sha256: Sha256;
  readonly deriveKeys: NonNullable<LoadOptions["deriveKeys"]>;
};

/** Checks the sets and the labels once for all replays of the plan; rejects if a set is not valid. */
export function planReplay(plan: ReplayPlan, { sha256, deriveKeys }: ReplayHashes): PlannedReplay {
  const { before, after, secrets, reportKey, on, labels, ...rest } = plan;
  const hashAccount = secrets && deriveKeys(secrets.tokens, secrets.auditKey).hashAccount;
  const nameAccount = hashAccount ?? deriveKeys([reportKey], undefined).hashAccount;
  const sets = [after, ...(before === "recorded" ? [] : [before])].map((parameters) => [
    createReplaySet(parameters, sha256),
    createReplaySet(parameters, sha256, hashAccount),
  ]);
  const created = sets.flat().map((result) => (result.kind === "set" ? result.set : undefined));
  const [plainAfter, hashedAfter, plainBefore, hashedBefore] = created;
  if (plainAfter === undefined || hashedAfter === undefined || created.includes(undefined)) {
    const diagnostics = sets.flatMap(([result]) => (result?.kind === "rejected" ? result.diagnostics : []));
    return { kind: "rejected", diagnostics };
  }
  const covered = on === undefined ? undefined : new Set(matchCommands(on, commands).map(({ name }) => name));
  const options = {
    ...{ commands, before: plainBefore ?? "recorded", after: plainAfter },
    hashed: { before: hashedBefore, after: hashedAfter },
    hashAccount: nameAccount ?? ((account: string) => account),
    covers: (command: string) => covered?.has(command) ?? true,
    labels: labels === undefined ? undefined : checkLabels(labels, commands, after).value,
    ...rest,
  } satisfies ReplayOptions;
  return {
    kind: "planned",
    isOrdered: plainAfter.set.hasLimits || plainBefore?.set.hasLimits === true,
    start: (share) => createReplay({ ...options, share }),
  };
}
