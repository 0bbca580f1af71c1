import { listChildren, type Node } from "./ast.ts";
import { createBudget } from "./budget.ts";
import type { Program } from "./compile.ts";
import type { Range } from "./diagnostic.ts";
import { evaluateCondition } from "./evaluate.ts";

/** A word that a condition compares a variable with. */
export type ComparedWord = { readonly variable: string; readonly word: string; readonly range: Range };

/** `groupType == "Work"`, either way round, and `groupType in ["Work", …]`, of the variables named. */
export function findComparedWords(
  { parsed }: Program,
  variables: ReadonlySet<string>,
): readonly ComparedWord[] {
  return walkNodes(parsed.root).flatMap((node) => listWords(node, variables) ?? []);
}

function walkNodes(node: Node): readonly Node[] {
  return [node, ...listChildren(node).flatMap(walkNodes)];
}

/** `undefined`: no such comparison, or one with something that is not written out. */
function listWords(node: Node, variables: ReadonlySet<string>): readonly ComparedWord[] | undefined {
  if (node.kind !== "binary" || !["==", "!=", "in"].includes(node.op)) return undefined;
  const { op, left, right } = node;
  const [subject, object] = op !== "in" && left.kind === "literal" ? [right, left] : [left, right];
  if (subject.kind !== "name" || !variables.has(subject.name)) return undefined;
  const items = object.kind === "list" ? object.items : [object];
  const words = items.flatMap((item) =>
    item.kind === "literal" && typeof item.value === "string"
      ? [{ variable: subject.name, word: item.value, range: [item.start, item.end] as const }]
      : [],
  );
  return words.length === items.length ? words : undefined;
}

/** A word that no condition names: vocabularies grow. */
const ANOTHER = "\0";
const MAX_ASSIGNMENTS = 5000;
const STEPS = 100_000;

/**
 * Whether some request can make the condition true, by trying every word of the variables whose vocabularies are given,
 * everything else being unknown. A variable that is read in any other way than by comparing it is unknown too.
 */
export function canHold(
  program: Program,
  vocabularies: Readonly<Record<string, readonly string[]>>,
): boolean {
  const known = new Set(Object.keys(vocabularies));
  const reads = program.names.map(({ name }) => name);
  const compared = walkNodes(program.parsed.root).flatMap(
    (node) => listWords(node, known)?.[0]?.variable ?? [],
  );
  const isTried = (name: string) =>
    compared.includes(name) && countEqual(compared, name) === countEqual(reads, name);
  let assignments: readonly Readonly<Record<string, string>>[] = [{}];
  // Stryker disable next-line MethodExpression: a variable that is unknown too is unknown, only slower
  for (const [name, vocabulary] of Object.entries(vocabularies).filter(([variable]) => isTried(variable))) {
    const words = [...vocabulary, "", ANOTHER];
    if (assignments.length * words.length > MAX_ASSIGNMENTS) return true;
    assignments = assignments.flatMap((values) => words.map((word) => ({ ...values, [name]: word })));
  }
  // Stryker disable next-line ArrowFunction: what has no value is as undecided as what is unknown
  const unknown = new Set(reads.filter((name) => !isTried(name)));
  return assignments.some(
    (bindings) =>
      evaluateCondition(program, { bindings, unknown, budget: createBudget(STEPS, STEPS) }) !== false,
  );
}

const countEqual = (names: readonly string[], wanted: string) =>
  names.filter((name) => name === wanted).length;
