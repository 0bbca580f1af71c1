/**
 * The longest that a rule which the gate accepts takes on the largest request that Chat documents: of every kind of
 * condition as many as the estimate lets through. `node bench/rules.ts` prints them.
 */
import { readFacets } from "../lib/callback/read-facets.ts";
import type { Command } from "../lib/commands/define-command.ts";
import { commands } from "../lib/commands/generated/index.ts";
import { createBudget } from "../lib/policy/cel/budget.ts";
import { checkRule } from "../lib/policy/check-rule.ts";
import { RULE_STEPS } from "../lib/policy/cost.ts";
import { findAvailableFacets } from "../lib/policy/coverage.ts";
import {
  type Bindings,
  createLanguage,
  type Expression,
  evaluateExpression,
} from "../lib/policy/expression.ts";
import { parseWordList } from "../lib/text/word-list.ts";
import { listFacetTests, listPayloadTests } from "../tests/support/worst-conditions.ts";
import { createWorstPayload, type WorstCase } from "../tests/support/worst-payload.ts";
import { computeMedian, type Measured } from "./support/measure.ts";

const COMMANDS = [
  "Group.CallbackBeforeSendMsg",
  "Group.CallbackBeforeInviteJoinGroup",
  "Sns.CallbackPrevFriendAdd",
];
/** One long word of many look-alikes, one text among elements, and as many elements as there is room for. */
const CASES: readonly WorstCase[] = [
  { filler: "ﬁж", elements: 1, large: "outer" },
  { filler: "a ", elements: 1, large: "outer" },
  { filler: "x.", elements: 290, large: "outer" },
];
const MAX_NODES = 200;

const parsed = parseWordList("big", Array.from({ length: 10_000 }, (_, index) => `word${index}`).join("\n"));
if (parsed.kind === "faults") throw new Error(parsed.faults.map(({ code }) => code).join());
const language = createLanguage(new Map([["big", parsed.list]]));

type Candidate = {
  readonly when: string;
  readonly command: Command;
  readonly worst: WorstCase;
  readonly expression: Expression;
  readonly isPerTarget: boolean;
};

/** The condition, repeated as often as the gate accepts it. */
function repeatCondition(when: string, command: Command) {
  for (let times = 64; times > 0; times = Math.floor(times * 0.8)) {
    const repeated = Array(times).fill(`(${when})`).join(" || ");
    const rule = { id: "r", on: command.name, when: repeated, observe: {} };
    const { value } = times > MAX_NODES ? {} : checkRule(rule, commands, language);
    const expression = value?.condition(command);
    if (value !== undefined && expression !== undefined)
      return {
        when: `${command.name}: ${times} × ${when}`,
        expression,
        isPerTarget: value.isPerTarget(command),
      };
  }
  return undefined;
}

function listCandidates(command: Command): readonly Candidate[] {
  const tests = [...findAvailableFacets([command])].flatMap(listFacetTests);
  return [...new Set([...tests, ...listPayloadTests(command)])].flatMap((test): readonly Candidate[] => {
    const found = repeatCondition(test, command);
    return found === undefined ? [] : CASES.map((worst) => ({ ...found, command, worst }));
  });
}

const context = { platform: "restapi", clientIp: "2001:db8::ffff", sdkAppId: 1400000000, now: 1.77e12 };

function bindPayload({ command, worst, isPerTarget }: Candidate): readonly Bindings[] {
  const payload = createWorstPayload(command, worst);
  const { values, targets } = readFacets(command, payload, context);
  return (isPerTarget ? targets : [{}]).map((target) => ({ ...values, request: payload, ...target }));
}

/** Milliseconds of CPU and steps of one request, which is another each time. */
function runOnce(candidate: Candidate): { readonly ms: number; readonly steps: number } {
  const bindings = bindPayload(candidate);
  const budget = createBudget(RULE_STEPS, Number.MAX_SAFE_INTEGER);
  const before = process.cpuUsage();
  for (const values of bindings) evaluateExpression(candidate.expression, values, budget, false);
  const { user, system } = process.cpuUsage(before);
  return { ms: (user + system) / 1000, steps: RULE_STEPS - budget.rule };
}

const ROUNDS = 9;

export function measureRules(): readonly Measured[] {
  const all = COMMANDS.flatMap((name) => {
    const command = commands.get(name);
    return command === undefined ? [] : listCandidates(command);
  });
  const first = all.map((candidate) => ({
    candidate,
    ms: Math.min(runOnce(candidate).ms, runOnce(candidate).ms),
  }));
  const slowest = first
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, 20)
    .map(({ candidate }) => {
      const runs = Array.from({ length: ROUNDS }, () => runOnce(candidate));
      return { ...candidate, ms: computeMedian(runs.map(({ ms }) => ms)), steps: runs[0]?.steps ?? 0 };
    })
    .toSorted((a, b) => b.ms - a.ms);
  const [worst] = slowest;
  if (worst === undefined) throw new Error("no condition is accepted");
  return [
    {
      name: `the slowest of ${all.length} accepted rules on the largest request (${worst.when})`,
      value: worst.ms,
      unit: "ms",
      target: 20,
    },
    { name: "the same, its steps ÷ a rule's budget", value: worst.steps / RULE_STEPS, unit: "×", target: 1 },
    { name: "the same, a step", value: (worst.ms * 1e6) / worst.steps, unit: "ns" },
  ];
}

if (process.argv[1] === import.meta.filename)
  for (const { name, value, unit, target } of measureRules())
    console.log(value.toFixed(2).padStart(9), unit, target === undefined ? "" : `(at most ${target})`, name);
