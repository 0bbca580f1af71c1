import {
  countEntries,
  listKeys,
  type Moment,
  readKey,
  readKind,
  readNumber,
} from "../../../lib/policy/cel/values.ts";

/** A value of the engine in one notation, with its kind; maps in the order of their keys. */
export function showValue(value: unknown): string {
  const kind = readKind(value);
  switch (kind) {
    case "double": {
      const double = readNumber(value);
      return `double ${Object.is(double, -0) ? "0" : String(double)}`;
    }
    case "list":
      return `[${(value as readonly unknown[]).map(showValue).join(", ")}]`;
    case "timestamp":
    case "duration": {
      const { seconds, nanos } = value as Moment;
      return `${kind} ${seconds}.${nanos}`;
    }
    case "map": {
      const map = value as object; // readKind() returned this kind
      const entries = listKeys(map).map((key) => `${showValue(key)}: ${showValue(readKey(map, key))}`);
      return `{${countEntries(map)}: ${entries.sort().join(", ")}}`;
    }
    default:
      return `${kind} ${String(value)}`;
  }
}
