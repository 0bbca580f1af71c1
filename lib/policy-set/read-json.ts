import type * as z from "zod/mini";
import { readJsonText } from "../json.ts";
import {
  type Checked,
  type Diagnostic,
  type DiagnosticCode,
  placeDiagnostic,
  type UnplacedDiagnostic,
} from "../policy/diagnostic.ts";
import { findNearest } from "../policy/suggest.ts";

/** A document's JSON as its schema returns it, or every diagnostic of its form. */
export function readJson(document: string, text: string, schema: z.ZodMiniType): Checked<unknown> {
  const read = readJsonText(text);
  if (read.kind === "error") {
    const details = { offset: read.offset };
    return { diagnostics: [{ code: "json-invalid", severity: "error", document, path: [], details }] };
  }
  const { value } = read;
  const parsed = schema.safeParse(value);
  if (parsed.success) return { value: parsed.data, diagnostics: [] };
  const diagnostics = parsed.error.issues.flatMap(findInnermost).flatMap((issue): readonly Diagnostic[] => {
    const path = issue.path.map((key) => (typeof key === "number" ? key : String(key)));
    const place = { severity: "error", document, rule: findRuleAt(value, path) } as const;
    return diagnoseIssue(issue, path, value, schema).map((found) => placeDiagnostic(found, place));
  });
  return { diagnostics };
}

type Issue = z.core.$ZodIssue;
type Path = readonly (string | number)[];

/** Of a union's errors, those of the alternative that matched furthest, or else of the value's type. */
function findInnermost(issue: Issue): readonly Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const [best] = [...issue.errors].sort((a, b) => measureDepth(b) - measureDepth(a));
  if (best === undefined || measureDepth(best) === 0) return [issue];
  return best.flatMap((inner) => findInnermost({ ...inner, path: [...issue.path, ...inner.path] }));
}
const measureDepth = (issues: readonly Issue[]) =>
  Math.max(0, ...issues.map(({ path, code }) => path.length + (code === "invalid_type" ? 0 : 0.5)));

/** Texts that must match a pattern, by their key. */
export const patternCodes: Readonly<
  Record<
    string,
    Extract<DiagnosticCode, "invalid-id" | "invalid-date" | "invalid-duration" | "invalid-list-reference">
  >
> = {
  id: "invalid-id",
  until: "invalid-date",
  per: "invalid-duration",
  hold: "invalid-duration",
  within: "invalid-duration",
  account: "invalid-list-reference",
};

function diagnoseIssue(
  issue: Issue,
  path: Path,
  document: unknown,
  schema: z.ZodMiniType,
): readonly UnplacedDiagnostic[] {
  const key = path.at(-1);
  const value = readValueAt(document, path);
  const token = typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  switch (issue.code) {
    case "unrecognized_keys": {
      const known = listKeysAt(schema, issue.path);
      return issue.keys.map((name) => ({
        code: "unknown-key",
        path,
        token: name,
        suggestion: findNearest(name, known),
      }));
    }
    case "too_small":
      if (issue.origin === "array" && key === "rules") return [{ code: "no-rules", path }];
      if (issue.origin === "array" || issue.origin === "string")
        return [{ code: "empty-value", path, details: { kind: issue.origin === "array" ? "list" : "text" } }];
      return [
        { code: "number-too-small", path, token, details: createBound(issue.minimum, issue.inclusive) },
      ];
    case "too_big":
      if (issue.origin === "array")
        return [{ code: "setting-too-long", path, details: { limit: Number(issue.maximum) } }];
      if (issue.origin === "string")
        return [{ code: "text-too-long", path, details: { limit: Number(issue.maximum) } }];
      return [
        { code: "number-too-large", path, token, details: createBound(issue.maximum, issue.inclusive) },
      ];
    case "invalid_value": {
      if (value === undefined) return [readMissingKey(path, issue.values.map(String))];
      const allowed = issue.values.map(String);
      const suggestion = token === undefined ? undefined : findNearest(token, allowed);
      return [{ code: "unknown-value", path, token, suggestion, details: { allowed } }];
    }
    case "invalid_format": {
      const code = patternCodes[String(key)];
      if (code !== undefined) return [{ code, path, token }];
      break;
    }
  }
  return [describeWrongType(issue, path, value)];
}

const createBound = (limit: number | bigint, inclusive = true) => ({ limit: Number(limit), inclusive });

const readMissingKey = (path: Path, expected: readonly string[]): UnplacedDiagnostic => ({
  code: "missing-key",
  path: path.slice(0, -1),
  token: String(path.at(-1)),
  details: { expected },
});

function describeWrongType(issue: Issue, path: Path, value: unknown): UnplacedDiagnostic {
  const complaints = issue.code === "invalid_union" ? issue.errors.flat() : [issue];
  const types = complaints.flatMap((complaint) =>
    complaint.code === "invalid_type" ? [complaint.expected] : [],
  );
  const expected = [...new Set<string>(types)];
  if (value === undefined && path.length > 0) return readMissingKey(path, expected);
  if (path.length === 0 && value === null) return { code: "empty-document", path };
  const key = path.at(-1);
  if (path.length === 3 && (key === "drop" || key === "observe"))
    return { code: "action-not-empty", path, token: key };
  return { code: "wrong-type", path, details: { expected, received: nameType(value) } };
}

function nameType(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function readValueAt(document: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null
        ? (value as Readonly<Record<string | number, unknown>>)[key] // JSON: a list or a plain object
        : undefined,
    document,
  );
}

/** The keys that the schema has at a path, through optional parts, lists and defaults. */
function listKeysAt(schema: z.ZodMiniType, path: readonly PropertyKey[]): readonly string[] {
  type Def = { innerType?: z.ZodMiniType; element?: z.ZodMiniType; shape?: Record<string, z.ZodMiniType> };
  const def = schema._zod.def as Def; // zod has no common type for the definitions of all kinds
  if (def.innerType !== undefined) return listKeysAt(def.innerType, path);
  const [key, ...rest] = path;
  if (key === undefined) return Object.keys(def.shape ?? {});
  const inner = typeof key === "number" ? def.element : def.shape?.[String(key)];
  return inner === undefined ? [] : listKeysAt(inner, rest);
}

function findRuleAt(document: unknown, path: Path): string | undefined {
  if (path[0] !== "rules") return undefined;
  const id = readValueAt(document, [...path.slice(0, 2), "id"]);
  return typeof id === "string" ? id : undefined;
}
