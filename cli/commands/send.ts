import type { Command as Program } from "commander";
import type { Scenario, ScenarioOptions } from "../../lib/authoring/scenario.ts";
import { matchesExpectation, verdicts } from "../../lib/authoring/verdict.ts";
import { isTokenFor, parseTokenLine } from "../../lib/callback/token-line.ts";
import { isObject, parseJson } from "../../lib/json.ts";
import type { Diagnostic } from "../../lib/policy/diagnostic.ts";
import { splitTokenLines } from "../../lib/policy-set/check-set.ts";
import { type Envelope, readEnvelope, type Verdict } from "../../lib/replies/envelope.ts";
import type { Io } from "../io.ts";
import {
  createAsOption,
  createJsonOption,
  createPoliciesOption,
  createSetOption,
  createStageSettingsOption,
  formatExamples,
  parseSdkAppId,
} from "../options.ts";
import { DEFAULT_FOLDER, type Place, readFolder, readPolicies } from "../policies.ts";
import { readScenario } from "../read-event.ts";
import { createStyle } from "../render/style.ts";
import {
  type BareDiagnostic,
  completeDiagnostic,
  formatNote,
  type Problem,
  recordProblem,
  reportProblem,
  reportProblems,
  reportUsageError,
} from "../report.ts";
import { signCallback } from "../sign-callback.ts";

export function registerSend(program: Program, io: Io): void {
  program
    .command("send")
    .description("Send one correctly signed callback to a URL, as Chat would, and show the answer.")
    .argument("<event>", "a command, to send its sample; or a JSON file with an API Gateway event or a body")
    .option("--url <url>", "where the webhook is", LOCAL_URL)
    .option("--remote", "allow a URL that is not on this machine")
    .addOption(createSetOption())
    .addOption(createAsOption())
    .option("--expect <verdict>", `exit 1 unless the answer is this: ${verdicts.join(", ")}, or a code`)
    .option(
      "--token <token>",
      "the token to sign with; prefer CHATGATE_TOKEN, since other users can see command lines",
    )
    .option("--sdkappid <id>", "default: the first of the settings'", parseSdkAppId)
    .addOption(createPoliciesOption())
    .addOption(createStageSettingsOption())
    .addOption(createJsonOption())
    .addHelpText(
      "after",
      `
Token and SDKAppID come from the policies' folder (tokens.txt, settings.yaml), unless they are given. With --stage the
SDKAppID is the first of stages/<stage>.yaml, if the folder has it, and the token is the deployed stage's.
The token and the signature are never shown. Without --remote, only a URL on this machine is allowed.
${formatExamples(
  "send Group.CallbackBeforeCreateGroup",
  "send examples/events/refused.json",
  "send Group.CallbackBeforeCreateGroup --url http://127.0.0.1:3000/ --set groupType=AVChatRoom --expect 10101",
)}`,
    )
    .action(async (event: string, options: Options) => io.exit(await sendCallback(event, options, io)));
}

type Options = Place &
  ScenarioOptions & {
    readonly url: string;
    readonly remote?: boolean;
    readonly expect?: string;
    readonly token?: string;
    readonly sdkappid?: number;
    readonly json?: boolean;
  };

/** Where `npm run dev` listens. */
const LOCAL_URL = "http://127.0.0.1:3000/";
/** Milliseconds. Chat waits 2 s. */
const CHAT_WAITS_MS = 2000;

async function sendCallback(event: string, options: Options, io: Io): Promise<number> {
  const { expect } = options;
  if (expect !== undefined && !/^\d+$/.test(expect) && !verdicts.some((verdict) => verdict === expect))
    return reportUsageError(io, `--expect does not take "${expect}". Give ${verdicts.join(", ")} or a code.`);
  const url = URL.canParse(options.url) ? new URL(options.url) : undefined; // Node 20 has no URL.parse
  if (url === undefined || !/^https?:$/.test(url.protocol))
    return reportUsageError(io, `"${options.url}" is not a URL. Write one like ${LOCAL_URL}.`);
  if (!options.remote && !isLoopback(url.hostname))
    return reportUsageError(io, `${url.host} is not on this machine. Add --remote to allow it.`);
  const read = await readScenario(event, options, io);
  if ("code" in read) return reportProblem(io, read);
  const { scenario } = read;

  const identity = await readIdentity(scenario, options, io);
  if ("diagnostics" in identity) {
    const advice = "Name the folder or the stage, or give CHATGATE_TOKEN and --sdkappid.";
    return reportProblems(io, identity.diagnostics, { advice });
  }
  url.search = createQuery(scenario, identity).toString();
  const started = io.now();
  const answer = await postCallback(url, JSON.stringify(scenario.payload));
  const ms = io.now() - started;
  const to = `${url.origin}${url.pathname}`;
  if (answer.kind === "failed")
    return reportProblem(io, { code: "gate-unreachable", token: to, details: { cause: answer.cause } });
  const { status, envelope } = answer;
  const { command, payload } = scenario;
  const meaning = envelope && command.reply.decode(envelope, { targets: [], payload });
  const verdict = meaning?.verdict ?? "fail";
  const isGood =
    expect === undefined
      ? status === 200 && verdict !== "fail"
      : meaning !== undefined && matchesExpectation(expect, meaning);
  const warnings: Diagnostic[] = [];
  const addWarning = (found: BareDiagnostic) => warnings.push(completeDiagnostic(found, "warning"));
  if (identity.token === undefined) addWarning({ code: "request-unsigned" });
  if (envelope === undefined)
    addWarning({ code: "answer-invalid", details: { answer: answer.text.slice(0, 200) } });
  if (ms > CHAT_WAITS_MS) addWarning({ code: "answer-slow", details: { ms, limit: CHAT_WAITS_MS } });
  if (!isGood && expect !== undefined)
    addWarning({ code: "answer-unexpected", details: { expected: expect } });
  if (options.json) {
    const diagnostics = warnings.map(recordProblem);
    io.out(JSON.stringify({ ok: isGood, url: to, status, ms, verdict, envelope, diagnostics }, null, 2));
  } else io.out(describeAnswer({ scenario, to, status, ms, verdict, envelope, warnings }, isGood, io));
  return isGood ? 0 : 1;
}

type Answered = {
  readonly scenario: Scenario;
  readonly to: string;
  readonly status: number;
  readonly ms: number;
  readonly verdict: Verdict;
  readonly envelope: Envelope | undefined;
  readonly warnings: readonly Diagnostic[];
};

function describeAnswer(
  { scenario, to, status, ms, verdict, envelope, warnings }: Answered,
  isGood: boolean,
  io: Io,
): string {
  const style = createStyle(io);
  const head = `${style.bold(scenario.command.name)} → ${to}`;
  const paint = isGood ? style.green : style.red;
  const answer = envelope === undefined ? [] : [`  ${JSON.stringify(envelope)}`];
  return [
    head,
    `  ${paint(verdict)}  HTTP ${status}, ${ms} ms`,
    ...answer,
    ...warnings.map((warning) => `  ${style.yellow(formatNote(warning))}`),
  ].join("\n");
}

const isLoopback = (host: string) => host === "localhost" || host === "[::1]" || /^127(\.\d+){3}$/.test(host);

const readFolderOption = ({ policies }: Place) => policies ?? DEFAULT_FOLDER;

type Unknown = { readonly diagnostics: readonly Problem[] };
type Identity = { readonly sdkAppId: number; readonly token: string | undefined };

/** The app of the callback and the token to sign it with, or why they are unknown. */
async function readIdentity(
  { sdkAppId: own }: Scenario,
  options: Options,
  io: Io,
): Promise<Identity | Unknown> {
  const given = options.token ?? (io.env.CHATGATE_TOKEN || undefined);
  const asked = options.sdkappid ?? own;
  if (given !== undefined && asked !== undefined) return { sdkAppId: asked, token: given };
  const policies = await readPolicies({ ...options, deployed: options.stage !== undefined }, io);
  if (policies.kind === "failed") return policies;
  const local =
    options.stage === undefined
      ? undefined
      : (await readFolder(readFolderOption(options), io, options.stage)).files;
  const findText = (name: string) =>
    (name === "settings" ? local?.find((file) => file.name === name) : undefined)?.value ??
    policies.parameters.find((parameter) => parameter.name === name)?.value ??
    "";
  const settings = parseJson(findText("settings"));
  const ids = isObject(settings) && Array.isArray(settings.sdkAppIds) ? settings.sdkAppIds : [];
  const sdkAppId = asked ?? Number(ids[0]);
  const lines = splitTokenLines(findText("tokens")).map(parseTokenLine);
  const token = given ?? lines.find((line) => isTokenFor(line, sdkAppId))?.token;
  if (Number.isInteger(sdkAppId)) return { sdkAppId, token };
  return { diagnostics: [completeDiagnostic({ code: "app-unknown" }, "error", policies.from)] };
}

/** The parameters of the URL, as Chat writes them. */
function createQuery(
  { command, platform, clientIp, now }: Scenario,
  { sdkAppId, token }: Identity,
): URLSearchParams {
  return new URLSearchParams({
    ...signCallback(sdkAppId, token, now),
    CallbackCommand: command.name,
    ClientIP: clientIp,
    OptPlatform: platform,
  });
}

type Posted =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly text: string;
      readonly envelope: Envelope | undefined;
    }
  | { readonly kind: "failed"; readonly cause: string };

async function postCallback(url: URL, body: string): Promise<Posted> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
      redirect: "manual", // Chat follows no redirects, and the signature must not reach another host
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    return { kind: "answered", status: response.status, text, envelope: readEnvelope(parseJson(text)) };
  } catch (error) {
    // fetch's message is only "fetch failed"; the reason is in `cause`
    const { cause, name } = error as { cause?: { code?: string; message?: string }; name?: string };
    const why = name === "TimeoutError" ? "no answer in 10 s" : (cause?.code ?? cause?.message ?? name);
    return { kind: "failed", cause: why ?? "unknown" };
  }
}
