import { authenticate } from "../callback/authenticate.ts";
import { reject } from "../callback/callback.ts";
import { parseBody } from "../callback/parse-body.ts";
import { findTargets } from "../callback/read-facets.ts";
import { receive } from "../callback/receive.ts";
import type { Command } from "../commands/define-command.ts";
import type { Payload } from "../commands/payload.ts";
import { listStrikes, noteUncounted } from "../policy/evaluate-limits.ts";
import type { ActiveConfig } from "../policy-set/active-config.ts";
import { beginDecision } from "./decide-callback.ts";
import type { Ending } from "./ending.ts";
import { LIMIT_BUDGET_MS, type Limits } from "./limits.ts";
import { listFaults, type Policies, type Snapshot } from "./policies.ts";
import { DEFAULT_DEADLINE_MS, type Trace } from "./trace.ts";

export type HandlePorts = {
  readonly commands: ReadonlyMap<string, Command>;
  readonly policies: Policies<ActiveConfig>;
  /** Asked only if rules with a limit hold. */
  readonly limits: Limits;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/** One callback, from API Gateway's event to how it ends. Throws only if something is broken. */
export async function handle(
  event: unknown,
  trace: Trace,
  { commands, policies, limits, now }: HandlePorts,
): Promise<Ending> {
  const received = receive(event);
  if (received.kind === "rejected") return received;
  const { query } = received;
  trace.query = query;
  const command = commands.get(query.command ?? "");
  trace.command = command;

  const snapshot = await policies.current(DEFAULT_DEADLINE_MS);
  trace.snapshot = snapshot;
  const config = snapshot.value;
  if (config === undefined) return describeUnavailable("settings-unavailable", snapshot);

  const { settings, set, tokens } = config;
  const { sdkAppIds, authentication, toleranceSeconds } = settings;
  const credentials = { sdkAppIds, authentication, toleranceSeconds, tokens };
  const authentic = authenticate(received, credentials, now());
  if (authentic.kind === "rejected") {
    if (authentic.reason === "sign-mismatch") policies.refreshSoon();
    return authentic;
  }
  trace.authentic = authentic;
  if (authentic.isVerificationPing) return { kind: "verified" };
  if (command === undefined) return { kind: "unknown", name: query.command ?? "" };
  const body = parseBody(authentic);
  if (body.kind === "rejected") return body;
  if (hasOtherCommand(body.payload, command)) return reject(400, "command-mismatch");
  trace.targets = findTargets(command, body.payload);
  if (set === undefined) return describeUnavailable("policy-unavailable", snapshot);

  const { platform, clientIp } = query;
  const { sdkAppId } = authentic;
  const callback = { command, payload: body.payload, platform, clientIp, sdkAppId, now: trace.startedAt };
  const isLate = () => now() - trace.startedAt > settings.deadlineMs;
  const begun = beginDecision(callback, { settings, set }, { isLate, trace });
  const askBy = () => Math.min(trace.startedAt + settings.deadlineMs, now() + LIMIT_BUDGET_MS);
  const ending = begun.kind === "needs" ? begun.resume(await limits.take(begun.requests, askBy())) : begun;
  const strikes = ending.kind === "decided" ? listStrikes(trace.evaluations ?? [], ending.decision) : [];
  if (ending.kind !== "decided" || strikes.length === 0) return ending;
  const counted = await limits.strike(strikes, askBy());
  return { ...ending, effects: noteUncounted(ending.effects, strikes, counted) };
}

/** The query's command is the authority; a body that carries another one contradicts it. */
function hasOtherCommand(payload: Payload, command: Command): boolean {
  if (command.bodyCommand === "elsewhere") return false;
  return payload.CallbackCommand !== undefined && payload.CallbackCommand !== command.name;
}

function describeUnavailable(
  reason: "settings-unavailable" | "policy-unavailable",
  snapshot: Snapshot<ActiveConfig>,
): Ending {
  const detail = snapshot.failure ?? listFaults(snapshot)[0] ?? "the first read has not ended yet";
  return { kind: "faulted", reason, detail };
}
