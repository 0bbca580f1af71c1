import { type FacetKind, type FacetName, type FacetValue, facets, isFacet } from "../commands/facets.ts";
import type { Evidence, Match } from "../decision.ts";
import type { WordList } from "../text/word-list.ts";
import type { Advice } from "./cel/advise.ts";
import type { Budget } from "./cel/budget.ts";
import type { Program } from "./cel/compile.ts";
import type { Constant, Environment, FunctionDeclaration } from "./cel/environment.ts";
import { searchCondition, traceCondition, type Verdict } from "./cel/evaluate.ts";
import type { Leaf, Evidence as Located } from "./cel/run.ts";
import { getSimpleType, readType, type Type } from "./cel/types.ts";
import { functions } from "./functions/index.ts";

/** What conditions see of one request, or of one of its targets; `request` is the payload. */
export type Bindings = Readonly<Partial<Record<FacetName, FacetValue>>> & { readonly request?: unknown };

/** Why a condition could not be computed: a code and the condition's own words, never a value. */
export type RunError = { readonly error: string };

/** A condition as one command runs it. */
export type Expression = {
  readonly source: string;
  readonly program: Program;
  readonly facets: ReadonlySet<FacetName>;
  readonly lists: ReadonlySet<string>;
  readonly readsRequest: boolean;
};

/** The policy language over one set of lists. */
export type Language = {
  readonly lists: ReadonlyMap<string, WordList>;
  readonly constants: Environment["constants"];
  /** Adds advice to the engine's diagnostics, for tools. */
  readonly advise: Advise | undefined;
};

export type Advise = (source: string, environment: Environment) => readonly Advice[];

export function createLanguage(lists: ReadonlyMap<string, WordList>, advise?: Advise): Language {
  const wordList = { type: readType("WordList"), optional: false };
  const fields = new Map([...lists.keys()].map((name) => [name, wordList]));
  const constant: Constant = { type: { kind: "object", name: "lists", fields }, value: lists };
  return { lists, constants: new Map([["lists", constant]]), advise };
}

/** The engine's name of each type. */
export const celTypes: Readonly<Record<FacetKind, string>> = {
  account: "string",
  accounts: "list<string>",
  string: "string",
  text: "string",
  texts: "list<string>",
  word: "string",
  words: "list<string>",
  int: "int",
  timestamp: "timestamp",
  address: "string",
};

const declared: Readonly<Record<string, readonly FunctionDeclaration[]>> = Object.fromEntries(
  functions.map((declaration) => [declaration.name, [declaration]]),
);

type ByFacets<T> = (language: Language, names: ReadonlySet<FacetName>) => T;

/** Makes a value once for the same language and facets, as many rules cover the same commands. */
export function rememberByFacets<T extends object>(make: ByFacets<T>): ByFacets<T> {
  const byLanguage = new WeakMap<Language, WeakMap<ReadonlySet<FacetName>, T>>();
  return (language, names) => {
    const known = byLanguage.get(language) ?? new WeakMap<ReadonlySet<FacetName>, T>();
    byLanguage.set(language, known);
    const value = known.get(names) ?? make(language, names);
    known.set(names, value);
    return value;
  };
}

/** What conditions may name that do not read `request`. */
export const getEnvironment = rememberByFacets((language, names) => createEnvironment(language, names));

/** `request`: its type, as one command's payload has it. */
export function createEnvironment(
  { constants }: Language,
  names: Iterable<FacetName>,
  request: Type = getSimpleType("dyn"),
): Environment {
  const variables = new Map<string, Type>([["request", request]]);
  for (const name of names) variables.set(name, readType(celTypes[facets[name].kind]));
  return { variables, constants, functions: declared };
}

export function createExpression(program: Program): Expression {
  const names = program.names.map(({ name }) => name);
  return {
    source: program.parsed.source,
    program,
    facets: new Set(names.filter(isFacet)),
    lists: new Set(program.constants.map(({ name }) => name.slice("lists.".length))),
    readsRequest: names.includes("request"),
  };
}

export type Evaluated = {
  readonly held: boolean | RunError;
  /** Of a condition that held: the facet, and what of a list matched. */
  readonly evidence: Evidence | undefined;
  /** If the evaluation was traced. */
  readonly leaves?: readonly Leaf[];
};

/** `isTraced`: with its leaves. The result and the steps taken are the same either way. */
export function evaluateExpression(
  expression: Expression,
  bindings: Bindings,
  budget: Budget,
  isTraced: boolean,
): Evaluated {
  const { program } = expression;
  if (isTraced) {
    const { verdict, leaves } = traceCondition(program, { bindings, budget });
    const found = leaves.find(({ result, evidence }) => result === true && evidence !== undefined)?.evidence;
    return { ...readResult(expression, verdict, found), leaves };
  }
  const { verdict, evidence } = searchCondition(program, { bindings, budget });
  return readResult(expression, verdict, evidence);
}

function readResult(expression: Expression, verdict: Verdict, found: Located | undefined): Evaluated {
  if (typeof verdict === "object")
    return { held: { error: describeRunFailure(expression, verdict) }, evidence: undefined };
  return { held: verdict, evidence: verdict ? readEvidence(expression, found) : undefined };
}

/** What matched in a facet; else the first facet named. */
function readEvidence(expression: Expression, found: Located | undefined): Evidence | undefined {
  if (found?.variable !== undefined && isFacet(found.variable))
    return { facet: found.variable, ...(found.match as Match) }; // policy functions give no other
  const [facet] = expression.facets;
  return facet === undefined ? undefined : { facet };
}

/** The longest part of a condition that an error quotes. */
const MAX_QUOTED_UNITS = 100;

/** `division-by-zero: 1 / owned`. */
export function describeRunFailure(
  { source }: Pick<Expression, "source">,
  failure: Exclude<Verdict, boolean>,
): string {
  if (!("code" in failure)) return `unknown: ${failure.unknown.join(", ")}`;
  return `${failure.code}: ${source.slice(...failure.range).slice(0, MAX_QUOTED_UNITS)}`;
}
