import { readFacets } from "../callback/read-facets.ts";
import { readPayload } from "../callback/read-payload.ts";
import type { Callback } from "../gate/decide-callback.ts";
import { createBudget } from "../policy/cel/budget.ts";
import { evaluateProgram } from "../policy/cel/evaluate.ts";
import { REQUEST_STEPS, RULE_STEPS } from "../policy/cost.ts";
import type { Bindings, Expression } from "../policy/expression.ts";
import type { Label } from "./label-file.ts";
import {
  addPassed,
  addRefused,
  addTold,
  createLabelTally,
  finishLabelTally,
  type LabelTally,
  MAX_REFUSED_KEYS,
  type RefusedRequest,
} from "./label-tally.ts";

export type LabelCounter = {
  /** What an after-command reports about earlier requests. */
  readonly tell: (callback: Callback) => void;
  /** A request that both sets decided. */
  readonly addRequest: (callback: Callback, request: RefusedRequest) => void;
  /** A request whose payload the input lacks. */
  readonly addUnkeyed: (command: string) => void;
};

/** Of one request: Chat documents at most 500 accounts or messages. */
const MAX_KEYS = 1_000;

/** `tallies`: by label id, into which it counts. `hash`: hex digits; keys may be what people wrote. */
export function createLabelCounter(
  labels: readonly Label[],
  tallies: Record<string, LabelTally>,
  hash: (text: string) => string,
): LabelCounter {
  const counted = labels.map((label) => {
    const tally = createLabelTally(label.within);
    tallies[label.id] = tally;
    return { label, tally };
  });
  let untilPruned = MAX_REFUSED_KEYS;

  function tell(callback: Callback): void {
    const { command, now } = callback;
    const telling = counted.filter(({ label }) => label.from.has(command.name));
    if (telling.length === 0) return;
    const bindings = readBindings(callback);
    for (const { label, tally } of telling) {
      const from = label.from.get(command.name);
      if (from === undefined) continue;
      const told =
        bindings !== undefined && (from.when === undefined || evaluateLabelExpression(from.when, bindings));
      if (told === false) continue;
      const keys = told === true && bindings !== undefined ? listKeys(from.keys, bindings) : [];
      if (keys.length === 0) tally.unkeyed++;
      for (const key of keys) addTold(tally, hash(key), now);
      keepBounds(keys.length);
    }
  }

  function addRequest(callback: Callback, request: RefusedRequest): void {
    const { command } = callback;
    const asking = counted.filter(({ label }) => label.of.has(command.name));
    if (asking.length === 0) return;
    const bindings = readBindings(callback);
    for (const { label, tally } of asking) {
      const expression = label.of.get(command.name);
      const [key] = bindings === undefined || expression === undefined ? [] : listKeys(expression, bindings);
      if (key === undefined) tally.unkeyed++;
      else if (request.wasRefused || request.isRefused) addRefused(tally, hash(key), request);
      else addPassed(tally, hash(key), request.time);
      keepBounds(1);
    }
  }

  function addUnkeyed(command: string): void {
    for (const { label, tally } of counted)
      if (label.of.has(command) || label.from.has(command)) tally.unkeyed++;
  }

  function keepBounds(added: number): void {
    untilPruned -= added;
    if (untilPruned > 0) return;
    untilPruned = MAX_REFUSED_KEYS;
    for (const { tally } of counted) finishLabelTally(tally);
  }

  return { tell, addRequest, addUnkeyed };
}

function readBindings(callback: Callback): Bindings | undefined {
  const { command } = callback;
  const reading = readPayload(command, callback.payload);
  if (reading.kind === "unreadable") return undefined;
  return { ...readFacets(command, reading.payload, callback).values, request: reading.payload };
}

/** Evaluated like a rule's condition, within the same budget; `undefined`: it cannot be computed. */
function evaluateLabelExpression({ program }: Expression, bindings: Bindings): unknown {
  const result = evaluateProgram(program, { bindings, budget: createBudget(RULE_STEPS, REQUEST_STEPS) });
  return "value" in result ? result.value : undefined;
}

function listKeys(expression: Expression, bindings: Bindings): readonly string[] {
  const value = evaluateLabelExpression(expression, bindings);
  const values: readonly unknown[] = Array.isArray(value) ? value.slice(0, MAX_KEYS) : [value];
  return values.filter(isKey).map(String);
}

const isKey = (value: unknown) =>
  (typeof value === "string" && value !== "") || typeof value === "number" || typeof value === "bigint";
