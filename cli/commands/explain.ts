import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { InvalidArgumentError, Option, type Command as Program } from "commander";
import { createEngine, type Engine } from "../../lib/authoring/engine.ts";
import { listFacetsPresent } from "../../lib/authoring/explain.ts";
import { answerGiven } from "../../lib/authoring/given-limits.ts";
import { isObject } from "../../lib/authoring/payload-path.ts";
import {
  applyOptions,
  createScenario,
  type Scenario,
  type ScenarioOptions,
} from "../../lib/authoring/scenario.ts";
import { authenticate } from "../../lib/callback/authenticate.ts";
import { parseBody } from "../../lib/callback/parse-body.ts";
import { receive } from "../../lib/callback/receive.ts";
import type { Command } from "../../lib/commands/define-command.ts";
import { commands, wireCommands } from "../../lib/commands/generated/index.ts";
import type { Payload } from "../../lib/commands/payload.ts";
import type { LimitAnswer, LimitRequest } from "../../lib/decision.ts";
import type { AnswerLimits } from "../../lib/gate/decide-callback.ts";
import { handle } from "../../lib/gate/handle.ts";
import { startTrace } from "../../lib/gate/trace.ts";
import { parseJson } from "../../lib/json.ts";
import { createMemoryLimits } from "../../lib/limits/memory.ts";
import { formatSuggestion } from "../../lib/policy/suggest.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { type Io, reportFailure, reportUsageError } from "../io.ts";
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
import { type Place, readPolicies } from "../policies.ts";
import { formatExplanation } from "../render/outcome.ts";
import { createStyle } from "../render/style.ts";
import { openCounters, readCounter } from "../stage/limit-counters.ts";

export function registerExplain(program: Program, io: Io): void {
  program
    .command("explain")
    .description("Show what the policies decide about one request, and why: every rule, leaf by leaf.")
    .argument(
      "<event>",
      "a command, whose sample is taken; or a JSON file: API Gateway's event, or a body alone",
    )
    .addOption(createSetOption())
    .addOption(createAsOption())
    .addOption(createAtOption())
    .addOption(createPoliciesOption())
    .addOption(createStageSettingsOption())
    .addOption(createDeployedOption())
    .addOption(new Option("--used <n>", "how much limits have counted before").argParser(readCount))
    .option("--live", "with --stage: how much they have, as the stage's table says")
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
  const read = await readEventOrSample(event, io);
  if (typeof read === "string") return reportUsageError(io, read);
  const result = applyOptions(read.scenario, options);
  if (result.kind === "invalid") return reportUsageError(io, result.message);
  const { scenario } = result;
  const { used, live, stage } = options;
  if (live && stage === undefined) return reportUsageError(io, "--live needs --stage, whose table it reads");

  const policies = await readPolicies(options, io);
  const created = policies.kind === "read" ? createEngine(policies.parameters, sha256) : policies;
  if (created.kind === "failed") {
    const advice = "Nothing can be explained until the policies check: see `chatgate policy check`.";
    return reportFailure(io, created.faults, advice, options.json);
  }
  const { engine } = created;
  const parameters = policies.kind === "read" ? policies.parameters : [];
  const page = options.link === undefined ? undefined : findLinkPage(options.link);
  if (page?.kind === "failed") return reportUsageError(io, page.reason);
  const link = page && formatPlaygroundLink(page.address, { parameters, scenario, given: { used } });
  const rejected = read.event === undefined ? undefined : await findRejection(read.event, engine, io);
  const counted =
    live && stage !== undefined
      ? await answerFromTable(stage, listLimits(scenario, engine), io)
      : answerGiven({ used });
  if (typeof counted === "string") return reportUsageError(io, counted);
  const explanation = engine.decide(scenario, counted);
  if (options.json) {
    const { command, outcome, rules, upstream } = explanation;
    const { ending, status, envelope } = outcome;
    const facets = Object.fromEntries(listFacetsPresent(outcome));
    const decision = ending.kind === "decided" ? ending.decision : undefined;
    const document = {
      command: command.name,
      outcome: ending.kind,
      rejected,
      facets,
      rules,
      decision,
      status,
      envelope,
      upstream: upstream && { host: new URL(upstream.url).host, onFailure: upstream.onFailure },
      link,
    };
    io.out(JSON.stringify(document, null, 2));
    return 0;
  }
  const style = createStyle(io);
  if (rejected !== undefined) {
    const note = `As it stands this request is turned away (${rejected}); here it is as if signed just now.`;
    io.out(`${style.yellow(note)}\n`);
  }
  io.out(formatExplanation(explanation, style));
  if (page !== undefined) io.out(`\n${style.bold("Playground")}  ${link ?? LINK_TOO_LONG}`);
  return 0;
}

/** Those that the request must be counted in, before it is known what they have. */
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
): Promise<AnswerLimits | string> {
  const opened = await openCounters(stage, io);
  if (opened.kind === "failed") return opened.reason;
  const answers: [string, LimitAnswer][] = [];
  for (const request of requests) {
    const { peek, isOver } = await readCounter(opened, request, io);
    const kind = isOver ? "over" : "within";
    answers.push([request.rule, peek.kind === "unknown" ? peek : { ...peek, kind }]);
  }
  return () => new Map(answers);
}

export type ReadEvent = {
  readonly scenario: Scenario /** As API Gateway handed it over. */;
  readonly event?: unknown;
};

/** Why the gate would reject the event now, with the known tokens. */
async function findRejection(event: unknown, { snapshot }: Engine, io: Io): Promise<string | undefined> {
  const policies = { current: async () => snapshot, refreshSoon: () => {} };
  const limits = createMemoryLimits({ now: io.now });
  const ports = { commands: wireCommands, policies, limits, now: io.now };
  const ending = await handle(event, startTrace("chatgate", io.now()), ports);
  return ending.kind === "rejected" ? ending.reason : undefined;
}

/** Of an event's file or a command's name; or what is wrong with it. */
export async function readEventOrSample(event: string, io: Io): Promise<ReadEvent | string> {
  return existsSync(resolve(io.cwd, event)) ? readEvent(event, io) : findNamedSample(event, io);
}

function findNamedSample(name: string, io: Io): ReadEvent | string {
  const command = findCommand(name);
  return typeof command === "string" ? command : { scenario: createScenario(command, io.now()) };
}

/** The command; or what is wrong with its name. */
function findCommand(name: string): Command | string {
  const command = wireCommands.get(name);
  if (command !== undefined) return command;
  if (name.endsWith(".json")) return `there is no file ${name}`;
  return `unknown command "${name}".${formatSuggestion(name, commands.keys())} \`chatgate commands\` lists them`;
}

async function readEvent(file: string, io: Io): Promise<ReadEvent | string> {
  const event = parseJson(await readFile(resolve(io.cwd, file), "utf8"));
  if (!isObject(event))
    return `${file}: is not a JSON object: give API Gateway's event, or a callback's body`;
  const received = receive(event);
  if (received.kind === "rejected" && typeof event.CallbackCommand === "string")
    return formatBodyAlone(event, io);
  if (received.kind === "rejected")
    return `${file}: neither an event of API Gateway nor a body with CallbackCommand. Add CallbackCommand to the body, or name the command instead of the file.`;
  const { query } = received;
  const sdkAppId = query.sdkAppId === undefined ? undefined : Number(query.sdkAppId);
  // The file is the reader's own: its body is opened whoever signed it.
  const trusting = {
    sdkAppIds: [sdkAppId ?? 0],
    authentication: "off",
    toleranceSeconds: 0,
    tokens: [],
  } as const;
  const opened = authenticate(received, trusting, io.now());
  if (opened.kind === "rejected") return `${file}: is not a callback's event (${opened.reason})`;
  const body = parseBody(opened);
  if (body.kind === "rejected") return `${file}: its body is not a JSON object`;
  const command = findCommand(query.command ?? "");
  if (typeof command === "string") return `${file}: ${command}`;
  const { platform, clientIp } = query;
  return { event, scenario: { command, payload: body.payload, platform, clientIp, sdkAppId, now: io.now() } };
}

function formatBodyAlone(payload: Payload, io: Io): ReadEvent | string {
  const command = findCommand(String(payload.CallbackCommand));
  return typeof command === "string"
    ? command
    : { scenario: { ...createScenario(command, io.now()), payload } };
}
