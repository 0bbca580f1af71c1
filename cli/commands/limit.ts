import type { Command as Program } from "commander";
import { pluralize } from "../../lib/authoring/messages/message.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import type { LimitRequest, LimitUnknown } from "../../lib/decision.ts";
import type { CompiledRule } from "../../lib/policy/compile.ts";
import { formatCountedValue } from "../../lib/policy/match-limit.ts";
import { findNearest } from "../../lib/policy/suggest.ts";
import type { PolicySet } from "../../lib/policy-set/check-set.ts";
import type { Io } from "../io.ts";
import { createJsonOption, formatExamples, parseSdkAppId } from "../options.ts";
import { readEngine } from "../policies.ts";
import { formatWait } from "../render/wait.ts";
import { type BareDiagnostic, reportProblem, reportProblems, reportUsageError } from "../report.ts";
import { type Counters, openCounters, readCounter, resetCounter } from "../stage/limit-counters.ts";
import { createRegionOption, createStageOption, type StageOptions, setRegion } from "../stage/with-stage.ts";

type Options = StageOptions & { readonly app?: number };

export function registerLimit(parent: Program, io: Io): void {
  const limit = parent.command("limit").description("Show and reset what limits have counted.");
  addLimitArguments(
    limit.command("show").description("Show what a limit has counted for one account, group or other value."),
    "limit show creation/groups-per-hour u_mira --stage dev",
    "limit show slow-mode/slow-mode @TGS#1 u_mira --stage dev",
  ).action(async (rule: string, values: string[], options: Options) =>
    io.exit(await runWithCounter(rule, values, options, io, showCounter)),
  );
  addLimitArguments(
    limit.command("reset").description("Reset the count of a limit for one value, and end its hold."),
    "limit reset creation/groups-per-hour u_mira --stage dev",
  ).action(async (rule: string, values: string[], options: Options) =>
    io.exit(await runWithCounter(rule, values, options, io, resetAndReport)),
  );
}

function addLimitArguments(command: Program, ...lines: readonly string[]): Program {
  return command
    .argument("<rule>", "the rule: its id, or <document>/<id>")
    .argument("<value...>", "the value counted by; one for each facet of `by`, in the same order")
    .addOption(createStageOption())
    .option("--app <SDKAppID>", "the app, if the settings name several", parseSdkAppId)
    .addOption(createRegionOption())
    .addOption(createJsonOption())
    .addHelpText("after", formatExamples(...lines));
}

type Counter = { readonly counters: Counters; readonly request: LimitRequest; readonly name: string };

async function showCounter({ counters, request, name }: Counter, { json }: Options, io: Io): Promise<number> {
  const { peek, isOver } = await readCounter(counters, request, io);
  if (peek.kind === "unknown") return explainUnknown(peek, counters, io);
  const { used, retryAfterMs, until } = peek;
  const { rule, value, max } = request;
  if (json) io.out(JSON.stringify({ rule, value, max, used, over: isOver, retryAfterMs, until }, null, 2));
  else {
    const held = until === undefined ? "" : `, held until ${new Date(until).toISOString()}`;
    const free = isOver ? `over, for ${formatWait(retryAfterMs)}${held}` : "within";
    io.out(`${name}: used ${used} of ${max} → ${free}`);
  }
  return 0;
}

async function resetAndReport(
  { counters, request, name }: Counter,
  { json }: Options,
  io: Io,
): Promise<number> {
  const done = await resetCounter(counters, request, io);
  if (done.kind === "unknown") return explainUnknown(done, counters, io);
  const { rule, value } = request;
  if (json) io.out(JSON.stringify({ rule, value, reset: true }, null, 2));
  else io.out(`${name}: reset. An instance that remembers a refusal sees it within a minute.`);
  return 0;
}

function explainUnknown({ reason }: LimitUnknown, { table }: Counters, io: Io): number {
  return reportProblem(io, { code: "limits-unavailable", details: { table, reason } });
}

async function runWithCounter(
  rule: string,
  values: readonly string[],
  options: Options,
  outer: Io,
  work: (counter: Counter, options: Options, io: Io) => Promise<number>,
): Promise<number> {
  const { stage, app, region } = options;
  const io = setRegion(outer, region);
  const created = await readEngine({ stage, deployed: true }, io);
  if (created.kind === "failed") return reportProblems(io, created.diagnostics);
  const { settings, set } = created.engine;
  const found = findLimited(rule, set);
  if ("code" in found) return reportProblem(io, found);
  const { limit } = found;
  if (values.length !== limit.by.length)
    return reportUsageError(
      io,
      `${found.rule} counts by ${limit.by.join(" and ")}. Give ${pluralize(limit.by.length, "value")}.`,
    );
  const { sdkAppIds } = settings;
  if (app === undefined && sdkAppIds.length > 1)
    return reportUsageError(io, `The settings name ${sdkAppIds.length} apps. Add --app <SDKAppID>.`);
  if (app !== undefined && !sdkAppIds.includes(app))
    return reportUsageError(io, `The settings do not name app ${app}. Give one of ${sdkAppIds.join(", ")}.`);
  const counters = await openCounters(stage, io);
  if (counters.kind === "failed") return reportProblem(io, counters.found);
  const { by, per, ...window } = limit;
  const request: LimitRequest = {
    ...window,
    sdkAppId: app ?? sdkAppIds[0] ?? 0,
    rule: found.rule,
    by: by.join(","),
    value: formatCountedValue(values),
    shadow: false,
  };
  const name = `${found.rule}, ${by.map((facet, index) => `${facet} ${values[index]}`).join(", ")}, per ${per}`;
  return work({ counters, request, name }, options, io);
}

type LimitedRule = Pick<CompiledRule, "rule"> & { readonly limit: NonNullable<CompiledRule["limit"]> };

/** The rule with that name; or what is wrong with it. */
function findLimited(name: string, { rulesFor }: PolicySet): LimitedRule | BareDiagnostic {
  const all = new Map<string, LimitedRule>();
  for (const command of commands.keys())
    for (const { rule, limit } of rulesFor(command)) if (limit !== undefined) all.set(rule, { rule, limit });
  const found = [...all.values()].filter(({ rule }) => rule === name || rule.endsWith(`/${name}`));
  const [first] = found;
  if (first === undefined)
    return { code: "rule-without-limit", token: name, suggestion: findNearest(name, all.keys()) };
  if (found.length === 1) return first;
  return { code: "ambiguous-rule", token: name, details: { rules: found.map(({ rule }) => rule) } };
}
