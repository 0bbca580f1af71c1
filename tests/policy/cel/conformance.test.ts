import type { Type as SpecType } from "@bufbuild/cel-spec/cel/expr/checked_pb.js";
import type { Value } from "@bufbuild/cel-spec/cel/expr/value_pb.js";
import { getConformanceSuite, type IncrementalTestSuite } from "@bufbuild/cel-spec/testdata/tests.js";
import { anyUnpack, DurationSchema, TimestampSchema } from "@bufbuild/protobuf/wkt";
import { createEndlessBudget } from "../../../lib/policy/cel/budget.ts";
import { compileExpression } from "../../../lib/policy/cel/compile.ts";
import type { Environment } from "../../../lib/policy/cel/environment.ts";
import { evaluateProgram } from "../../../lib/policy/cel/evaluate.ts";
import { formatType } from "../../../lib/policy/cel/format-type.ts";
import { parseExpression } from "../../../lib/policy/cel/parser.ts";
import { makeMoment } from "../../../lib/policy/cel/time.ts";
import { createListType, createMapType, getSimpleType, type Type } from "../../../lib/policy/cel/types.ts";
import { makeDouble, makeInt } from "../../../lib/policy/cel/values.ts";
import { testRows } from "../../support/table.ts";
import { exclusions } from "./conformance-exclusions.ts";
import { showValue } from "./show-value.ts";

type SpecTest = NonNullable<IncrementalTestSuite["tests"]>[number]["original"];

/** Far above what the tests hold. */
const LIMITS = {
  length: 1e5,
  nodes: 1e4,
  depth: 300,
  items: 1e3,
  entries: 1e3,
  arguments: 100,
  literal: 1e4,
  macros: 9,
};

function* testsIn(suite: IncrementalTestSuite, path: string): Generator<{ suite: string; test: SpecTest }> {
  for (const { original } of suite.tests) yield { suite: path, test: original };
  for (const inner of suite.suites) yield* testsIn(inner, path === "" ? inner.name : `${path}/${inner.name}`);
}

/** `undefined`: a type that policies do not have. */
function readType({ typeKind }: SpecType): Type | undefined {
  switch (typeKind.case) {
    case "dyn":
      return getSimpleType("dyn");
    case "null":
      return getSimpleType("null");
    case "primitive": {
      const name = [undefined, "bool", "int", undefined, "double", "string"][typeKind.value];
      return name === undefined ? undefined : getSimpleType(name as "bool");
    }
    case "wellKnown":
      return typeKind.value === 1
        ? undefined
        : getSimpleType(typeKind.value === 2 ? "timestamp" : "duration");
    case "listType": {
      const item = typeKind.value.elemType && readType(typeKind.value.elemType);
      return item && createListType(item);
    }
    case "mapType": {
      const key = typeKind.value.keyType && readType(typeKind.value.keyType);
      const value = typeKind.value.valueType && readType(typeKind.value.valueType);
      return key && value && createMapType(key, value);
    }
    case "messageType":
      if (typeKind.value === "google.protobuf.Duration") return getSimpleType("duration");
      return typeKind.value === "google.protobuf.Timestamp" ? getSimpleType("timestamp") : undefined;
    default:
      return undefined;
  }
}

function readSpecValue({ kind }: Value): unknown {
  switch (kind.case) {
    case "nullValue":
      return null;
    case "int64Value":
      return makeInt(kind.value);
    case "doubleValue":
      return makeDouble(kind.value);
    case "listValue":
      return kind.value.values.map(readSpecValue);
    case "mapValue":
      return new Map(
        kind.value.entries.map(({ key, value }) => [
          key && readSpecValue(key),
          value && readSpecValue(value),
        ]),
      );
    case "objectValue": {
      const duration = anyUnpack(kind.value, DurationSchema);
      if (duration !== undefined) return makeMoment("duration", Number(duration.seconds), duration.nanos);
      const timestamp = anyUnpack(kind.value, TimestampSchema);
      return timestamp && makeMoment("timestamp", Number(timestamp.seconds), timestamp.nanos);
    }
    case "boolValue":
    case "stringValue":
      return kind.value;
    default:
      return { unsupported: kind.case };
  }
}

/** Found when a literal is read, as the specification finds it when the expression runs. */
const WRONG_VALUES: ReadonlySet<string> = new Set([
  "bad-timestamp",
  "bad-duration",
  "bad-zone",
  "bad-conversion",
]);

/** What differs from what the test asks for; `undefined`: nothing. */
function differenceIn(test: SpecTest): string | undefined {
  const parsed = parseExpression(test.expr, LIMITS);
  if ("code" in parsed) return `does not parse: ${parsed.code}`;
  const variables = new Map<string, Type>();
  const functions: Record<string, { signature: string; call: () => unknown }[]> = {};
  for (const { name, declKind } of test.typeEnv) {
    const type = declKind.case === "ident" && declKind.value.type ? readType(declKind.value.type) : undefined;
    if (type !== undefined) variables.set(name, type);
    if (declKind.case !== "function") continue;
    functions[name] = declKind.value.overloads.map(({ params, resultType }) => {
      const types = params.map((parameter) =>
        formatType(readType(parameter) ?? { kind: "opaque", name: "Other" }),
      );
      const result = resultType && readType(resultType);
      return {
        signature: `${name}(${types.join(", ")}): ${result ? formatType(result) : "Other"}`,
        call: () => undefined,
      };
    });
  }
  const environment: Environment = { variables, constants: new Map(), functions, allowsMixedItems: true };
  const program = compileExpression(parsed, environment);
  const matcher = test.resultMatcher;
  const mayBeWrong = (code: string) =>
    test.disableCheck || (matcher.case === "evalError" && WRONG_VALUES.has(code));
  if (!program.diagnostics.every(({ code }) => mayBeWrong(code)))
    return `does not check: ${JSON.stringify(program.diagnostics)}`;
  if (matcher.case === "typedResult" && matcher.value.deducedType !== undefined) {
    const wanted = readType(matcher.value.deducedType);
    const found = formatType(program.type);
    if (wanted === undefined || formatType(wanted) !== found) return `has type ${found}`;
  }
  if (test.checkOnly) return undefined;
  const bindings = Object.fromEntries(
    Object.entries(test.bindings).map(([name, { kind }]) => [
      name,
      kind.case === "value" ? readSpecValue(kind.value) : undefined,
    ]),
  );
  const result = evaluateProgram(program, { bindings, budget: createEndlessBudget() });
  if (matcher.case === "evalError") {
    if (!("code" in result)) return `is ${JSON.stringify(result)}, no error`;
    // A function that is not there fails whatever it is given.
    const isMeant = matcher.value.errors.some(({ message }) => message.includes("unbound"));
    return result.code === "unbound-function" && !isMeant ? "is an unbound function" : undefined;
  }
  if (!("value" in result)) return `is ${JSON.stringify(result)}`;
  const value =
    matcher.case === "value"
      ? matcher.value
      : matcher.case === "typedResult"
        ? matcher.value.result
        : undefined;
  const wanted = showValue(value === undefined ? true : readSpecValue(value));
  const found = showValue(result.value);
  return found === wanted ? undefined : `is ${found}, not ${wanted}`;
}

const all = [...testsIn(getConformanceSuite(), "")];
const excludedBy = ({ suite, test }: (typeof all)[number]) =>
  exclusions.find(({ excludes }) => excludes({ suite, expression: test.expr }));
const named = (list: typeof all) =>
  list.map((one) => ({
    name: `${one.suite}/${one.test.name}: ${one.test.expr.replaceAll(/\s+/g, " ")}`,
    specTest: one.test,
  }));

describe("the specification's tests of what policies have", () => {
  testRows(named(all.filter((one) => excludedBy(one) === undefined)), ({ specTest }) =>
    expect(differenceIn(specTest)).toBeUndefined(),
  );
});

describe("what is left out, and would have to be listed no more if it passed", () => {
  testRows(exclusions, "$feature: $reason", ({ feature }) => {
    const excluded = all.filter((one) => excludedBy(one)?.feature === feature);
    expect(excluded.length).toBeGreaterThan(0);
    expect(
      named(excluded).flatMap(({ name, specTest }) => (differenceIn(specTest) === undefined ? [name] : [])),
    ).toEqual([]);
  });
});
