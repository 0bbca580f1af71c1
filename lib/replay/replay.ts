import type { Command } from "../commands/define-command.ts";
import type { FacetReading } from "../commands/facet-reading.ts";
import type { RecordingLine } from "../records/read-lines.ts";
import { readLineAccount } from "./audit-view.ts";
import { findCauses, findChange, isRefused } from "./change.ts";
import { createReplayLimits, type ExactJudgement, type Judgement, judgeExactly } from "./judge.ts";
import { judgeAudit, recallJudgement } from "./judge-audit.ts";
import { createLabelCounter } from "./label-counter.ts";
import type { Label } from "./label-file.ts";
import { type ExactRequest, type ReplayRequest, readReplayLine } from "./replay-line.ts";
import type { ReplaySet } from "./replay-set.ts";
import {
  addObservation,
  addSkipped,
  createTally,
  finishTally,
  type Observation,
  type Tally,
} from "./tally.ts";

export type ReplayShare = "limited" | "unlimited";

export type ReplayOptions = {
  readonly commands: ReadonlyMap<string, Command>;
  /** `recorded`: what was decided then, as the input says. */
  readonly before: ReplaySet | "recorded";
  readonly after: ReplaySet;
  /** For lines whose accounts are hashes: `after`, and `before`, with the hashes of their accounts besides. */
  readonly hashed: { readonly before: ReplaySet | undefined; readonly after: ReplaySet };
  readonly hashAccount: (account: string) => string;
  /** What people wrote may be among the samples. */
  readonly showText: boolean;
  /** Of several threads: one takes the commands that a limit covers, in their order, the others the rest. */
  readonly share?: ReplayShare | undefined;
  readonly covers: (command: string) => boolean;
  /** What after-commands report about earlier requests, regardless of `covers` and `to`. */
  readonly labels?: readonly Label[] | undefined;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
};

export type Replay = {
  /** A line of any input. `onSealed`: for who can open recordings; without it they are counted as skipped. */
  readonly addLine: (text: string, onSealed?: (line: RecordingLine) => void) => void;
  readonly addRequest: (request: ReplayRequest) => void;
  readonly tally: Tally;
};

/** Decides past requests under one set and another, and counts what differs. */
export function createReplay(options: ReplayOptions): Replay {
  const { commands, before, after, hashed, covers, from, to } = options;
  const tally = createTally();
  const labels = createLabelCounter(options.labels ?? [], tally.labels, (key) =>
    options.hashAccount(`label\0${key}`),
  );
  // Each set has its own counters: what one refuses, the other may count.
  const limits = { before: createReplayLimits(), after: createReplayLimits() };
  const isInside = (time: number) => time >= from && time < to;
  const limited = new Map<string, boolean>();
  const isOfShare = (command: string) =>
    options.share === undefined || isLimited(command) === (options.share === "limited");

  function isLimited(command: string): boolean {
    const known = limited.get(command);
    if (known !== undefined) return known;
    const sets = before === "recorded" ? [after] : [after, before];
    const found = sets.some(({ set }) => set.rulesFor(command).some(({ limit }) => limit !== undefined));
    if (commands.has(command)) limited.set(command, found);
    return found;
  }

  /** Lines that are not requests are counted by one thread. */
  const skipLine = (why: string) => {
    if (options.share !== "limited") addSkipped(tally, why);
  };
  const countSealed = (_: RecordingLine) => skipLine("sealed");
  let untilPruned = PRUNED_EVERY;
  function addLine(text: string, onSealed = countSealed): void {
    if (--untilPruned === 0) {
      untilPruned = PRUNED_EVERY;
      finishTally(tally);
    }
    const recorded = options.share === undefined ? undefined : readRecordedCommand(text);
    if (recorded !== undefined && !isOfShare(recorded)) return;
    for (const line of readReplayLine(text, commands)) {
      if (line.kind === "skipped") skipLine(line.why);
      else if (line.kind === "sealed") onSealed(line.line);
      else addRequest(line);
    }
  }

  function addRequest(request: ReplayRequest): void {
    const command = request.kind === "exact" ? request.callback.command : request.command;
    const time = request.kind === "exact" ? request.callback.now : request.line.time;
    if (!isOfShare(command.name)) return;
    if (request.kind === "exact" && time >= from) labels.tell(request.callback);
    if (!covers(command.name) || !isInside(time)) return;
    if (request.kind === "audit") {
      labels.addUnkeyed(command.name);
      addObservation(tally, observeLine(request));
      return;
    }
    const observation = observeExactly(request);
    if (observation === undefined) {
      addSkipped(tally, "not-decided");
      return;
    }
    addObservation(tally, observation);
    const { requestId, wasRefused, isRefused: isNowRefused = wasRefused, causes } = observation;
    labels.addRequest(request.callback, { time, requestId, wasRefused, isRefused: isNowRefused, causes });
  }

  function observeExactly(request: ExactRequest): Observation | undefined {
    const { command, now: time } = request.callback;
    const is = judgeExactly(request, after, limits.after);
    const was = judgeBefore(request, is);
    if (was === undefined) return undefined;
    const change = findChange(was, is);
    return {
      ...{ requestId: request.requestId, time, command: command.name, weight: 1, change },
      grade: request.grade,
      ...{ wasRefused: isRefused(was.verdict), isRefused: isRefused(is.verdict) },
      ...{ causes: findCauses(change, was, is), refusing: is.refusing, missing: NOTHING_MISSING },
      describe: () => ({
        ...{ account: hashedAccount(is.facets), before: formatJudgement(was), after: formatJudgement(is) },
        ...describeEvidence(is),
      }),
    };
  }

  /** Most changes touch one document: commands whose rules are the same in both sets are decided once. */
  function judgeBefore(request: ExactRequest, is: ExactJudgement): Judgement | undefined {
    const { command } = request.callback;
    if (before === "recorded")
      return (
        request.recorded && {
          ...UNKNOWN_RULES,
          ...(request.recorded as { verdict: Judgement["verdict"]; code: number }),
        }
      ); // our own word, or one that is no refusal
    if (
      !isLimited(command.name) &&
      before.fingerprintRules(command.name) === after.fingerprintRules(command.name)
    )
      return is;
    return judgeExactly(request, before, limits.before);
  }

  function observeLine({ command, line }: Extract<ReplayRequest, { kind: "audit" }>): Observation {
    const isOfBefore = line.set === undefined || before === "recorded" || line.set === before.set.number;
    const baseline = isOfBefore ? hashed.before : undefined;
    const isOfAfter = line.set !== undefined && line.set === after.set.number;
    const is = judgeAudit(line, command, hashed.after, baseline ?? (isOfAfter ? hashed.after : undefined));
    const was =
      isOfBefore || hashed.before === undefined
        ? recallJudgement(line, baseline)
        : judgeAudit(line, command, hashed.before, undefined);
    const { requestId, time, weight } = line;
    const base = { requestId, time, command: command.name, weight, grade: "audit" } as const;
    const wasRefused = "kind" in was ? isRefused(line.verdict) : isRefused(was.verdict);
    const undecided = [was, is].filter((judged) => "kind" in judged);
    if ("kind" in was || "kind" in is) {
      const missing = new Map(undecided.flatMap((judged) => [...judged.missing]));
      const unknown = { change: "cannot-tell", causes: [], refusing: [], isRefused: undefined } as const;
      return { ...base, ...unknown, wasRefused, missing, describe: describeNothing };
    }
    // Refused in any case; the missing facets decide the rule and its code.
    const isUnsure = isRefused(was.verdict) && isRefused(is.verdict) && is.code === undefined;
    const change = isUnsure ? ("cannot-tell" as const) : findChange(was, is);
    const causes = change === "cannot-tell" ? [] : findCauses(change, was, is);
    return {
      ...{ ...base, change, causes, wasRefused, isRefused: isRefused(is.verdict) },
      ...{ refusing: is.refusing, missing: NOTHING_MISSING },
      describe: () => ({
        ...{ account: readLineAccount(line), before: formatJudgement(was), after: formatJudgement(is) },
        facet: line.effects.find(({ rule }) => causes.includes(rule))?.facet,
      }),
    };
  }

  function hashedAccount(facets: FacetReading | undefined): string | undefined {
    const account = String(
      facets?.values.operator || facets?.values.sender || facets?.targets[0]?.target || "",
    );
    return account === "" ? undefined : options.hashAccount(account);
  }

  function describeEvidence({ evaluations, acting }: ExactJudgement): {
    facet: string | undefined;
    text?: string;
  } {
    const found = evaluations.find(({ rule, evidence }) => evidence && acting.includes(rule.rule));
    const facet = found?.evidence?.facet;
    if (found === undefined || facet === undefined || !options.showText) return { facet };
    const values: Readonly<Record<string, unknown>> = found.bindings;
    return { facet, text: String(values[facet]).slice(0, MAX_TEXT) };
  }

  return { addLine, addRequest, tally };
}

/** The command of a recording's line, from the beginning of the line, which chatgate always writes in this form. */
const readRecordedCommand = (text: string) =>
  /^\{"type":"request".{0,200}?"command":"([\w.]+)"/.exec(text)?.[1];

const MAX_TEXT = 200;
/** In lines; pruning takes time linear in the accounts. */
const PRUNED_EVERY = 50_000;
const NOTHING_MISSING: Observation["missing"] = new Map();
const UNKNOWN_RULES = { answer: undefined, refusing: [], acting: [] } as const;
const describeNothing = () => ({ account: undefined, before: "", after: "", facet: undefined });

const formatJudgement = ({ verdict, code }: Judgement) => (code ? `${verdict} ${code}` : verdict);
