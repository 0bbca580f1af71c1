import * as z from "zod/mini";
import { expected } from "../../lib/commands/fragments/payload.ts";
import { readShape, type Shape } from "../../lib/commands/shape.ts";
import { testRows } from "../support/table.ts";

const object = (keys: Readonly<Record<string, object>>): object => ({
  kind: "object",
  keys: new Map(Object.entries(keys)),
});
const property = (shape: object, optional = false, isExpected = false) => ({
  shape,
  optional,
  expected: isExpected,
});

testRows<{ readonly name: string; readonly schema: z.ZodMiniType; readonly shape: object }>(
  [
    { name: "text", schema: z.string(), shape: { kind: "string" } },
    { name: "numbers are ints in policies", schema: z.number(), shape: { kind: "int" } },
    { name: "flags", schema: z.boolean(), shape: { kind: "bool" } },
    { name: "several types", schema: z.union([z.string(), z.number()]), shape: { kind: "any" } },
    { name: "anything", schema: z.unknown(), shape: { kind: "any" } },
    { name: "a word of several", schema: z.enum(["a", "b"]), shape: { kind: "any" } },
    { name: "a list", schema: z.array(z.string()), shape: { kind: "list", item: { kind: "string" } } },
    {
      name: "a map",
      schema: z.record(z.string(), z.number()),
      shape: { kind: "map", value: { kind: "int" } },
    },
    { name: "what may be absent", schema: z.optional(z.boolean()), shape: { kind: "bool" } },
    {
      name: "an object",
      schema: z.looseObject({ A: z.string() }),
      shape: object({ A: property({ kind: "string" }) }),
    },
    { name: "an empty one", schema: z.looseObject({}), shape: object({}) },
    {
      name: "what is nested, absent or expected",
      schema: z.looseObject({ A: z.optional(z.array(z.looseObject({ B: expected(z.number()) }))) }),
      shape: object({
        A: property({ kind: "list", item: object({ B: property({ kind: "int" }, true, true) }) }, true),
      }),
    },
  ],
  ({ schema, shape }) => expect<Shape | object>(readShape(schema)).toEqual(shape),
);
