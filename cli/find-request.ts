import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Scenario } from "../lib/authoring/scenario.ts";
import { type FacetName, facets } from "../lib/commands/facets.ts";
import { commands } from "../lib/commands/generated/index.ts";
import { type ReplayRequest, readReplayLine } from "../lib/replay/replay-line.ts";
import { type AuditScenario, createAuditScenario } from "./audit-scenario.ts";
import type { Io } from "./io.ts";
import type { LogSource } from "./log-source.ts";
import type { BareDiagnostic } from "./report.ts";
import { openLines } from "./stage/audit-lines.ts";
import { useAccess } from "./stage/aws-access.ts";
import { formatIdPattern, openStageLogs } from "./stage/stage-logs.ts";
import { openStage, type StageStore } from "./stage/stage-store.ts";

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
  if (log !== undefined) return searchLines(id, openLines(log, io));
  if (stage === undefined) {
    const problem = "No log is named. Pass --log <file>, or --stage for a stage's log.";
    return { code: "usage", details: { problem } };
  }
  return searchStage(id, stage, io);
}

async function searchStage(id: string, stage: string, io: Io): Promise<FoundRequest | BareDiagnostic> {
  return useAccess<StageStore, FoundRequest | BareDiagnostic>(
    () => openStage({ stage, env: io.env }),
    async (store) => {
      const openLogs = await openStageLogs(store, io);
      const pattern = formatIdPattern(id) ?? ""; // isRequestId has taken the id
      return searchLines(id, openLogs({ from: io.now() - WEEK_MS, to: io.now(), pattern }));
    },
    (found) => found,
  );
}

async function searchLines(id: string, lines: LogSource): Promise<FoundRequest | BareDiagnostic> {
  let fromAudit: AuditScenario | undefined;
  for await (const item of lines) {
    if (item.kind === "failed") return { code: "log-unreadable", details: { cause: item.reason } };
    for (const request of readReplayLine(item.text, commands)) {
      if (request.kind === "skipped" || request.kind === "sealed" || readId(request) !== id) continue;
      if (request.kind === "exact") return { scenario: request.callback, assumed: [] };
      fromAudit = createAuditScenario(request.line, isNoAccount);
    }
  }
  return fromAudit ?? { code: "audit-line-missing", token: id };
}

const readId = (request: ReplayRequest) =>
  request.kind === "exact" ? request.requestId : request.line.requestId;

/** Hashes say nothing about the accounts of a test. */
const isNoAccount = (facet: FacetName) => !facets[facet].kind.startsWith("account");
