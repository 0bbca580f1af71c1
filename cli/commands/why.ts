import type { Command as Program } from "commander";
import { commands } from "../../lib/commands/generated/index.ts";
import type { Diagnostic } from "../../lib/policy/diagnostic.ts";
import type { Parameter } from "../../lib/policy-set/parameter.ts";
import { type AuditFilter, type AuditView, isChosen } from "../../lib/replay/audit-view.ts";
import { judgeAudit } from "../../lib/replay/judge-audit.ts";
import { createReplaySet, type ReplaySet } from "../../lib/replay/replay-set.ts";
import { deriveKeys } from "../../lib/sinks/derive-keys.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { adviseMoment, parseMoment } from "../duration.ts";
import type { Io } from "../io.ts";
import type { LogSource } from "../log-source.ts";
import { createJsonOption, createPoliciesOption, formatExamples } from "../options.ts";
import { createLinkOption, findLinkPage, formatAuditLink, LINK_TOO_LONG } from "../playground-link.ts";
import { createStyle, type Style } from "../render/style.ts";
import { formatWhy, type Today } from "../render/why.ts";
import { chooseSetPlace, findSecrets, readSetAt } from "../replay-sets.ts";
import {
  type BareDiagnostic,
  describeUsage,
  formatNote,
  type Problem,
  reportProblem,
  reportProblems,
} from "../report.ts";
import { AUDIT_PATTERN, nameInLogs, openLines, readAuditLines } from "../stage/audit-lines.ts";
import { formatIdPattern, openStageLogs } from "../stage/stage-logs.ts";
import { createRegionOption, runWithStage, setRegion } from "../stage/with-stage.ts";

export function registerWhy(program: Program, io: Io): void {
  program
    .command("why")
    .description("Explain a past decision from its audit line, and say what today's set would do.")
    .argument("[request]", "the request's id; or - to read audit lines from standard input")
    .option("--stage <stage>", "the deployed stage: its log is searched, and its set is today's")
    .addOption(createPoliciesOption())
    .option("--account <account>", "all requests of an account, as Chat names it")
    .option("--since <when>", "how far back to look: 2h, 7d, or a time", "24h")
    .option("--log <file>", "search a file instead of the stage's log")
    .addOption(createRegionOption())
    .addOption(createLinkOption())
    .addOption(createJsonOption())
    .addHelpText(
      "after",
      formatExamples("why 3f1c0a52 --stage prod", "why --account u_mira --since 2h --stage prod"),
    )
    .action(async (request: string | undefined, options: WhyOptions) =>
      io.exit(await explainDecision(request, options, io)),
    );
}

type WhyOptions = {
  readonly stage?: string;
  readonly region?: string;
  readonly policies?: string;
  readonly account?: string;
  readonly since: string;
  readonly log?: string;
  readonly link?: string | true;
  readonly json?: boolean;
};

/** Newest requests of an account. */
const MAX_SHOWN = 50;

async function explainDecision(request: string | undefined, options: WhyOptions, outer: Io): Promise<number> {
  const io = setRegion(outer, options.region);
  const search = planSearch(request, options, io);
  if ("code" in search) return reportProblems(io, [search]);
  const { log, since } = search;
  if (log.kind === "file") return explainLines(openLines(log.file, io), search, options, io);
  return runWithStage({ stage: log.stage, region: options.region }, io, async (store) => {
    const openLogs = await openStageLogs(store, io);
    const lines = openLogs({ from: since, to: io.now(), pattern: log.pattern });
    return explainLines(lines, search, options, io);
  });
}

type Search = {
  /** `-`: each line; undefined: each of the account. */
  readonly request: string | undefined;
  readonly since: number;
  readonly log:
    | { readonly kind: "file"; readonly file: string }
    | { readonly kind: "stage"; readonly stage: string; readonly pattern: string };
  /** The page that links open; undefined: none are asked for. */
  readonly address: string | undefined;
};

/** What the command line asks for; or what is wrong with it. */
function planSearch(request: string | undefined, options: WhyOptions, io: Io): Search | Diagnostic {
  const { stage, account, log } = options;
  const since = parseMoment(options.since, io.now());
  if (since === undefined) return describeUsage(adviseMoment("--since"));
  if ((request === undefined) === (account === undefined))
    return describeUsage("No request is named. Give its id, or an account by --account.");
  const page = options.link === undefined ? undefined : findLinkPage(options.link);
  if (page?.kind === "failed") return page.found;
  const address = page?.address;
  if (address !== undefined && stage === undefined && options.policies === undefined)
    return describeUsage("--link needs policies. Name the stage, or a folder by --policies.");
  const file = request === "-" ? "-" : log;
  if (file !== undefined) return { request, since, address, log: { kind: "file", file } };
  if (stage === undefined)
    return describeUsage("No log is named. Pass --stage, --log <file>, or - for standard input.");
  const pattern = request === undefined ? AUDIT_PATTERN : formatIdPattern(request);
  if (pattern === undefined)
    return describeUsage(`"${request}" is not a request's id. Give it as the audit line names it.`);
  return { request, since, address, log: { kind: "stage", stage, pattern } };
}

async function explainLines(
  lines: LogSource,
  search: Search,
  { stage, policies, account, json }: WhyOptions,
  io: Io,
): Promise<number> {
  const { request, address } = search;
  const places = await readPlaces(stage, policies, io);
  if ("diagnostics" in places) return reportProblems(io, places.diagnostics);
  const accounts = account === undefined ? undefined : nameInLogs(account, places.parameters);
  const found = await findLines(lines, search, accounts);
  if ("code" in found) return reportProblem(io, found);
  if (found.length === 0) {
    const token = request === "-" ? undefined : (request ?? account);
    return reportProblem(io, { code: "audit-line-missing", token }, { code: 1 });
  }
  const judge = createTodayJudge(places, stage, io);
  const decisions: PastDecision[] = [];
  for (const line of found) {
    const link = address && formatAuditLink(address, line, places);
    decisions.push({ line, today: await judge(line), link });
  }
  if (json) io.out(JSON.stringify(decisions.map(recordDecision), null, 2));
  else {
    const style = createStyle(io);
    io.out(decisions.map((decision) => formatDecision(decision, address !== undefined, style)).join("\n\n"));
  }
  return 0;
}

/** The set to judge by; none, if no place of policies is named. */
async function readPlaces(
  stage: string | undefined,
  policies: string | undefined,
  io: Io,
): Promise<Places | { readonly diagnostics: readonly Problem[] }> {
  if (stage === undefined && policies === undefined) return { from: "", parameters: [] };
  return readSetAt(chooseSetPlace(stage, policies), io);
}

/** The newest audit lines of the request or the account; or why the log cannot be read. */
async function findLines(
  lines: LogSource,
  { request, since, log }: Search,
  accounts: AuditFilter["accounts"],
): Promise<readonly AuditView[] | BareDiagnostic> {
  const found: AuditView[] = [];
  for await (const item of readAuditLines(lines)) {
    if (item.kind === "failed") return { code: "log-unreadable", details: { cause: item.reason } };
    const isOne = request === "-" || accounts !== undefined || item.view.requestId === request;
    const isRecent = log.kind === "file" || item.view.time >= since;
    if (isOne && isRecent && isChosen(item.view, { accounts })) found.push(item.view);
    if (found.length > MAX_SHOWN) found.shift();
  }
  return found;
}

type PastDecision = {
  readonly line: AuditView;
  readonly today: Today | undefined;
  /** Undefined: none is asked for, or it is too long. */
  readonly link: string | undefined;
};

function formatDecision({ line, today, link }: PastDecision, isLinked: boolean, style: Style): string {
  const told = formatWhy(line, today, style);
  if (!isLinked) return told;
  return `${told}\n${style.bold("Playground")} ${link ?? formatNote(LINK_TOO_LONG)}`;
}

/** Judges lines by today's set; each earlier set is read once. */
function createTodayJudge({ from, parameters }: Places, stage: string | undefined, io: Io) {
  const today = createSet(parameters);
  const earlier = new Map<string, Promise<ReplaySet | undefined>>();

  async function readEarlier(number: string): Promise<ReplaySet | undefined> {
    if (stage === undefined || !/^\d{1,9}$/.test(number)) return undefined;
    const read = await readSetAt({ kind: "stage", stage, set: Number(number) }, io);
    return read.kind === "failed" ? undefined : createSet(read.parameters);
  }

  /** The set that decided: today's, or the one of that number if the stage still has it. */
  async function findBaseline({ set }: AuditView, current: ReplaySet): Promise<ReplaySet | undefined> {
    if (set === undefined) return undefined; // sets without a number cannot be compared
    if (set === current.set.number) return current;
    const known = earlier.get(set) ?? readEarlier(set);
    earlier.set(set, known);
    return known;
  }

  return async (line: AuditView): Promise<Today | undefined> => {
    const command = commands.get(line.command);
    if (command === undefined || today === undefined || line.outcome !== "decided") return undefined;
    return { from, judged: judgeAudit(line, command, today, await findBaseline(line, today)) };
  };
}

type Places = { readonly from: string; readonly parameters: readonly Parameter[] };

function createSet(parameters: readonly Parameter[]): ReplaySet | undefined {
  if (parameters.length === 0) return undefined;
  const secrets = findSecrets(parameters);
  const hashAccount = secrets && deriveKeys(secrets.tokens, secrets.auditKey).hashAccount;
  const created = createReplaySet(parameters, sha256, hashAccount);
  return created.kind === "set" ? created.set : undefined;
}

const recordDecision = ({ line, today, link }: PastDecision): object => ({
  ...line,
  today: describeToday(today),
  link,
});

function describeToday(today: Today | undefined): object | undefined {
  if (today === undefined) return undefined;
  const { from, judged } = today;
  return "kind" in judged
    ? { from, cannotTell: Object.fromEntries(judged.missing) }
    : { from, verdict: judged.verdict, code: judged.code, rules: judged.refusing };
}
