/** Marks values that would look like maps; a symbol cannot occur in JSON. */
export const TAG = Symbol("cel");

/** A double that would look like an int: `1.0`. */
export type Boxed = { readonly [TAG]: "double"; readonly double: number };
export type Moment = {
  readonly [TAG]: "timestamp" | "duration";
  /** Since 1970, or long; rounded down, so that `nanos` is never negative. */
  readonly seconds: number;
  readonly nanos: number;
};
export type Kind = "null" | "bool" | "int" | "double" | "string" | "list" | "map" | Moment[typeof TAG];

/**
 * An int is a number where it is a safe integer, else a BigInt; any other number is a double, as is a box. Lists are
 * arrays. Maps are `Map`s, or plain objects read by own keys, so a request's JSON needs no conversion.
 */
export function readKind(value: unknown): Kind {
  switch (typeof value) {
    case "string":
      return "string";
    case "number":
      return Number.isSafeInteger(value) ? "int" : "double";
    case "boolean":
      return "bool";
    case "bigint":
      return "int";
    default:
      if (value === null || value === undefined) return "null";
      if (Array.isArray(value)) return "list";
      return (value as { readonly [TAG]?: Kind })[TAG] ?? "map"; // reading a symbol key is valid on any object
  }
}

export function makeInt(value: bigint): number | bigint {
  const short = Number(value);
  return Number.isSafeInteger(short) ? short : value;
}

/** `undefined`: it needs more than 64 bits. */
export function makeInt64(value: bigint): number | bigint | undefined {
  return BigInt.asIntN(64, value) === value ? makeInt(value) : undefined;
}

export function makeDouble(double: number): number | Boxed {
  return Number.isSafeInteger(double) ? { [TAG]: "double", double } : double;
}

/** Of an int or a double; a large int loses digits. */
export function readNumber(value: unknown): number {
  return typeof value === "object" ? (value as Boxed).double : Number(value); // readKind() returned a number's kind
}

/** `undefined`: not a whole number. */
const convertToInt = (double: number) => (Number.isInteger(double) ? makeInt(BigInt(double)) : undefined);

/** `undefined`: no such key. A number finds its equal of the other kind, as `1.0` finds `1`. */
export function readKey(map: object, key: unknown): unknown {
  if (map instanceof Map) return map.get(readKind(key) === "double" ? convertToInt(readNumber(key)) : key);
  if (typeof key !== "string" || !Object.hasOwn(map, key)) return undefined;
  return (map as Readonly<Record<string, unknown>>)[key]; // hasOwn() is checked above
}

export function listKeys(map: object): readonly unknown[] {
  return map instanceof Map ? [...map.keys()] : Object.keys(map);
}

export function countEntries(map: object): number {
  return map instanceof Map ? map.size : Object.keys(map).length;
}

/** Characters (code points), not UTF-16 units. */
export function countCharacters(text: string): number {
  let count = text.length;
  // Stryker disable next-line EqualityOperator: beyond the end there is no unit
  for (let at = 1; at < text.length; at++)
    if ((text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800) count--;
  return count;
}

/** Of a character above U+FFFF. */
const isSurrogate = (unit: number) => (unit & 0xf800) === 0xd800;

/** By code point, as the specification orders texts; UTF-16 order differs above U+FFFF. */
export function compareTexts(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a !== b) return Number(isSurrogate(a)) - Number(isSurrogate(b)) || a - b;
  }
  return left.length - right.length;
}
