import { Environment as Oracle } from "@marcbachmann/cel-js";
import { createEndlessBudget } from "../../../lib/policy/cel/budget.ts";
import { compileExpression } from "../../../lib/policy/cel/compile.ts";
import type { Environment } from "../../../lib/policy/cel/environment.ts";
import { type Evaluated, evaluateProgram } from "../../../lib/policy/cel/evaluate.ts";
import { formatType } from "../../../lib/policy/cel/format-type.ts";
import { POLICY_LIMITS } from "../../../lib/policy/cel/limits.ts";
import { parseExpression } from "../../../lib/policy/cel/parser.ts";
import { makeMoment } from "../../../lib/policy/cel/time.ts";
import { readType } from "../../../lib/policy/cel/types.ts";
import { makeDouble, makeInt } from "../../../lib/policy/cel/values.ts";
import { type Case, variables } from "./expressions.ts";
import { showValue } from "./show-value.ts";

/** What an engine makes of an expression, in one notation; an error is an error, whatever it is called. */
export type Reading = {
  readonly check: "refused" | "taken";
  readonly type?: string;
  readonly value?: string;
};

/** The value itself, or the code of the error, beside it. */
export type Read = Reading & { readonly raw?: unknown; readonly code?: string };

export type Engine = (found: Case) => Read;

export const LIMITS = { ...POLICY_LIMITS, nodes: 5000, depth: 100, macros: 5, length: 1e6 };
const environment: Environment = {
  variables: new Map(Object.entries(variables).map(([name, type]) => [name, readType(type)])),
  constants: new Map(),
  functions: {},
};
/** Those that run; literals whose value is wrong are found here when read, there when run. */
const WRONG_VALUES: ReadonlySet<string> = new Set([
  "bad-timestamp",
  "bad-duration",
  "bad-zone",
  "bad-conversion",
]);

export function readOurs({ source, values }: Case): Read {
  const parsed = parseExpression(source, LIMITS);
  if ("code" in parsed) return { check: "refused" };
  const program = compileExpression(parsed, environment);
  if (!program.diagnostics.every(({ code }) => WRONG_VALUES.has(code))) return { check: "refused" };
  const result = evaluateProgram(program, { bindings: values, budget: createEndlessBudget() });
  return {
    check: "taken",
    type: formatType(program.type),
    ...readResult(result),
  };
}

function readResult(result: Evaluated): Omit<Read, "check"> {
  if ("value" in result) return { value: showValue(result.value), raw: result.value };
  return { value: "error", code: "code" in result ? result.code : "unknown" };
}

const oracle = new Oracle({
  limits: { maxAstNodes: 5000, maxDepth: 200, maxListElements: 100, maxMapEntries: 10, maxCallArguments: 8 },
});
for (const [name, type] of Object.entries(variables))
  oracle.registerVariable(name, type === "timestamp" ? "google.protobuf.Timestamp" : type);

export function readTheirs({ source, values }: Case): Read {
  let program: ReturnType<typeof oracle.parse>;
  try {
    program = oracle.parse(source);
  } catch {
    return { check: "refused" };
  }
  const checked = program.check();
  if (!checked.valid) return { check: "refused" };
  const type = String(checked.type).replaceAll(/google\.protobuf\.(Timestamp|Duration)/g, (_, name: string) =>
    name.toLowerCase(),
  );
  const context = {
    ...values,
    owned: BigInt(Number(values.owned)),
    sdkAppId: BigInt(Number(values.sdkAppId)),
  };
  try {
    const raw = readTheirValue(program(context));
    return { check: "taken", type, value: showValue(raw), raw };
  } catch {
    return { check: "taken", type, value: "error" };
  }
}

function readTheirValue(value: unknown): unknown {
  if (typeof value === "bigint") return makeInt(value);
  if (typeof value === "number") return makeDouble(value);
  if (Array.isArray(value)) return value.map(readTheirValue);
  if (value instanceof Date) {
    const milliseconds = value.getTime();
    return (
      makeMoment(
        "timestamp",
        Math.floor(milliseconds / 1000),
        (((milliseconds % 1000) + 1000) % 1000) * 1e6,
      ) ?? "out of range"
    );
  }
  if (typeof value === "object" && value !== null && "nanos" in value && "seconds" in value)
    return makeMoment("duration", Number(value.seconds), Number(value.nanos)) ?? "out of range";
  return value;
}
