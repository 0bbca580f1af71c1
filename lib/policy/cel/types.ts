export type SimpleName = "bool" | "int" | "double" | "string" | "timestamp" | "duration" | "null" | "dyn";

export type Type =
  /** `never`: an item of `[]`, which fits any type; `error`: already reported, fits any type too. */
  | { readonly kind: SimpleName | "never" | "error" }
  | { readonly kind: "list"; readonly item: Type }
  | { readonly kind: "map"; readonly key: Type; readonly value: Type }
  /** Fields known by name: a request, or a group of constants such as `lists`. */
  | { readonly kind: "object"; readonly name: string; readonly fields: ReadonlyMap<string, Field> }
  /** A value that only host functions and `in` can read. */
  | { readonly kind: "opaque"; readonly name: string };

export type Field = { readonly type: Type; readonly optional: boolean };

const SIMPLE: ReadonlyMap<string, Type> = new Map(
  (
    ["bool", "int", "double", "string", "timestamp", "duration", "null", "dyn", "never", "error"] as const
  ).map((kind) => [kind, { kind }]),
);

export function getSimpleType(name: SimpleName | "never" | "error"): Type {
  return SIMPLE.get(name) as Type; // it has them all
}

export const createListType = (item: Type): Type => ({ kind: "list", item });
export const createMapType = (key: Type, value: Type): Type => ({ kind: "map", key, value });

const isOpen = ({ kind }: Type) => kind === "dyn" || kind === "never" || kind === "error";

/** Whether a value of type `found` is valid where `wanted` is required; `dyn` is checked at run time. */
export function isAssignable(wanted: Type, found: Type): boolean {
  if (isOpen(wanted) || isOpen(found)) return true;
  if (wanted.kind === "list" && found.kind === "list") return isAssignable(wanted.item, found.item);
  if (wanted.kind === "map" && found.kind === "map")
    return isAssignable(wanted.key, found.key) && isAssignable(wanted.value, found.value);
  if ("name" in wanted && "name" in found) return wanted.name === found.name;
  return wanted.kind === found.kind;
}

/** The common type of two items or branches; `undefined`: none. */
export function joinTypes(a: Type, b: Type): Type | undefined {
  if (a.kind === "never" || b.kind === "error" || b.kind === "dyn") return b;
  if (a.kind === "list" && b.kind === "list") {
    const item = joinTypes(a.item, b.item);
    return item && createListType(item);
  }
  if (a.kind === "map" && b.kind === "map") {
    const key = joinTypes(a.key, b.key);
    const value = joinTypes(a.value, b.value);
    return key && value && createMapType(key, value);
  }
  return isAssignable(a, b) ? a : undefined;
}

export type Signature = {
  /** Of a method the first is the receiver. */
  readonly parameters: readonly Type[];
  readonly isMethod: boolean;
  readonly result: Type;
};

const PATTERN = /^(?:(.+)\.)?\w*\((.*)\): (.+)/;
type Parts = readonly [all: string, receiver: string | undefined, parameters: string, result: string];

const signatures = new Map<string, Signature>();

/** `string.hasWord(WordList): bool`; a name that is not a CEL type is an opaque type. Cached by text. */
export function readSignature(text: string): Signature {
  let signature = signatures.get(text);
  if (signature === undefined) {
    const [, receiver, parameters, result] = PATTERN.exec(text) as unknown as Parts; // every signature matches
    const written = parameters === "" ? [] : parameters.split(/, (?![^(<]*>)/);
    signature = {
      parameters: (receiver === undefined ? written : [receiver, ...written]).map(readType),
      isMethod: receiver !== undefined,
      result: readType(result),
    };
    signatures.set(text, signature);
  }
  return signature;
}

/** `list` and `map` alone hold `dyn`. */
export function readType(text: string): Type {
  const simple = SIMPLE.get(text);
  if (simple !== undefined) return simple;
  const [list, item = "dyn"] = /^list(?:<(.+)>)?$/.exec(text) ?? [];
  if (list !== undefined) return createListType(readType(item));
  const [map, key = "dyn", value = "dyn"] = /^map(?:<(\w+), (.+)>)?$/.exec(text) ?? [];
  if (map !== undefined) return createMapType(readType(key), readType(value));
  return { kind: "opaque", name: text };
}
