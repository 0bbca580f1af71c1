import { createReadStream, existsSync } from "node:fs";
import { resolve } from "node:path";
import { applyChanges, createScenario, type Scenario } from "../lib/authoring/scenario.ts";
import { facets as facetTypes, isFacet } from "../lib/commands/facets.ts";
import { commands } from "../lib/commands/generated/index.ts";
import type { AuditView } from "../lib/replay/audit-view.ts";
import { type ReplayRequest, readReplayLine } from "../lib/replay/replay-line.ts";
import type { Io } from "./io.ts";
import { type LogSource, readLogStream } from "./log-source.ts";
import type { BareDiagnostic } from "./report.ts";
import { explainAwsError } from "./stage/explain-aws-error.ts";
import { openStageLogs } from "./stage/stage-logs.ts";
import { openStage } from "./stage/stage-store.ts";

export type FoundRequest = {
  readonly scenario: Scenario;
  /** Facets that are missing in the line, or hashed; the command's sample replaces them. */
  readonly assumed: readonly string[];
};

/** Where to look: a file of recordings, events or audit lines, or the log of a stage. */
export type RequestPlace = { readonly log?: string; readonly stage?: string };

const WEEK_MS = 7 * 24 * 3_600_000;

/** Whether the word looks like a request id of audit lines and recordings; command names contain dots. */
export const isRequestId = (word: string, io: Io) =>
  /^[\w=-]{8,100}$/.test(word) && !existsSync(resolve(io.cwd, word));

/** Finds a past request of the last week, as a scenario; or says why it was not found. */
export async function findRequest(
  id: string,
  { log, stage }: RequestPlace,
  io: Io,
): Promise<FoundRequest | BareDiagnostic> {
  if (log !== undefined) return searchLines(id, readLogStream(createReadStream(resolve(io.cwd, log))));
  if (stage === undefined) {
    const problem = "No log is named. Pass --log <file>, or --stage for a stage's log.";
    return { code: "usage", details: { problem } };
  }
  return searchStage(id, stage, io);
}

async function searchStage(id: string, stage: string, io: Io): Promise<FoundRequest | BareDiagnostic> {
  const store = await openStage({ stage, env: io.env });
  try {
    const openLogs = await openStageLogs(store, io);
    return await searchLines(id, openLogs({ from: io.now() - WEEK_MS, to: io.now(), pattern: `"${id}"` }));
  } catch (error) {
    const found = explainAwsError(error);
    if (found === undefined) throw error;
    return found;
  } finally {
    store.client.destroy();
  }
}

async function searchLines(id: string, lines: LogSource): Promise<FoundRequest | BareDiagnostic> {
  let fromAudit: FoundRequest | undefined;
  for await (const item of lines) {
    if (item.kind === "failed") return { code: "log-unreadable", details: { cause: item.reason } };
    for (const request of readReplayLine(item.text, commands)) {
      if (request.kind === "skipped" || request.kind === "sealed" || readId(request) !== id) continue;
      if (request.kind === "exact") return { scenario: request.callback, assumed: [] };
      fromAudit = reconstruct(request.line);
    }
  }
  return fromAudit ?? { code: "audit-line-missing", token: id };
}

const readId = (request: ReplayRequest) =>
  request.kind === "exact" ? request.requestId : request.line.requestId;

/** The command's sample with the facets that the audit line has. Hashes of accounts say nothing about a test's accounts. */
function reconstruct(line: AuditView): FoundRequest | undefined {
  const command = commands.get(line.command);
  if (command === undefined) return undefined;
  const sample = createScenario(command, line.time);
  const names = Object.keys(command.facets).filter(isFacet);
  const isKnown = (name: string) =>
    line.facets[name] !== undefined && isFacet(name) && !facetTypes[name].kind.startsWith("account");
  const changes = names.filter(isKnown).map((name) => ({ name, value: line.facets[name] }));
  const { platform = sample.platform, sdkAppId } = line;
  const changed = applyChanges({ ...sample, platform, sdkAppId }, changes);
  return changed.kind === "invalid"
    ? undefined
    : { scenario: changed.scenario, assumed: names.filter((name) => !isKnown(name)) };
}
