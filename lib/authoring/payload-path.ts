import type { Shape } from "../commands/shape.ts";
import { isObject } from "../json.ts";

/** Keys and, in lists, positions from 0: `["MemberList", 0, "Member_Account"]`. */
export type Path = readonly (string | number)[];

/** `MemberList.0.Member_Account` → the path. */
export function parsePayloadPath(text: string): Path {
  return text.split(".").map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}

/** A copy with the value at the path, creating what is missing; `undefined` removes the field. */
export function replaceValue(whole: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const inner = replaceValue(readPath(whole, [key]), rest, value);
  if (typeof key === "number") {
    const items = Array.isArray(whole) ? [...whole] : [];
    items[key] = inner;
    return items.filter((item) => item !== undefined);
  }
  const { [key]: _, ...others } = isObject(whole) ? whole : {};
  return inner === undefined ? others : { ...others, [key]: inner };
}

export function readPath(whole: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)];
    return isObject(value) ? value[key] : undefined;
  }, whole);
}

/** Every place that holds a text, a number or a flag. */
export function listLeafPaths(value: unknown, at: Path = []): readonly Path[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => listLeafPaths(item, [...at, index]));
  if (isObject(value))
    return Object.entries(value).flatMap(([key, item]) => listLeafPaths(item, [...at, key]));
  return [at];
}

/** Every place that may hold one, in lists their first item. */
export function listDocumentedPaths(shape: Shape, at: Path = []): readonly Path[] {
  if (shape.kind === "list") return listDocumentedPaths(shape.item, [...at, 0]);
  if (shape.kind !== "object") return [at];
  return [...shape.keys].flatMap(([key, property]) => listDocumentedPaths(property.shape, [...at, key]));
}

/** What the command documents there; undefined if it documents nothing. */
export function findShape(shape: Shape, [key, ...rest]: Path): Shape | undefined {
  if (key === undefined) return shape;
  if (shape.kind === "list" && typeof key === "number") return findShape(shape.item, rest);
  if (shape.kind === "map") return findShape(shape.value, rest);
  if (shape.kind === "any") return shape;
  const property = shape.kind === "object" ? shape.keys.get(String(key)) : undefined;
  return property === undefined ? undefined : findShape(property.shape, rest);
}
