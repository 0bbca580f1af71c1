import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { expireEntries } from "../lib/policy-set/expire-entries.ts";
import type { Parameter } from "../lib/policy-set/parameter.ts";
import type { ReplayPlan } from "../lib/replay/plan-replay.ts";
import type { Io } from "./io.ts";
import { DEFAULT_FOLDER, type ReadPolicies, readPolicies } from "./policies.ts";
import { type BareDiagnostic, completeDiagnostic } from "./report.ts";
import { useAccess } from "./stage/aws-access.ts";
import { describeUnknownSet } from "./stage/earlier-set.ts";
import { restoreSet } from "./stage/stage-state.ts";
import { openStage } from "./stage/stage-store.ts";

export const INVALID_SET_ADVICE =
  "Nothing can be replayed until the policies are valid. Run `chatgate policy check`.";

/** A folder, a stage, or one of a stage's earlier sets. */
export type SetPlace =
  /** `stage`: what a push of the folder would put in force there. */
  | { readonly kind: "folder"; readonly folder: string; readonly stage?: string | undefined }
  | { readonly kind: "stage"; readonly stage: string; readonly set: number | undefined };

/** The stage's set in force, or without a stage the folder. */
export const chooseSetPlace = (stage: string | undefined, folder = DEFAULT_FOLDER): SetPlace =>
  stage === undefined ? { kind: "folder", folder } : { kind: "stage", stage, set: undefined };

/** `policies`, `prod`, `prod@41`: an existing folder takes precedence over a stage. */
export function parseSetPlace(text: string, io: Io): SetPlace | undefined {
  if (existsSync(resolve(io.cwd, text))) return { kind: "folder", folder: text };
  const [, stage, set] = /^([\w-]+)(?:@(\d{1,9}))?$/.exec(text) ?? [];
  if (stage === undefined) return undefined;
  return { kind: "stage", stage, set: set === undefined ? undefined : Number(set) };
}

/** Everything that the gate reads, tokens included. */
export async function readSetAt(place: SetPlace, io: Io): Promise<ReadPolicies> {
  if (place.kind === "folder") {
    const { folder, stage } = place;
    return stage === undefined ? readPolicies({ policies: folder }, io) : readCandidate(folder, stage, io);
  }
  const { stage, set } = place;
  const current = await readPolicies({ stage, deployed: true }, io);
  if (current.kind === "failed" || set === undefined) return current;
  const from = `${current.from}, set ${set}`;
  const failWith = (found: BareDiagnostic): ReadPolicies => ({
    ...{ kind: "failed", diagnostics: [completeDiagnostic(found, "error", from)] },
  });
  return useAccess(
    () => openStage({ stage, env: io.env }),
    async (store) => {
      const restored = await restoreSet(store, set);
      if (restored.kind === "unknown") return failWith(await describeUnknownSet(store, set));
      if (restored.kind === "missing")
        return failWith({ code: "set-lost", details: { set, names: restored.names } });
      const secrets = current.parameters.filter(isSecret);
      const number: Parameter = { name: "manifest", value: "", version: String(set) };
      const kept = restored.parameters.filter(({ name }) => name !== "manifest");
      const ofTheSet = expireEntries(kept, io.now()); // expired entries are removed, as for folders and stages
      return { kind: "read", from, parameters: [...ofTheSet, number, ...secrets] };
    },
    failWith,
  );
}

/** The folder's documents with the stage's tokens, and with its settings if the folder has none for it. */
async function readCandidate(folder: string, stage: string, io: Io): Promise<ReadPolicies> {
  const [own, deployed] = [
    await readPolicies({ policies: folder, stage }, io),
    await readPolicies({ stage, deployed: true }, io),
  ];
  if (own.kind === "failed") return own;
  if (deployed.kind === "failed") return deployed;
  return { kind: "read", from: folder, parameters: completeCandidate(own.parameters, deployed.parameters) };
}

/** The set after a push, which keeps the stage's tokens, and its settings if the folder has none. */
export function completeCandidate(
  own: readonly Parameter[],
  deployed: readonly Parameter[],
): readonly Parameter[] {
  const hasSettings = own.some(({ name }) => name === "settings");
  return [
    ...own.filter((parameter) => !isSecret(parameter)),
    ...deployed.filter((parameter) => isSecret(parameter) || (!hasSettings && parameter.name === "settings")),
  ];
}

const isSecret = ({ name }: Parameter) => name === "tokens" || name === "audit-key";

/** The key of account hashes, if it can be read. */
export function findSecrets(...sets: readonly (readonly Parameter[] | "recorded")[]) {
  for (const set of sets) {
    if (set === "recorded") continue;
    const tokens = (set.find(({ name }) => name === "tokens")?.value ?? "")
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#"));
    const auditKey = set.find(({ name }) => name === "audit-key")?.value.trim() || undefined;
    if (tokens.length > 0 || auditKey !== undefined) return { tokens, auditKey };
  }
  return undefined;
}

/** `secrets`, if either set has them, give accounts the hashes of the stage; else `reportKey` does. */
export const createReplayPlan = (plan: Omit<ReplayPlan, "secrets" | "reportKey">): ReplayPlan => ({
  ...plan,
  secrets: findSecrets(plan.before, plan.after),
  reportKey: randomBytes(16).toString("hex"),
});
