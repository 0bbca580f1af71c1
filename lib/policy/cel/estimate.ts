import type { Node } from "./ast.ts";
import type { Program } from "./compile.ts";
import type { Range } from "./diagnostic.ts";
import { type Environment, findOverloads } from "./environment.ts";
import { writePath } from "./path.ts";
import { readSignature } from "./types.ts";

/** The longest that a value can be: units of a text, items of a list or map, and of what each item is. */
export type Bound = { readonly length: number; readonly item?: Bound };

export type Sizes = {
  /** By variable, or by path (`request.MsgBody`); the longest path that fits counts. */
  readonly bounds: Readonly<Record<string, Bound>>;
  /** Of what is read from a variable without a bound of its own. */
  readonly fallback: Bound;
};

export type Estimate = {
  /** The most steps that an evaluation can take. */
  readonly steps: number;
  /** The part whose own steps, with the macros around it, are the most. */
  readonly worst: { readonly range: Range; readonly steps: number };
};

type Cost = { readonly steps: number; readonly bound: Bound };
type Locals = Readonly<Record<string, Bound>>;

const SCALAR: Bound = { length: 1 };
/** The longest that a number, a time or a Boolean is as a text. */
const FORMATTED: Bound = { length: 40 };

/** From the tree and the bounds alone; both sides of everything, every item of every macro. */
export function estimateCost({ parsed }: Program, environment: Environment, sizes: Sizes): Estimate {
  let worst: Estimate["worst"] = { range: [parsed.root.start, parsed.root.end], steps: 0 };

  /** `times`: how often the macros around run it. */
  const visit = (node: Node, locals: Locals, times: number): Cost => {
    const addCost = (part: Node) => visit(part, locals, times);
    const own = (steps: number, bound: Bound, ...parts: readonly Cost[]): Cost => {
      if (steps * times > worst.steps) worst = { range: [node.start, node.end], steps: steps * times };
      return { steps: parts.reduce((sum, part) => sum + part.steps, steps), bound };
    };
    switch (node.kind) {
      case "literal":
        return { steps: 0, bound: typeof node.value === "string" ? { length: node.value.length } : SCALAR };
      case "name":
        return { steps: 0, bound: locals[node.name] ?? sizes.bounds[node.name] ?? sizes.fallback };
      case "select":
      case "index": {
        const operand = addCost(node.operand);
        const known = sizes.bounds[writePath(node) ?? ""] ?? operand.bound.item ?? sizes.fallback;
        const index = node.kind === "index" ? [addCost(node.index)] : [];
        return own(1, node.kind === "select" && node.test ? SCALAR : known, operand, ...index);
      }
      case "unary":
        return own(1, SCALAR, addCost(node.operand));
      case "logic":
        return own(1, SCALAR, ...node.parts.map(addCost));
      case "conditional": {
        const [condition, yes, no] = [node.condition, node.yes, node.no].map(addCost) as [Cost, Cost, Cost]; // three in, three out
        return own(1, joinBounds(yes.bound, no.bound), condition, yes, no);
      }
      case "list": {
        const items = node.items.map(addCost);
        const item = items.map(({ bound }) => bound).reduce(joinBounds, { length: 0 });
        return own(items.length, { length: items.length, item }, ...items);
      }
      case "map":
        return own(
          node.entries.length * 2,
          { length: node.entries.length },
          ...node.entries.flat().map(addCost),
        );
      case "binary": {
        const [left, right] = [addCost(node.left), addCost(node.right)];
        return own(
          1 + countOperatorSteps(node.op, left.bound, right.bound),
          node.op === "+" ? sumBounds(left.bound, right.bound) : SCALAR,
          left,
          right,
        );
      }
      case "call": {
        const values = (node.target === undefined ? node.args : [node.target, ...node.args]).map(addCost);
        const { steps, bound } = callCost(
          environment,
          node.name,
          values.map((value) => value.bound),
        );
        return own(1 + steps, bound, ...values);
      }
      case "macro": {
        const target = addCost(node.target);
        const { length, item = sizes.fallback } = target.bound;
        const inner = { ...locals, [node.variable]: item };
        const parts = [node.filter, node.body].map((part) =>
          part === undefined ? { steps: 0, bound: SCALAR } : visit(part, inner, times * length),
        ) as [Cost, Cost]; // two in, two out
        const steps = length * (1 + parts[0].steps + parts[1].steps);
        const made =
          node.name === "map"
            ? { length, item: parts[1].bound }
            : node.name === "filter"
              ? target.bound
              : SCALAR;
        const total = own(1 + length, made, target);
        return { steps: total.steps + steps - length, bound: made };
      }
    }
  };
  return { steps: 1 + visit(parsed.root, {}, 1).steps, worst };
}

/** All that a value holds, its items' items included. */
const weigh = ({ length, item }: Bound): number => length * (1 + (item === undefined ? 0 : weigh(item)));

function countOperatorSteps(op: string, left: Bound, right: Bound): number {
  const [a, b] = [weigh(left), weigh(right)];
  if (op === "+") return left.length + right.length;
  // Against every item of the list.
  return op === "in"
    ? right.length * (1 + Math.min(a, right.item === undefined ? 1 : weigh(right.item)))
    : Math.min(a, b);
}

function joinBounds(a: Bound, b: Bound): Bound {
  const item = a.item === undefined ? b.item : b.item === undefined ? a.item : joinBounds(a.item, b.item);
  return { length: Math.max(a.length, b.length), ...(item === undefined ? {} : { item }) };
}

function sumBounds(a: Bound, b: Bound): Bound {
  return { ...joinBounds(a, b), length: a.length + b.length };
}

/** What CEL's own functions take and make, by the bounds of their values, where it is not an eighth of the texts. */
const OWN: Readonly<Record<string, (...values: readonly Bound[]) => Cost>> = {
  contains: (text = SCALAR, part = SCALAR) => ({ steps: searchSteps(text, part), bound: SCALAR }),
  indexOf: (text = SCALAR, part = SCALAR) => ({
    steps: text.length + searchSteps(text, part),
    bound: SCALAR,
  }),
  lastIndexOf: (text = SCALAR, part = SCALAR) => ({
    steps: text.length + searchSteps(text, part),
    bound: SCALAR,
  }),
  split: (text = SCALAR) => ({ steps: 2 * text.length + 1, bound: { length: text.length + 1, item: text } }),
  join: ({ length, item = SCALAR } = SCALAR, separator = { length: 0 }) => {
    const made = length * (8 + item.length + separator.length);
    return { steps: made, bound: { length: made } };
  },
  string: (value = SCALAR) => ({
    steps: value.length + FORMATTED.length,
    bound: joinBounds(value, FORMATTED),
  }),
};
const searchSteps = (text: Bound, part: Bound) =>
  Math.ceil(text.length / 8 + (text.length * part.length) / 512);
/** What a zone's formatter takes at least. */
const ZONE_STEPS = 200;

function callCost(environment: Environment, name: string, values: readonly Bound[]): Cost {
  const lengths = values.map(({ length }) => length);
  const sum = values.reduce((total, value) => total + weigh(value), 0);
  const own = Object.hasOwn(OWN, name) ? OWN[name] : undefined;
  if (own !== undefined) return own(...values);
  const [declared] = findOverloads(environment, name);
  const result = declared === undefined ? undefined : readSignature(declared.signature).result.kind;
  const bound =
    result === "string" || result === "list" || result === "dyn"
      ? { length: Math.max(sum, FORMATTED.length) }
      : SCALAR;
  const steps = declared?.worstCost?.(...lengths) ?? sum + (name.startsWith("get") ? ZONE_STEPS : 0);
  return { steps: steps + (bound === SCALAR ? 0 : bound.length), bound };
}
