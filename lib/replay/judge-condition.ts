import { type FacetName, facets, isFacet } from "../commands/facets.ts";
import { isLeaf, listChildren, type Node } from "../policy/cel/ast.ts";
import { createEndlessBudget } from "../policy/cel/budget.ts";
import { traceCondition } from "../policy/cel/evaluate.ts";
import type { Leaf } from "../policy/cel/run.ts";
import { type Bindings, describeRunFailure, type Expression } from "../policy/expression.ts";

/** `missing`: the facets that are needed to decide. */
export type ConditionVerdict = boolean | { readonly error: string } | { readonly missing: readonly string[] };

/** Facets of which a line has the value. */
export type KnownFacets = {
  readonly names: ReadonlySet<string>;
  /** `in-lists`: hashes that the lists hold too; `opaque`: hashes that cannot be compared. */
  readonly accounts: "plain" | "in-lists" | "opaque";
};

/** A condition with unknown facets: a false part decides `&&`, a true part `||`. */
export function judgeCondition(when: Expression, bindings: Bindings, known: KnownFacets): ConditionVerdict {
  const { program } = when;
  const unknown = new Set<string>([...when.facets].filter((name) => !known.names.has(name)));
  unknown.add("request");
  const { leaves } = traceCondition(program, { bindings, unknown, budget: createEndlessBudget() });
  const byStart = new Map(leaves.map((leaf) => [leaf.range[0], leaf]));
  return judgeNode(program.parsed.root);

  function judgeNode(node: Node): ConditionVerdict {
    if (isLeaf(node)) return judgeLeaf(node, byStart.get(node.start));
    switch (node.kind) {
      case "unary": {
        const inner = judgeNode(node.operand);
        return typeof inner === "boolean" ? !inner : inner;
      }
      case "logic": {
        const decisive = node.op === "||";
        const parts = node.parts.map(judgeNode);
        if (parts.includes(decisive)) return decisive;
        return joinUnknown(parts) ?? !decisive;
      }
      case "conditional": {
        const condition = judgeNode(node.condition);
        if (typeof condition === "boolean") return judgeNode(condition ? node.yes : node.no);
        const [yes, no] = [judgeNode(node.yes), judgeNode(node.no)];
        return yes === no && "missing" in condition ? yes : condition;
      }
      default:
        return { missing: [...when.facets] };
    }
  }

  function judgeLeaf(node: Node, leaf: Leaf | undefined): ConditionVerdict {
    const source = when.source.slice(node.start, node.end);
    const tellsByHash =
      known.accounts === "plain" ||
      COUNTS_ACCOUNTS.test(source) ||
      (known.accounts === "in-lists" && SEEKS_ACCOUNT.test(source));
    const opaque = tellsByHash ? [] : [...new Set(listNames(node))].filter(isAccount);
    if (opaque.length > 0) return { missing: opaque };
    if (leaf === undefined) return { missing: [...when.facets] };
    const { result } = leaf;
    if (typeof result === "boolean") return result;
    if ("code" in result) return { error: describeRunFailure(when, result) };
    return { missing: result.unknown.map((name) => (/^request\b/.test(name) ? WHOLE_REQUEST : name)) };
  }
}

const WHOLE_REQUEST = "the whole request";

/** Unknown facets may hide an error, so they are reported first; `undefined`: all parts are known. */
function joinUnknown(parts: readonly ConditionVerdict[]): ConditionVerdict | undefined {
  const missing = parts.flatMap((part) =>
    typeof part === "object" && "missing" in part ? part.missing : [],
  );
  if (missing.length > 0) return { missing: [...new Set(missing)] };
  return parts.find((part) => typeof part === "object");
}

/** Hashes are enough for the number of accounts and whether there is one. */
const COUNTS_ACCOUNTS = /^!?\(*\s*\w+(?:\.size\(\)\s*[<>=!]+\s*\d+|\s*[!=]=\s*"")\s*\)*$/;
const SEEKS_ACCOUNT = /^!?\(*\s*\w+\s+in\s+lists\.[\w-]+\s*\)*$/;

function listNames(node: Node): readonly string[] {
  return node.kind === "name" ? [node.name] : listChildren(node).flatMap(listNames);
}

const isAccount = (name: string): name is FacetName =>
  isFacet(name) && facets[name].kind.startsWith("account");
