import { type ASTNode, parse } from "@marcbachmann/cel-js";
import { isFacet, words } from "../commands/facets.ts";

/** A word that a condition compares a facet with, and that Chat is not known to send. */
export type Stranger = { readonly facet: string; readonly word: string; readonly offset: number };

export type Examination = {
  /** No request can make the condition true. */
  readonly never: boolean;
  readonly strangers: readonly Stranger[];
};

/** Tries a condition that checks with all that Chat may send for the facets whose vocabulary is known. */
export function examine(source: string): Examination {
  const { ast } = parse(source);
  const comparisons = [...comparisonsIn(ast)];
  const strangers = comparisons.filter(({ facet, word }) => word !== "" && !words[facet]?.includes(word));
  const facets = [...new Set(comparisons.map(({ facet }) => facet))];
  const never = assignments(facets).every((values) => truth(ast, values) === false);
  return { never, strangers };
}

type Values = ReadonlyMap<string, string>;

/** Any word that no condition names: Chat's vocabulary grows. */
const ANOTHER = "\0";

function assignments(facets: readonly string[]): readonly Values[] {
  let all: readonly Values[] = [new Map()];
  for (const facet of facets)
    all = all.flatMap((values) =>
      [...(words[facet] ?? []), "", ANOTHER].map((word) => new Map([...values, [facet, word]])),
    );
  return all;
}

/** Undefined: depends on what is not known here. */
function truth(node: ASTNode, values: Values): boolean | undefined {
  switch (node.op) {
    case "value":
      return typeof node.args === "boolean" ? node.args : undefined;
    case "!_": {
      const inner = truth(node.args, values);
      return inner === undefined ? undefined : !inner;
    }
    case "&&":
    case "||": {
      const decisive = node.op === "||";
      const parts = node.args.map((part) => truth(part, values));
      if (parts.includes(decisive)) return decisive;
      return parts.includes(undefined) ? undefined : !decisive;
    }
    case "?:": {
      const [condition, yes, no] = node.args;
      const chosen = truth(condition, values);
      if (chosen !== undefined) return truth(chosen ? yes : no, values);
      const [first, second] = [truth(yes, values), truth(no, values)];
      return first === second ? first : undefined;
    }
    case "==":
    case "!=":
    case "in": {
      const comparison = comparisonOf(node);
      if (comparison === undefined) return undefined;
      const isOne = comparison.words.some(({ word }) => word === values.get(comparison.facet));
      return node.op === "!=" ? !isOne : isOne;
    }
    default:
      return undefined;
  }
}

type Comparison = {
  readonly facet: string;
  readonly words: readonly { readonly word: string; readonly offset: number }[];
};

/** `facet == "word"`, either way round, or `facet in ["word", …]`, of a facet whose words are known. */
function comparisonOf(node: ASTNode): Comparison | undefined {
  if (node.op !== "==" && node.op !== "!=" && node.op !== "in") return undefined;
  const [left, right] = node.args;
  const [subject, object] = left.op === "id" || node.op === "in" ? [left, right] : [right, left];
  if (subject.op !== "id" || !isFacet(subject.args) || words[subject.args] === undefined) return undefined;
  const literals = node.op === "in" && object.op === "list" ? object.args : [object];
  const found = literals.flatMap((one) =>
    one.op === "value" && typeof one.args === "string" ? [{ word: one.args, offset: one.start }] : [],
  );
  return found.length === literals.length ? { facet: subject.args, words: found } : undefined;
}

function* comparisonsIn(node: ASTNode): Generator<Stranger> {
  const comparison = comparisonOf(node);
  for (const { word, offset } of comparison?.words ?? [])
    yield { facet: comparison?.facet ?? "", word, offset };
  const { args } = node as { args: unknown }; // each operator has its own tuple; all hold nodes, or lists of them
  for (const part of [args].flat(3))
    if (typeof part === "object" && part !== null && "op" in part) yield* comparisonsIn(part as ASTNode); // just seen
}
