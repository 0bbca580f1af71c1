import type * as z from "zod/mini";
import { isExpected, readStatedShape } from "./fragments/payload.ts";

/** What a payload schema says, as data: for drift, for typed access in policies, for documents. */
export type Shape =
  /** `isOpen`: other keys are normal, so neither they nor values of other types are drift. */
  | { readonly kind: "object"; readonly keys: ReadonlyMap<string, Property>; readonly isOpen?: true }
  | { readonly kind: "list"; readonly item: Shape }
  | { readonly kind: "map"; readonly value: Shape }
  | { readonly kind: "string" | "int" | "bool" | "any" };

export type Property = {
  readonly shape: Shape;
  readonly optional: boolean;
  /** Documented as always there, though not required. */
  readonly expected: boolean;
};

/** The part of a zod schema's definition that is read here. */
type Def = {
  readonly type: string;
  readonly innerType?: z.ZodMiniType;
  readonly element?: z.ZodMiniType;
  readonly valueType?: z.ZodMiniType;
  readonly shape?: Readonly<Record<string, z.ZodMiniType>>;
};
const readDefinition = (schema: z.ZodMiniType) => schema._zod.def as Def; // zod has no common type for the definitions of all kinds; only `type` tells them

export function readShape(schema: z.ZodMiniType): Shape {
  const stated = readStatedShape(schema);
  if (stated !== undefined) return stated;
  const def = readDefinition(schema);
  switch (def.type) {
    case "object":
      return {
        kind: "object",
        keys: new Map(Object.entries(def.shape ?? {}).map(([key, value]) => [key, readProperty(value)])),
      };
    case "array":
      return def.element === undefined ? { kind: "any" } : { kind: "list", item: readShape(def.element) };
    case "record":
      return def.valueType === undefined ? { kind: "any" } : { kind: "map", value: readShape(def.valueType) };
    case "optional":
      return def.innerType === undefined ? { kind: "any" } : readShape(def.innerType);
    case "string":
      return { kind: "string" };
    case "number":
      return { kind: "int" };
    case "boolean":
      return { kind: "bool" };
    default:
      return { kind: "any" };
  }
}

function readProperty(schema: z.ZodMiniType): Property {
  return {
    shape: readShape(schema),
    optional: readDefinition(schema).type === "optional",
    expected: isExpected(schema),
  };
}
