import { InvalidArgumentError, Option, type Command as Program } from "commander";
import type { Engine, Explanation } from "../../lib/authoring/engine.ts";
import { listFacetsPresent } from "../../lib/authoring/explain.ts";
import { answerGiven } from "../../lib/authoring/given-limits.ts";
import type { Scenario, ScenarioOptions } from "../../lib/authoring/scenario.ts";
import { wireCommands } from "../../lib/commands/generated/index.ts";
import type { LimitAnswer, LimitRequest } from "../../lib/decision.ts";
import type { AnswerLimits } from "../../lib/gate/decide-callback.ts";
import { handle } from "../../lib/gate/handle.ts";
import { startTrace } from "../../lib/gate/trace.ts";
import { createMemoryLimits } from "../../lib/limits/memory.ts";
import type { Diagnostic } from "../../lib/policy/diagnostic.ts";
import type { Io } from "../io.ts";
import {
  createAsOption,
  createAtOption,
  createDeployedOption,
  createJsonOption,
  createPoliciesOption,
  createSetOption,
  createStageSettingsOption,
  formatExamples,
} from "../options.ts";
import { createLinkOption, findLinkPage, formatPlaygroundLink, LINK_TOO_LONG } from "../playground-link.ts";
import { type Place, readEngine } from "../policies.ts";
import { readScenario } from "../read-event.ts";
import { formatExplanation } from "../render/outcome.ts";
import { createStyle } from "../render/style.ts";
import {
  type BareDiagnostic,
  completeDiagnostic,
  formatNote,
  recordProblem,
  reportProblem,
  reportProblems,
  reportUsageError,
} from "../report.ts";
import { openCounters, readCounter } from "../stage/limit-counters.ts";

export function registerExplain(program: Program, io: Io): void {
  program
    .command("explain")
    .description(
      "Show what the policies decide about one request, and why: each rule, with the values that its condition compared.",
    )
    .argument("<event>", "a command, to use its sample; or a JSON file with an API Gateway event or a body")
    .addOption(createSetOption())
    .addOption(createAsOption())
    .addOption(createAtOption())
    .addOption(createPoliciesOption())
    .addOption(createStageSettingsOption())
    .addOption(createDeployedOption())
    .addOption(new Option("--used <n>", "how much limits have counted before").argParser(readCount))
    .option("--live", "with --stage: read the counts of limits from the stage's table")
    .addOption(createLinkOption())
    .addOption(createJsonOption())
    .addHelpText(
      "after",
      formatExamples(
        "explain examples/events/refused.json",
        "explain Group.CallbackBeforeCreateGroup --set groupType=AVChatRoom",
        'explain Group.CallbackBeforeCreateGroup --set name="Official support" --as ops-bot',
        "explain Group.CallbackBeforeCreateGroup --used 4 --link",
        "explain Group.CallbackBeforeCreateGroup --set MemberList.0.Member_Account=u_zoe --json",
      ),
    )
    .action(async (event: string, options: Options) => io.exit(await explainEvent(event, options, io)));
}

type Options = Place &
  ScenarioOptions & {
    readonly used?: number;
    readonly live?: boolean;
    readonly link?: string | true;
    readonly json?: boolean;
  };

function readCount(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give a whole number.");
}

async function explainEvent(event: string, options: Options, io: Io): Promise<number> {
  const read = await readScenario(event, options, io);
  if ("code" in read) return reportProblem(io, read);
  const { scenario } = read;
  const { used, live, stage } = options;
  if (live && stage === undefined)
    return reportUsageError(io, "--live needs --stage, whose table it reads. Name the stage.");

  const created = await readEngine(options, io);
  if (created.kind === "failed")
    return reportProblems(io, created.diagnostics, {
      advice: "Nothing can be explained until the policies are valid. Run `chatgate policy check`.",
    });
  const { engine, parameters } = created;
  const page = options.link === undefined ? undefined : findLinkPage(options.link);
  if (page?.kind === "failed") return reportProblems(io, [page.found]);
  const link = page && formatPlaygroundLink(page.address, { parameters, scenario, given: { used } });
  const rejected = read.event === undefined ? undefined : await findRejection(read.event, engine, io);
  const counted =
    live && stage !== undefined
      ? await answerFromTable(stage, listLimits(scenario, engine), io)
      : answerGiven({ used });
  if ("code" in counted) return reportProblem(io, counted);
  const explanation = engine.decide(scenario, counted);
  if (options.json) {
    io.out(JSON.stringify(recordExplanation(explanation, rejected, link), null, 2));
    return 0;
  }
  const style = createStyle(io);
  for (const note of noteRejection(rejected)) io.out(`${style.yellow(formatNote(note))}\n`);
  io.out(formatExplanation(explanation, style));
  if (page !== undefined) io.out(`\n${style.bold("Playground")}  ${link ?? formatNote(LINK_TOO_LONG)}`);
  return 0;
}

const noteRejection = (reason: string | undefined): readonly Diagnostic[] =>
  reason === undefined ? [] : [completeDiagnostic({ code: "request-rejected", details: { reason } }, "note")];

/** For `--json`. */
function recordExplanation(
  { command, outcome, rules, upstream }: Explanation,
  rejected: string | undefined,
  link: string | undefined,
): object {
  const { ending, status, envelope } = outcome;
  return {
    ...{ command: command.name, outcome: ending.kind, rejected },
    notes: noteRejection(rejected).map(recordProblem),
    facets: Object.fromEntries(listFacetsPresent(outcome)),
    rules,
    decision: ending.kind === "decided" ? ending.decision : undefined,
    ...{ status, envelope },
    upstream: upstream && { host: new URL(upstream.url).host, onFailure: upstream.onFailure },
    link,
  };
}

/** The limits in which the request must be counted; their counters are not read yet. */
function listLimits(scenario: Scenario, engine: Engine): readonly LimitRequest[] {
  let needed: readonly LimitRequest[] = [];
  engine.decide(scenario, (requests) => {
    needed = requests;
    return new Map();
  });
  return needed;
}

async function answerFromTable(
  stage: string,
  requests: readonly LimitRequest[],
  io: Io,
): Promise<AnswerLimits | BareDiagnostic> {
  const opened = await openCounters(stage, io);
  if (opened.kind === "failed") return opened.found;
  const answers: [string, LimitAnswer][] = [];
  for (const request of requests) {
    const { peek, isOver } = await readCounter(opened, request, io);
    const kind = isOver ? "over" : "within";
    answers.push([request.rule, peek.kind === "unknown" ? peek : { ...peek, kind }]);
  }
  return () => new Map(answers);
}

/** Why the gate would reject the event now, with the known tokens. */
async function findRejection(event: unknown, { snapshot }: Engine, io: Io): Promise<string | undefined> {
  const policies = { current: async () => snapshot, refreshSoon: () => {} };
  const limits = createMemoryLimits({ now: io.now });
  const ports = { commands: wireCommands, policies, limits, now: io.now };
  const ending = await handle(event, startTrace("chatgate", io.now()), ports);
  return ending.kind === "rejected" ? ending.reason : undefined;
}
