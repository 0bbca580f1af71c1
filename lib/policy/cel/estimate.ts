import type { Index, Node, Select } from "./ast.ts";
import { DATE_STEPS, FIELD_STEPS, LONG_STEPS } from "./budget.ts";
import type { Program } from "./compile.ts";
import type { Range } from "./diagnostic.ts";
import { type Environment, type FunctionDeclaration, findOverloads } from "./environment.ts";
import { readFieldName, writePath } from "./path.ts";
import { readSignature } from "./types.ts";

/** The longest that a value can be: units of a text, items of a list or map. */
export type Bound = {
  readonly length: number;
  /** Of each item, unless `total` gives a tighter bound. */
  readonly item?: Bound | undefined;
  /** The sum of everything it holds, at any depth. */
  readonly total?: number;
};

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
const NOTHING: Cost = { steps: 0, bound: SCALAR };
/** The longest that a number, a time or a Boolean is as a text. */
const FORMATTED: Bound = { length: 40 };

/** Computed from the tree and the bounds: both sides of each operator, every item of each macro. */
export function estimateCost({ parsed, types }: Program, environment: Environment, sizes: Sizes): Estimate {
  let worst: Estimate["worst"] = { range: [parsed.root.start, parsed.root.end], steps: 0 };

  /** `times`: how often the macros around run it. */
  const visit = (node: Node, locals: Locals, times: number): Cost => {
    const addCost = (part: Node) => visit(part, locals, times);
    // Stryker disable next-line OptionalChaining: every node of a program has a type
    const findKind = ({ id }: Node) => types[id]?.kind;
    const boundField = (field: Select | Index, operand: Bound): Bound =>
      // Stryker disable next-line StringLiteral: no bound has either name
      sizes.bounds[writePath(field) ?? ""] ??
      getPartBound(operand, readFieldName(field) === undefined) ??
      sizes.fallback;
    const own = (steps: number, bound: Bound, ...parts: readonly Cost[]): Cost => {
      if (steps * times > worst.steps) worst = { range: [node.start, node.end], steps: steps * times };
      return { steps: parts.reduce((sum, part) => sum + part.steps, steps), bound };
    };
    switch (node.kind) {
      case "literal":
        return { steps: 0, bound: typeof node.value === "string" ? { length: node.value.length } : SCALAR };
      case "name":
        return {
          steps: findKind(node) === "timestamp" ? DATE_STEPS : 0,
          bound: locals[node.name] ?? sizes.bounds[node.name] ?? sizes.fallback,
        };
      case "select": {
        const operand = addCost(node.operand);
        return own(FIELD_STEPS, node.test ? SCALAR : boundField(node, operand.bound), operand);
      }
      case "index": {
        const operand = addCost(node.operand);
        return own(FIELD_STEPS, boundField(node, operand.bound), operand, addCost(node.index));
      }
      case "unary":
        return own(1 + LONG_STEPS, SCALAR, addCost(node.operand));
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
        if (findKind(node.right) === "opaque")
          return own(
            1 + estimateCallCost(environment, node.op, [left.bound, right.bound]).steps,
            SCALAR,
            left,
            right,
          );
        return own(
          1 + countOperatorSteps(node.op, left.bound, right.bound),
          node.op === "+" ? sumBounds(left.bound, right.bound) : SCALAR,
          left,
          right,
        );
      }
      case "call": {
        const values = (node.target === undefined ? node.args : [node.target, ...node.args]).map(addCost);
        const { steps, bound } = estimateCallCost(
          environment,
          node.name,
          values.map((value) => value.bound),
        );
        return own(1 + steps, bound, ...values);
      }
      case "macro": {
        const target = addCost(node.target);
        const { length, total } = target.bound;
        const visitItem = (item: Bound, items: number): Cost => {
          const inner = { ...locals, [node.variable]: item };
          const [filter, body] = [node.filter, node.body].map((part) =>
            part === undefined ? NOTHING : visit(part, inner, times * items),
          ) as [Cost, Cost]; // two in, two out
          return { steps: filter.steps + body.steps, bound: body.bound };
        };
        const item = getPartBound(target.bound, true) ?? sizes.fallback;
        const finish = (items: number, mapped: Bound): Cost => {
          const made = node.name === "map" ? mapped : node.name === "filter" ? target.bound : SCALAR;
          const { steps } = own(1 + length + (length >> 2), made, target);
          return { steps: steps + items, bound: made };
        };
        if (total === undefined) {
          const each = visitItem(item, length);
          return finish(length * each.steps, { length, item: each.bound });
        }
        // One item may hold everything, or all may share it; the sum of both is an upper bound.
        const whole = visitItem(item, 1);
        const share = Math.ceil(total / Math.max(1, length));
        const each = visitItem({ length: share, total: share }, length);
        return finish(whole.steps + length * each.steps, {
          length,
          total: weigh(whole.bound) + length * weigh(each.bound),
        });
      }
    }
  };
  return { steps: 1 + visit(parsed.root, {}, 1).steps, worst };
}

/** Of an item or a field; undefined: unknown. */
function getPartBound({ item, total }: Bound, isItem: boolean): Bound | undefined {
  if (total !== undefined) return { length: total, total };
  return isItem ? item : undefined;
}

/** All that a value holds, its items' items included. */
const weigh = ({ length, item, total }: Bound): number =>
  total === undefined ? length * (1 + (item === undefined ? 0 : weigh(item))) : length + total;

function countOperatorSteps(op: string, left: Bound, right: Bound): number {
  const [a, b] = [weigh(left), weigh(right)];
  if (op === "+") return left.length + right.length + LONG_STEPS;
  if ("-*/%".includes(op)) return LONG_STEPS;
  // Against every item of the list.
  return op === "in" ? right.length + Math.min(a * right.length, b) : Math.min(a, b);
}

function joinBounds(a: Bound, b: Bound): Bound {
  const length = Math.max(a.length, b.length);
  if (a.total !== undefined || b.total !== undefined) return { length, total: Math.max(weigh(a), weigh(b)) };
  const item = a.item === undefined ? b.item : b.item === undefined ? a.item : joinBounds(a.item, b.item);
  return { length, item };
}

function sumBounds(a: Bound, b: Bound): Bound {
  const joined = joinBounds(a, b);
  const length = a.length + b.length;
  return joined.total === undefined ? { ...joined, length } : { length, total: weigh(a) + weigh(b) };
}

const boundChangedText = ({ length } = SCALAR): Cost => ({ steps: length * 4, bound: { length } });
const boundParsedText = ({ length } = SCALAR): Cost => ({ steps: 80 + length, bound: SCALAR });

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
  split: (text = SCALAR) => ({
    steps: 2 * text.length + 1,
    bound: { length: text.length + 1, total: text.length },
  }),
  join: (items = SCALAR, separator = { length: 0 }) => {
    const made = items.length * (8 + separator.length) + weigh(items);
    return { steps: made, bound: { length: made } };
  },
  lowerAscii: boundChangedText,
  upperAscii: boundChangedText,
  timestamp: boundParsedText,
  duration: boundParsedText,
  int: boundParsedText,
  double: boundParsedText,
  string: (value = SCALAR) => ({
    steps: value.length + FORMATTED.length,
    bound: joinBounds(value, FORMATTED),
  }),
};
const searchSteps = (text: Bound, part: Bound) =>
  Math.ceil(text.length / 8 + (text.length * part.length) / 512);
/** What a zone's formatter takes at least. */
const ZONE_STEPS = 200;

function estimateCallCost(environment: Environment, name: string, values: readonly Bound[]): Cost {
  const lengths = values.map(({ length }) => length);
  const sum = values.reduce((total, value) => total + weigh(value), 0);
  const own = Object.hasOwn(OWN, name) ? OWN[name] : undefined;
  if (own !== undefined) return own(...values);
  const [declared] = findOverloads(environment, name) as readonly [FunctionDeclaration]; // what is called is declared
  const result = readSignature(declared.signature).result.kind;
  const size = Math.max(sum, FORMATTED.length);
  const bound: Bound =
    result === "string"
      ? { length: size }
      : result === "list" || result === "dyn"
        ? { length: size, total: size }
        : SCALAR;
  const steps = declared.worstCost?.(...lengths) ?? sum + (name.startsWith("get") ? ZONE_STEPS : 0);
  return { steps: steps + (bound === SCALAR ? 0 : bound.length), bound };
}
