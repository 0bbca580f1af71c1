import * as z from "zod/mini";
import { expected } from "../../lib/commands/fragments/payload.ts";
import { readShape, type Shape } from "../../lib/commands/shape.ts";

const object = (keys: Readonly<Record<string, object>>): object => ({
  kind: "object",
  keys: new Map(Object.entries(keys)),
});
const property = (shape: object, optional = false, isExpected = false) => ({
  shape,
  optional,
  expected: isExpected,
});

test.each<[name: string, schema: z.ZodMiniType, shape: object]>([
  ["text", z.string(), { kind: "string" }],
  ["numbers are ints in policies", z.number(), { kind: "int" }],
  ["flags", z.boolean(), { kind: "bool" }],
  ["several types", z.union([z.string(), z.number()]), { kind: "any" }],
  ["anything", z.unknown(), { kind: "any" }],
  ["a word of several", z.enum(["a", "b"]), { kind: "any" }],
  ["a list", z.array(z.string()), { kind: "list", item: { kind: "string" } }],
  ["a map", z.record(z.string(), z.number()), { kind: "map", value: { kind: "int" } }],
  ["what may be absent", z.optional(z.boolean()), { kind: "bool" }],
  ["an object", z.looseObject({ A: z.string() }), object({ A: property({ kind: "string" }) })],
  ["an empty one", z.looseObject({}), object({})],
  [
    "what is nested, absent or expected",
    z.looseObject({ A: z.optional(z.array(z.looseObject({ B: expected(z.number()) }))) }),
    object({
      A: property({ kind: "list", item: object({ B: property({ kind: "int" }, true, true) }) }, true),
    }),
  ],
])("%s", (_, schema, shape) => expect<Shape | object>(readShape(schema)).toEqual(shape));
