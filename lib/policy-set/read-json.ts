import type * as z from "zod/mini";
import type { Fault } from "../policy/fault.ts";
import { didYouMean } from "../policy/suggest.ts";

/** A parameter's JSON as its schema gives it; `undefined` where it does not check. Every fault of it is added. */
export function readJson(document: string, text: string, schema: z.ZodMiniType, faults: Fault[]): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // JSON.parse tells only by throwing; its message may quote the document, so only the position is kept
    const position = /position \d+/.exec(String(error))?.[0];
    faults.push({ document, path: [], message: ["is not JSON", position].filter(Boolean).join(" at ") });
    return undefined;
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues.flatMap(innermost)) {
    const path = issue.path.map((key) => (typeof key === "number" ? key : String(key)));
    faults.push({ document, rule: ruleAt(value, path), path, message: messageOf(issue, schema) });
  }
  return undefined;
}

type Issue = z.core.$ZodIssue;

/** Of a union's complaints, the ones of the alternative that came furthest. */
function innermost(issue: Issue): readonly Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const [best] = [...issue.errors].sort((a, b) => depth(b) - depth(a));
  if (best === undefined || depth(best) === 0) return [issue];
  return best.flatMap((inner) => innermost({ ...inner, path: [...issue.path, ...inner.path] }));
}
const depth = (issues: readonly Issue[]) => Math.max(0, ...issues.map(({ path }) => path.length));

function messageOf(issue: Issue, schema: z.ZodMiniType): string {
  const complaints = issue.code === "invalid_union" ? issue.errors.flat() : [issue];
  const expected = complaints.flatMap((one) => (one.code === "invalid_type" ? [one.expected] : []));
  if (expected.length === complaints.length) {
    const received = /received (.+)$/.exec(complaints[0]?.message ?? "")?.[1];
    if (received === "undefined") return `is missing (${expected.join(" or ")})`;
    return `expected ${expected.join(" or ")}, received ${received}`;
  }
  if (issue.code !== "unrecognized_keys") return issue.message;
  const known = keysAt(schema, issue.path);
  return issue.keys.map((key) => `unknown key "${key}".${didYouMean(key, known)}`).join(" ");
}

/** The keys that the schema has at a path, through optional parts, lists and defaults. */
function keysAt(schema: z.ZodMiniType, path: readonly PropertyKey[]): readonly string[] {
  type Def = { innerType?: z.ZodMiniType; element?: z.ZodMiniType; shape?: Record<string, z.ZodMiniType> };
  const def = schema._zod.def as Def; // zod types each kind's definition apart
  if (def.innerType !== undefined) return keysAt(def.innerType, path);
  const [key, ...rest] = path;
  if (key === undefined) return Object.keys(def.shape ?? {});
  const inner = typeof key === "number" ? def.element : def.shape?.[String(key)];
  return inner === undefined ? [] : keysAt(inner, rest);
}

function ruleAt(document: unknown, path: readonly (string | number)[]): string | undefined {
  if (path[0] !== "rules") return undefined;
  const { rules } = document as { readonly rules?: readonly ({ readonly id?: unknown } | null)[] }; // zod went there
  const id = rules?.[Number(path[1])]?.id;
  return typeof id === "string" ? id : undefined;
}
