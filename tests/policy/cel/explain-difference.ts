import { listChildren, type Node } from "../../../lib/policy/cel/ast.ts";
import { parseExpression } from "../../../lib/policy/cel/parser.ts";
import { type Moment, readKind, readNumber } from "../../../lib/policy/cel/values.ts";
import { type Difference, type Disagreement, differences, FAILS } from "./differences.ts";
import { type Case, variables } from "./expressions.ts";
import { type Engine, LIMITS, type Read, type Reading, readOurs, readTheirs } from "./oracle.ts";
import { countNanos } from "./reference.ts";
import { showValue } from "./show-value.ts";

export type Explained =
  | { readonly agrees: true; readonly reasons: ReadonlySet<Difference> }
  /** `source`: the smallest part on which the engines differ and that no difference explains. */
  | { readonly agrees: false; readonly source: string; readonly ours: Reading; readonly theirs: Reading };

const isSame = (ours: Reading, theirs: Reading) =>
  ours.check === theirs.check && ours.type === theirs.type && ours.value === theirs.value;

/** More than these in one expression are not looked for. */
const MAX_ROUNDS = 100;

/**
 * Where the engines differ, finds the smallest part on which they do, asks the list for what the specification wants
 * there, writes that value in the part's place, and begins again: so what is around an explained difference is compared too.
 */
export function compareEngines(
  { source, values }: Case,
  runOurs: Engine = readOurs,
  runTheirs: Engine = readTheirs,
): Explained {
  const reasons = new Set<Difference>();
  let current = source;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const [ours, theirs] = [runOurs({ source: current, values }), runTheirs({ source: current, values })];
    if (isSame(ours, theirs)) return { agrees: true, reasons };
    const whole: Explained = { agrees: false, source: current, ours, theirs };
    const parsed = parseExpression(current, LIMITS);
    if ("code" in parsed) return whole;
    const run = (engine: Engine) => (node: Node) =>
      engine({ source: current.slice(node.start, node.end), values });
    const [runNode, runTheirNode] = [run(runOurs), run(runTheirs)];
    const node = listClosed(parsed.root).find((part) => !isSame(runNode(part), runTheirNode(part)));
    if (node === undefined) return whole;
    const found = runNode(node);
    const operands = listOperands(node).map((operand) => runNode(operand));
    const disagreement: Disagreement = {
      node,
      text: current.slice(node.start, node.end),
      operands: operands.map(({ raw }) => raw),
    };
    const difference =
      operands.every(({ value }) => value !== "error") && findDifference(disagreement, found);
    if (!difference)
      return { agrees: false, source: disagreement.text, ours: found, theirs: runTheirNode(node) };
    reasons.add(difference);
    current = `${current.slice(0, node.start)}${writeResult(found)}${current.slice(node.end)}`;
  }
  return {
    agrees: false,
    source: current,
    ours: runOurs({ source, values }),
    theirs: runTheirs({ source, values }),
  };
}

/** That whose own result is what the engine gave. */
function findDifference(disagreement: Disagreement, { value }: Read): Difference | undefined {
  return differences.find(({ expected }) => {
    const wanted = expected(disagreement);
    return wanted !== undefined && value === (wanted === FAILS ? "error" : showValue(wanted));
  });
}

const listOperands = (node: Node) => (node.kind === "macro" ? [] : listChildren(node));

/** Parts that name no variable of a macro around them, the inner ones first. */
function listClosed(node: Node): readonly Node[] {
  const parts = listChildren(node).flatMap(listClosed);
  return isClosed(node, []) ? [...parts, node] : parts;
}

function isClosed(node: Node, bound: readonly string[]): boolean {
  if (node.kind === "name") return bound.includes(node.name) || Object.hasOwn(variables, node.name);
  if (node.kind !== "macro") return listChildren(node).every((child) => isClosed(child, bound));
  const inner = [...bound, node.variable];
  return (
    isClosed(node.target, bound) &&
    [node.filter, node.body].every((part) => part === undefined || isClosed(part, inner))
  );
}

/** An expression of the same type and value, or one of the same type that fails, as both engines read it. */
function writeResult({ type = "", value, raw }: Read): string {
  return value === "error" ? `[${EXAMPLES[type]}][9]` : writeValue(raw, type);
}

const EXAMPLES: Readonly<Record<string, string>> = {
  bool: "true",
  int: "0",
  double: "0.5",
  string: '""',
  timestamp: "timestamp(0)",
  duration: 'duration("0s")',
  "list<string>": '[""]',
  "list<int>": "[0]",
};

function writeValue(value: unknown, type: string): string {
  switch (readKind(value)) {
    case "string":
      return JSON.stringify(value);
    case "double":
      return writeDouble(readNumber(value));
    case "timestamp":
      return `timestamp("${new Date(Number(countNanos(value as Moment) / 1_000_000n)).toISOString()}")`; // cel-js has no more than milliseconds
    case "duration":
      return `duration("${countNanos(value as Moment)}ns")`; // as readKind() says
    case "list": {
      const items = value as readonly unknown[]; // as readKind() says
      if (items.length === 0) return `${EXAMPLES[type]}.filter(x, false)`;
      return `[${items.map((item) => writeValue(item, "")).join(", ")}]`;
    }
    default:
      return `(${String(value)})`;
  }
}

function writeDouble(double: number): string {
  if (!Number.isFinite(double)) return `(${double} / 0.0)`.replace("Infinity", "1.0").replace("NaN", "0.0");
  if (Object.is(double, -0)) return "(-0.0)";
  const text = String(double);
  return /[.e]/.test(text) ? `(${text})` : `(${text}.0)`;
}
