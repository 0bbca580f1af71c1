import type { Environment } from "@marcbachmann/cel-js";
import type { Payload } from "../commands/payload.ts";
import type { Shape } from "../commands/shape.ts";

type Class = new () => Record<string, unknown>;

/** cel-js tells types apart by their class, also for items that it takes out of a list by index. */
const classes = new WeakMap<Shape, Class>();

function classOf(shape: Shape): Class {
  const known = classes.get(shape);
  if (known !== undefined) return known;
  const made: Class = class {
    [key: string]: unknown;
  };
  classes.set(shape, made);
  return made;
}

/** Declares a payload's shape as CEL types, nested ones under dotted names; gives the type's name. */
export function registerShape(environment: Environment, name: string, shape: Shape): string {
  switch (shape.kind) {
    case "object": {
      const fields: Record<string, string> = {};
      for (const [key, property] of shape.keys)
        fields[key] = registerShape(environment, `${name}.${key}`, property.shape);
      environment.registerType(name, { ctor: classOf(shape), fields });
      return name;
    }
    case "list":
      return `list<${registerShape(environment, `${name}.Item`, shape.item)}>`;
    case "map":
      return `map<string, ${registerShape(environment, `${name}.Value`, shape.value)}>`;
    case "any":
      return "dyn";
    default:
      return shape.kind;
  }
}

/** The payload as CEL has it: `request` of the environment in which the shape is registered. */
export function requestOf(payload: Payload, shape: Shape): unknown {
  return celValue(payload, shape);
}

const ANY: Shape = { kind: "any" };

/**
 * Whole numbers as CEL's int, objects as what their shape says: its class, or a Map, in which a key that somebody chose
 * (`constructor`, `__proto__`) is a key like any other.
 */
function celValue(value: unknown, shape: Shape): unknown {
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value))
    return value.map((item) => celValue(item, shape.kind === "list" ? shape.item : ANY));
  if (typeof value !== "object" || value === null) return value;
  const fields = new Map(Object.entries(value));
  if (shape.kind !== "object") {
    const inner = shape.kind === "map" ? shape.value : ANY;
    return new Map([...fields].map(([key, item]) => [key, celValue(item, inner)]));
  }
  const result = new (classOf(shape))();
  for (const [key, property] of shape.keys)
    if (fields.has(key)) result[key] = celValue(fields.get(key), property.shape);
  return result;
}
