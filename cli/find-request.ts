import { createReadStream, existsSync } from "node:fs";
import { resolve } from "node:path";
import { applyChanges, createScenario, type Scenario } from "../lib/authoring/scenario.ts";
import { facets as facetTypes, isFacet } from "../lib/commands/facets.ts";
import { commands } from "../lib/commands/generated/index.ts";
import type { AuditView } from "../lib/replay/audit-view.ts";
import { type ReplayRequest, readReplayLine } from "../lib/replay/replay-line.ts";
import type { Io } from "./io.ts";
import { type LogSource, readLogStream } from "./log-source.ts";
import { openStageLogs } from "./stage/stage-logs.ts";
import { runWithStage } from "./stage/with-stage.ts";

export type FoundRequest = {
  readonly scenario: Scenario;
  /** Facets that the line does not have, or has as hashes: the command's sample stands for them. */
  readonly assumed: readonly string[];
};

/** Where to look: a file of recordings, events or audit lines, or the log of a stage. */
export type RequestPlace = { readonly log?: string; readonly stage?: string };

const WEEK_MS = 7 * 24 * 3_600_000;

/** Whether the word is like the id of a request, as audit lines and recordings have it; names of commands have dots. */
export const isRequestId = (word: string, io: Io) =>
  /^[\w=-]{8,100}$/.test(word) && !existsSync(resolve(io.cwd, word));

/** One request of the past as a scenario; or why there is none. Looks a week back. */
export async function findRequest(
  id: string,
  { log, stage }: RequestPlace,
  io: Io,
): Promise<FoundRequest | string> {
  if (log !== undefined) return searchLines(id, readLogStream(createReadStream(resolve(io.cwd, log))), log);
  if (stage === undefined) return `say where request ${id} is: --log <file>, or --stage for a stage's log`;
  let found: FoundRequest | string = `the log of stage ${stage} cannot be read`;
  await runWithStage({ stage }, io, async (store) => {
    const openLogs = await openStageLogs(store, io);
    const lines = openLogs({ from: io.now() - WEEK_MS, to: io.now(), pattern: `"${id}"` });
    found = await searchLines(id, lines, `the log of stage ${stage}`);
    return 0;
  });
  return found;
}

async function searchLines(id: string, lines: LogSource, place: string): Promise<FoundRequest | string> {
  let fromAudit: FoundRequest | undefined;
  for await (const item of lines) {
    if (item.kind === "failed") return `${place} cannot be read: ${item.reason}`;
    for (const request of readReplayLine(item.text, commands)) {
      if (request.kind === "skipped" || readId(request) !== id) continue;
      if (request.kind === "exact") return { scenario: request.callback, assumed: [] };
      fromAudit = reconstruct(request.line);
    }
  }
  return fromAudit ?? `${place} has no request ${id} that was decided`;
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
