import type { Shape } from "../commands/shape.ts";
import { createListType, createMapType, getSimpleType, type Type } from "./cel/types.ts";

const types = new WeakMap<Shape, Type>();

/** The type of `request` if its payload has the shape: nested objects have dotted names. */
export function describeRequestType(shape: Shape): Type {
  let type = types.get(shape);
  if (type === undefined) {
    type = convertShape("Request", shape);
    types.set(shape, type);
  }
  return type;
}

function convertShape(name: string, shape: Shape): Type {
  switch (shape.kind) {
    case "object":
      return {
        kind: "object",
        name,
        fields: new Map(
          [...shape.keys].map(([key, property]) => [
            key,
            { type: convertShape(`${name}.${key}`, property.shape), optional: property.optional },
          ]),
        ),
      };
    case "list":
      return createListType(convertShape(`${name}.Item`, shape.item));
    case "map":
      return createMapType(getSimpleType("string"), convertShape(`${name}.Value`, shape.value));
    case "any":
      return getSimpleType("dyn");
    default:
      return getSimpleType(shape.kind);
  }
}
