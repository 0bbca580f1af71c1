import type { Type } from "./types.ts";

/** As CEL writes it. */
export function formatType(type: Type): string {
  switch (type.kind) {
    case "list":
      return `list<${formatType(type.item)}>`;
    case "map":
      return `map<${formatType(type.key)}, ${formatType(type.value)}>`;
    case "object":
    case "opaque":
      return type.name;
    case "never":
      return "dyn";
    default:
      return type.kind;
  }
}
