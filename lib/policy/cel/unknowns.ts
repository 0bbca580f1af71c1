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
  const isReversed = node.op !== "in" && node.left.kind === "literal";
  const [subject, object] = isReversed ? [node.right, node.left] : [node.left, node.right];
  if (subject.kind !== "name" || !variables.has(subject.name)) return undefined;
  const literals = node.op === "in" && object.kind === "list" ? object.items : [object];
  const words = literals.flatMap((literal) =>
    literal.kind === "literal" && typeof literal.value === "string"
      ? [{ variable: subject.name, word: literal.value, range: [literal.start, literal.end] as const }]
      : [],
  );
  return words.length === literals.length ? words : undefined;
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
  const reads = new Map<string, number>();
  for (const { name } of program.names) reads.set(name, (reads.get(name) ?? 0) + 1);
  const compared = new Map<string, number>();
  for (const node of walkNodes(program.parsed.root)) {
    const [variable] = new Set((listWords(node, known) ?? []).map((found) => found.variable));
    if (variable !== undefined) compared.set(variable, (compared.get(variable) ?? 0) + 1);
  }
  const tried = [...compared.keys()].filter((name) => compared.get(name) === reads.get(name));
  const unknown = new Set([...reads.keys()].filter((name) => !tried.includes(name)));
  let assignments: readonly Readonly<Record<string, string>>[] = [{}];
  for (const name of tried) {
    const words = [...(vocabularies[name] ?? []), "", ANOTHER];
    if (assignments.length * words.length > MAX_ASSIGNMENTS) return true;
    assignments = assignments.flatMap((values) => words.map((word) => ({ ...values, [name]: word })));
  }
  return assignments.some(
    (bindings) =>
      evaluateCondition(program, { bindings, unknown, budget: createBudget(STEPS, STEPS) }) !== false,
  );
}
