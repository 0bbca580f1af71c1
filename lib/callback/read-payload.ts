import type { Command } from "../commands/define-command.ts";
import { createPayloadReader, type Payload } from "../commands/payload.ts";
import type { Property, Shape } from "../commands/shape.ts";

/** A difference between what came and what is documented; by path, never by value. */
export type Drift = { readonly path: string; readonly kind: "unknown" | "missing" | "type" };

export type PayloadReading =
  | { readonly kind: "read"; readonly payload: Payload; readonly drift: readonly Drift[] }
  /** `path`: the required field that is missing or of another type. */
  | { readonly kind: "unreadable"; readonly path: string; readonly drift: readonly Drift[] };

/** An optional field of another type than documented is drift and counts as absent; a required one is unreadable. */
export function readPayload(command: Command, body: Payload): PayloadReading {
  const { schema, shape } = createPayloadReader(command);
  const strays: Drift[] = [];
  let payload = body;
  // Each round removes at least one field, so the loop ends; a payload has few fields.
  for (;;) {
    const parsed = schema.safeParse(payload);
    if (parsed.success)
      return { kind: "read", payload, drift: dropRepeated([...strays, ...findDrift(shape, payload)]) };
    let cleaned = payload;
    for (const { path } of parsed.error.issues) {
      const stray = findOptionalPrefix(shape, path);
      if (stray === undefined)
        return { kind: "unreadable", path: formatFieldPath(path), drift: dropRepeated(strays) };
      strays.push({ path: formatFieldPath(stray), kind: "type" });
      cleaned = dropPath(cleaned, stray) as Payload; // an object without one key is an object
    }
    // The error is not in a field: the schema rejects the payload as a whole.
    if (cleaned === payload)
      return {
        kind: "unreadable",
        path: formatFieldPath(parsed.error.issues[0]?.path ?? []),
        drift: dropRepeated(strays),
      };
    payload = cleaned;
  }
}

/** The part of the path up to its innermost optional field. */
function findOptionalPrefix(shape: Shape, path: readonly PropertyKey[]): readonly PropertyKey[] | undefined {
  let current: Shape = shape;
  let found: readonly PropertyKey[] | undefined;
  for (const [index, key] of path.entries()) {
    if (current.kind === "list") current = current.item;
    else if (current.kind === "object") {
      const property: Property | undefined = current.keys.get(String(key));
      if (property === undefined) break;
      if (property.optional) found = path.slice(0, index + 1);
      current = property.shape;
    } else break;
  }
  return found;
}

/** Another issue may have taken away more before. */
function dropPath(value: unknown, path: readonly PropertyKey[]): unknown {
  const key = String(path[0]);
  const rest = path.slice(1);
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === key ? dropPath(item, rest) : item));
  const object = value as Payload; // the shape has objects and lists on the way to a field
  if (!Object.hasOwn(object, key)) return object;
  const { [key]: inner, ...others } = object;
  if (rest.length > 0) return { ...others, [key]: dropPath(inner, rest) };
  return others;
}

/** Positions in lists are left out: a path names a field, not an item, and makes a metric's name. */
function formatFieldPath(path: readonly PropertyKey[]): string {
  return path.map((key) => (typeof key === "number" ? "[]" : String(key))).join(".");
}

/** Items of a list that are checked: drift concerns the form, which the first items show. */
const MAX_CHECKED_ITEMS = 3;

/** Differences reported at most: a body may hold any number of unknown keys. */
const MAX_DRIFT = 60;

function findDrift(shape: Shape, value: unknown): readonly Drift[] {
  const drift: Drift[] = [];
  collectDrift(shape, value, undefined, drift);
  return drift;
}

/** A place in the payload, from the inside out: a path is written only if something is found. */
type Place = { readonly key: string; readonly within: Place } | undefined;

function collectDrift(shape: Shape, value: unknown, place: Place, drift: Drift[]): void {
  if (value === undefined) return;
  if (shape.kind === "list") {
    const items = (value as readonly unknown[]).slice(0, MAX_CHECKED_ITEMS); // the schema took it
    const item = { key: "[]", within: place };
    for (const each of items) collectDrift(shape.item, each, item, drift);
    return;
  }
  if (shape.kind !== "object" || shape.isOpen) return;
  const object = value as Payload; // the schema took it
  for (const key of Object.keys(object)) {
    if (drift.length >= MAX_DRIFT) return;
    if (!shape.keys.has(key) && !(place === undefined && key === "CallbackCommand"))
      drift.push({ path: writePath({ key, within: place }), kind: "unknown" });
  }
  for (const [key, property] of shape.keys) {
    const inner = object[key];
    if (inner === undefined && property.expected)
      drift.push({ path: writePath({ key, within: place }), kind: "missing" });
    const { kind } = property.shape;
    // Stryker disable next-line ConditionalExpression: only slower without it
    if (kind === "object" || kind === "list")
      collectDrift(property.shape, inner, { key, within: place }, drift);
  }
}

function writePath({ key, within }: NonNullable<Place>): string {
  return within === undefined ? key : `${writePath(within)}.${key}`;
}

/** Once for each path, however many items of a list show it. */
function dropRepeated(drift: readonly Drift[]): readonly Drift[] {
  // Stryker disable next-line ConditionalExpression: only slower without it
  if (drift.length < 2) return drift;
  return [...new Map(drift.map((item) => [`${item.kind} ${item.path}`, item])).values()];
}
