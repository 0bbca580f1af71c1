import type { Shape } from "../commands/shape.ts";
import { listOf, mapOf, simpleType, type Type } from "./cel/types.ts";

const types = new WeakMap<Shape, Type>();

/** The type of `request` where its payload has the shape: nested objects have dotted names. */
export function typeOfRequest(shape: Shape): Type {
  let type = types.get(shape);
  if (type === undefined) {
    type = typeOfShape("Request", shape);
    types.set(shape, type);
  }
  return type;
}

function typeOfShape(name: string, shape: Shape): Type {
  switch (shape.kind) {
    case "object":
      return {
        kind: "object",
        name,
        fields: new Map(
          [...shape.keys].map(([key, property]) => [
            key,
            { type: typeOfShape(`${name}.${key}`, property.shape), optional: property.optional },
          ]),
        ),
      };
    case "list":
      return listOf(typeOfShape(`${name}.Item`, shape.item));
    case "map":
      return mapOf(simpleType("string"), typeOfShape(`${name}.Value`, shape.value));
    case "any":
      return simpleType("dyn");
    default:
      return simpleType(shape.kind);
  }
}
