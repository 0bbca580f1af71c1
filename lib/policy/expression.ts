import { Environment, type ParseResult } from "@marcbachmann/cel-js";
import {
  type FacetKind,
  type FacetName,
  type FacetValue,
  facetNames,
  facets,
  isFacet,
} from "../commands/facets.ts";
import type { Shape } from "../commands/shape.ts";
import type { Evidence } from "../decision.ts";
import type { WordList } from "../text/word-list.ts";
import {
  type ExpressionFault,
  faultOf,
  LIMITS,
  type Problem,
  scopeFaults,
  strangeCalls,
} from "./expression-faults.ts";
import { functions } from "./functions/index.ts";
import { ListValue } from "./functions/policy-function.ts";
import { registerShape } from "./request.ts";
import { leavesOf, partAt, type Scope, walk } from "./syntax.ts";

/** What expressions see of one request, or of one of its targets: made once for all rules. */
export type Subject = {
  readonly values: Values;
  /** The same for CEL, which has integers as BigInt. */
  readonly context: Readonly<Record<string, unknown>>;
};

export type Values = Readonly<Partial<Record<FacetName, FacetValue>>>;

/** `request`: from `requestOf`, for expressions that read it. */
export function subjectOf(values: Values, request?: unknown): Subject {
  const context: Record<string, unknown> = { ...values, request };
  for (const name of intFacets) context[name] = BigInt(Number(values[name] ?? 0));
  return { values, context };
}

/** The subject that one target is, by the facets that belong to it alone; none of those is an integer. */
export function subjectWith({ values, context }: Subject, own: Values): Subject {
  return { values: { ...values, ...own }, context: { ...context, ...own } };
}

/** Why CEL could not compute a condition: names operators and the policy's own words, never a value. */
export type RunError = { readonly error: string };

/** A part of a condition that is true or false by itself, for explanations. */
export type Leaf = {
  readonly source: string;
  readonly facets: readonly FacetName[];
  readonly holds: (subject: Subject) => boolean | RunError;
};

export type Expression = {
  readonly source: string;
  /** Each with the offset of its first mention. */
  readonly facets: ReadonlyMap<FacetName, number>;
  readonly lists: ReadonlySet<string>;
  readonly readsRequest: boolean;
  /** An error where CEL has one: a missing key of `request`, a number too large, a division by zero. */
  readonly holds: (subject: Subject) => boolean | RunError;
  /** Why it held: the facet, and what of a list matched, of the first call that found something. */
  readonly evidence: (subject: Subject) => Evidence | undefined;
  readonly leaves: () => readonly Leaf[];
};

/** The policy language over one set of lists. */
export type Language = {
  /** `request`: the shape of the payload of the command that it is for; without one, `request` is not known. */
  readonly compile: (source: string, request?: Shape) => Expression | readonly ExpressionFault[];
  readonly lists: ReadonlyMap<string, WordList>;
};

/** As the engine names them. */
export const celTypes: Readonly<Record<FacetKind, string>> = {
  account: "string",
  accounts: "list<string>",
  string: "string",
  text: "string",
  texts: "list<string>",
  word: "string",
  words: "list<string>",
  int: "int",
  timestamp: "google.protobuf.Timestamp",
  address: "string",
};

const intFacets = facetNames.filter((name) => facets[name].kind === "int");

export function createLanguage(lists: ReadonlyMap<string, WordList>): Language {
  const base = new Environment({ limits: LIMITS });
  base.registerType("WordList", { ctor: ListValue, fields: {} });
  base.registerType("Lists", {
    fields: Object.fromEntries([...lists.keys()].map((name) => [name, "WordList"])),
  });
  const listValues = Object.fromEntries([...lists].map(([name, list]) => [name, new ListValue(list)]));
  base.registerConstant("lists", "Lists", listValues);
  base.registerOperator("string in WordList", (value: string, { list }: ListValue) => list.has(value));
  for (const name of facetNames) base.registerVariable(name, celTypes[facets[name].kind]);
  for (const { signature, call } of functions)
    base.registerFunction(signature, celCall(signature, call as (...values: unknown[]) => boolean | number)); // cel-js checked the arguments against the signature

  const environments = new Map<Shape | undefined, Environment>([[undefined, base]]);
  const environmentFor = (request: Shape | undefined): Environment => {
    let environment = environments.get(request);
    if (environment === undefined) {
      environment = base.clone();
      environment.registerVariable(
        "request",
        registerShape(environment, "Request", request ?? { kind: "any" }),
      );
      environments.set(request, environment);
    }
    return environment;
  };

  return {
    lists,
    compile: (source, request) => compile(source, request, environmentFor(request), lists),
  };
}

/** CEL has integers as BigInt. */
function celCall(signature: string, call: (...values: unknown[]) => boolean | number) {
  return signature.endsWith(": int") ? (...values: unknown[]) => BigInt(call(...values)) : call;
}

function compile(
  source: string,
  request: Shape | undefined,
  environment: Environment,
  lists: ReadonlyMap<string, WordList>,
): Expression | readonly ExpressionFault[] {
  const parsed = parse(environment, source);
  if (!("ast" in parsed)) return [parsed];
  const scope = walk(parsed.ast);
  const faults = scopeFaults(scope, lists, request !== undefined);
  const checked = faults.length > 0 ? undefined : parsed.check();
  if (checked?.valid !== true) {
    const strange = strangeCalls(scope, environment);
    return strange.length > 0 ? strange : checked === undefined ? faults : [faultOf(checked.error)];
  }
  if (checked.type !== "bool") {
    const message = `gives ${checked.type}, and a condition must give bool: compare it with something`;
    return [{ offset: 0, message }];
  }
  for (const { start, end } of scope.guarded) {
    const guarded = environment.parse(source.slice(start, end)).check(); // cel-js takes any path in has()
    if (!guarded.valid) return [{ offset: start, message: `has(): ${guarded.error?.summary}` }];
  }

  const facets = new Map<FacetName, number>();
  for (const { name, offset } of scope.names)
    if (isFacet(name) && !facets.has(name)) facets.set(name, offset);
  const run = (program: ParseResult, { context }: Subject): boolean | RunError => {
    try {
      return program(context) === true;
    } catch (error) {
      return { error: causeOf(error, program.ast.input) }; // CEL's own way to end
    }
  };

  return {
    source,
    facets,
    lists: new Set(scope.lists.map(({ name }) => name)),
    readsRequest: scope.names.some(({ name }) => name === "request"),
    holds: (subject) => run(parsed, subject),
    evidence: ({ values }) => evidenceOf(scope, values, lists),
    leaves: () =>
      leavesOf(parsed.ast).map((node) => {
        const leaf = partAt(source, node);
        const program = environment.parse(leaf);
        const names = walk(node).names.map(({ name }) => name);
        return {
          source: leaf,
          facets: [...new Set(names.filter(isFacet))],
          holds: (subject) => run(program, subject),
        };
      }),
  };
}

/** cel-js's messages may quote keys and numbers of the request; its codes and the policy's own words do not. */
function causeOf(error: unknown, source: string): string {
  const { code, range } = error as {
    code?: unknown;
    range?: { readonly start: number; readonly end: number };
  }; // whatever was thrown
  const what = typeof code === "string" ? code.replaceAll("_", " ") : "cannot be computed";
  const where = range === undefined ? "" : partAt(source, range);
  return where === "" ? what : `${what}: ${where}`;
}

function parse(environment: Environment, source: string): ParseResult | ExpressionFault {
  try {
    return environment.parse(source);
  } catch (error) {
    return faultOf(error as Problem); // cel-js tells of syntax only by throwing
  }
}

/** The first use of a list on a facet that finds an entry; else the first facet named. */
function evidenceOf(
  scope: Scope,
  values: Values,
  lists: ReadonlyMap<string, WordList>,
): Evidence | undefined {
  for (const { facet, list, by } of scope.listUses) {
    const words = lists.get(list);
    if (words === undefined || !isFacet(facet)) continue;
    const value = values[facet];
    for (const text of Array.isArray(value) ? value : [String(value)]) {
      const inList = by === "in" && words.has(text) ? { entry: text } : undefined;
      const match = inList ?? functions.find(({ name }) => name === by)?.match?.(text, words);
      if (match !== undefined) return { facet, ...match };
    }
  }
  const facet = scope.names.map(({ name }) => name).find(isFacet);
  return facet === undefined ? undefined : { facet };
}
