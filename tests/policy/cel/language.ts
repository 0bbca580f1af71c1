import { createBudget, createEndlessBudget } from "../../../lib/policy/cel/budget.ts";
import { compileExpression, type Program } from "../../../lib/policy/cel/compile.ts";
import type { Environment } from "../../../lib/policy/cel/environment.ts";
import { type Evaluated, evaluateProgram } from "../../../lib/policy/cel/evaluate.ts";
import { formatType } from "../../../lib/policy/cel/format-type.ts";
import type { Limits } from "../../../lib/policy/cel/limits.ts";
import { parseExpression } from "../../../lib/policy/cel/parser.ts";
import {
  createListType,
  createMapType,
  getSimpleType,
  readType,
  type Type,
} from "../../../lib/policy/cel/types.ts";

const object = (
  name: string,
  fields: Readonly<Record<string, Type | { readonly optional: Type }>>,
): Type => ({
  kind: "object",
  name,
  fields: new Map(
    Object.entries(fields).map(([key, type]) => [
      key,
      "optional" in type ? { type: type.optional, optional: true } : { type, optional: false },
    ]),
  ),
});

const request = object("Request", {
  Type: getSimpleType("string"),
  Name: { optional: getSimpleType("string") },
  CreateGroupNum: { optional: getSimpleType("int") },
  Muted: { optional: getSimpleType("bool") },
  MemberList: {
    optional: createListType(object("Request.MemberList.Item", { Member_Account: getSimpleType("string") })),
  },
  MsgBody: createListType(
    object("Request.MsgBody.Item", {
      MsgType: getSimpleType("string"),
      MsgContent: getSimpleType("dyn"),
      Index: { optional: getSimpleType("int") },
    }),
  ),
  Attributes: createMapType(getSimpleType("string"), getSimpleType("string")),
});

const lists: Readonly<Record<string, ReadonlySet<string>>> = {
  reserved: new Set(["official", "support"]),
  "bad-words": new Set(["rude"]),
  barred: new Set(["eve"]),
};

const find = (text: string, list: ReadonlySet<string>) => [...list].find((entry) => text.includes(entry));
const match = (_: unknown, text: string, list: ReadonlySet<string>) => {
  const entry = find(text, list);
  return entry === undefined ? undefined : { entry };
};
const wordCost = (text: string, list: ReadonlySet<string>) => text.length + list.size;

/** A small copy of what policies have: facets, lists, functions and a request. */
export const environment: Environment = {
  variables: new Map([
    ...["name", "text", "operator", "owner", "groupType", "platform", "target"].map(
      (facet): [string, Type] => [facet, getSimpleType("string")],
    ),
    ...["owned", "sdkAppId"].map((facet): [string, Type] => [facet, getSimpleType("int")]),
    ...["targets", "members", "mentions"].map((facet): [string, Type] => [facet, readType("list<string>")]),
    ...["now", "eventTime"].map((facet): [string, Type] => [facet, getSimpleType("timestamp")]),
    ["request", request],
  ]),
  constants: new Map([
    [
      "lists",
      {
        type: object(
          "lists",
          Object.fromEntries(Object.keys(lists).map((name) => [name, readType("WordList")])),
        ),
        value: lists,
      },
    ],
  ]),
  functions: {
    hasWord: [
      {
        signature: "string.hasWord(WordList): bool",
        call: (_: unknown, text: string, list: ReadonlySet<string>) => find(text, list) !== undefined,
        cost: wordCost,
        worstCost: (text = 0, list = 0) => text + list,
        match,
      },
    ],
    glob: [
      {
        signature: "string.glob(string): bool",
        call: (_: unknown, text: string, pattern: string) => text.startsWith(pattern.replace("*", "")),
        check: ({ literal }) =>
          literal === undefined ? { reason: "pattern-not-written", argument: 0 } : undefined,
      },
    ],
    in: [
      {
        signature: "string.in(WordList): bool",
        call: (_: unknown, value: string, list: ReadonlySet<string>) => list.has(value),
        match,
      },
    ],
    pick: [
      {
        signature: "string.pick(string, string, string): bool",
        call: (_: unknown, first: string, _second: string, _third: string, last: string) =>
          last === "none" ? undefined : first === last,
        match: (_: unknown, first: string) => (first === "" ? undefined : { entry: first }),
      },
    ],
    always: [{ signature: "always(): bool", call: () => true }],
    broken: [
      {
        signature: "broken(): bool",
        call: () => {
          throw new RangeError("s3cr3t");
        },
      },
    ],
  },
};

export const facets = {
  name: "Official news",
  text: "see you at eight",
  operator: "u_mira",
  owner: "",
  groupType: "Public",
  platform: "web",
  target: "eve",
  owned: 4,
  sdkAppId: 1400000000,
  targets: ["ann", "eve"],
  members: ["ann", "bob"],
  mentions: ["@all"],
  now: new Date("2026-03-01T12:00:00Z"),
  eventTime: new Date("2026-03-01T11:59:58.5Z"),
  request: {
    Type: "Public",
    MsgBody: [
      {
        MsgType: "TIMTextElem",
        MsgContent: JSON.parse('{"Text":"hi","__proto__":{"a":1},"deep":[1,1.5,{"k":null}]}'),
      },
    ],
    Attributes: { constructor: "yes" },
  },
};

/** Throws where the expression is wrong. */
export function compileSource(source: string, where: Environment = environment): Program {
  const parsed = parseExpression(source);
  if ("code" in parsed) throw new Error(`${source}: ${parsed.code}`);
  const program = compileExpression(parsed, where);
  if (program.diagnostics.length > 0) throw new Error(`${source}: ${JSON.stringify(program.diagnostics)}`);
  return program;
}

export function evaluateSource(
  source: string,
  bindings: Readonly<Record<string, unknown>> = facets,
): Evaluated {
  return evaluateProgram(compileSource(source), { bindings, budget: createEndlessBudget() });
}

/** With so many steps, and how many it took. */
export function spendOn(source: string, steps: number, bindings: Readonly<Record<string, unknown>> = facets) {
  const budget = createBudget(steps, steps);
  const result = evaluateProgram(compileSource(source), { bindings, budget });
  return { result, taken: steps - budget.rule };
}

/** Its type, and what is wrong with which part. */
export function checkSource(
  source: string,
  limits?: Limits,
): { readonly type: string; readonly wrong: readonly string[] } {
  const parsed = parseExpression(source, limits);
  if ("code" in parsed) throw new Error(`${source}: ${parsed.code}`);
  const { type, diagnostics } = compileExpression(parsed, environment);
  return {
    type: formatType(type),
    wrong: diagnostics.map(({ code, range }) => `${code}: ${source.slice(...range)}`),
  };
}
