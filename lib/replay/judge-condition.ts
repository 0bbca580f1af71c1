import type { FacetName } from "../commands/facets.ts";
import { facets as vocabulary } from "../commands/facets.ts";
import { isLeaf, type Node } from "../policy/cel/ast.ts";
import { parseExpression } from "../policy/cel/parser.ts";
import type { Expression, Leaf, Subject } from "../policy/expression.ts";

/** `missing`: the facets that it would take to tell. */
export type ConditionVerdict = boolean | { readonly error: string } | { readonly missing: readonly string[] };

/** Facets of which a line has the value. */
export type KnownFacets = {
  readonly names: ReadonlySet<string>;
  /** `in-lists`: hashes, which lists hold too; `opaque`: hashes that nobody can compare. */
  readonly accounts: "plain" | "in-lists" | "opaque";
};

/** A condition of which some facets are unknown: a part that is known to be false settles `&&`, one that is true `||`. */
export function judgeCondition(when: Expression, subject: Subject, known: KnownFacets): ConditionVerdict {
  const parsed = parseExpression(when.source);
  if ("code" in parsed) return { missing: [...when.facets.keys()] };
  const leaves = new Map(when.leaves().map((leaf) => [leaf.source.replace(/\s/g, ""), leaf]));
  return judgeNode(parsed.root);

  function judgeNode(node: Node): ConditionVerdict {
    if (isLeaf(node)) {
      const leaf = leaves.get(when.source.slice(node.start, node.end).replace(/\s/g, ""));
      return leaf === undefined ? { missing: [...when.facets.keys()] } : judgeLeaf(leaf, subject, known);
    }
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
        return { missing: [...when.facets.keys()] };
    }
  }
}

/** What is unknown may hide what an error says, so it is told first; `undefined`: all parts are known. */
function joinUnknown(parts: readonly ConditionVerdict[]): ConditionVerdict | undefined {
  const missing = parts.flatMap((part) =>
    typeof part === "object" && "missing" in part ? part.missing : [],
  );
  if (missing.length > 0) return { missing: [...new Set(missing)] };
  return parts.find((part) => typeof part === "object");
}

/** How many accounts there are, and whether there is one, hashes tell as well. */
const COUNTS_ACCOUNTS = /^!?\(*\s*\w+(?:\.size\(\)\s*[<>=!]+\s*\d+|\s*[!=]=\s*"")\s*\)*$/;
const SEEKS_ACCOUNT = /^!?\(*\s*\w+\s+in\s+lists\.[\w-]+\s*\)*$/;

function judgeLeaf({ source, facets, holds }: Leaf, subject: Subject, known: KnownFacets): ConditionVerdict {
  const tellsByHash =
    known.accounts === "plain" ||
    COUNTS_ACCOUNTS.test(source) ||
    (known.accounts === "in-lists" && SEEKS_ACCOUNT.test(source));
  const missing = facets.filter((name) => !known.names.has(name) || (isAccount(name) && !tellsByHash));
  if (/\brequest\./.test(source)) return { missing: [...missing, "the whole request"] };
  return missing.length > 0 ? { missing } : holds(subject);
}

const isAccount = (name: FacetName) => vocabulary[name].kind.startsWith("account");
