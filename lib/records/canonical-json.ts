/**
 * Canonical JSON (RFC 8785): keys sorted by UTF-16 code units, no white space, numbers as ECMAScript writes them.
 * What JSON cannot hold becomes what `JSON.stringify` makes of it. Without recursion, so that a body of any depth has
 * a text.
 */
export function writeCanonicalJson(value: unknown): string {
  const open: Frame[] = [];
  let text = beginValue(value);
  for (let frame = open.at(-1); frame !== undefined; frame = open.at(-1)) {
    const { keys, values } = frame;
    const index = frame.next++;
    if (index === values.length) {
      open.pop();
      text += keys === undefined ? "]" : "}";
      continue;
    }
    if (index > 0) text += ",";
    if (keys !== undefined) text += `${JSON.stringify(keys[index])}:`;
    text += beginValue(values[index]);
  }
  return text;

  /** A leaf's text, or the first character of a value that is written from then on. */
  function beginValue(inner: unknown): string {
    if (typeof inner !== "object" || inner === null || inner instanceof Date)
      return JSON.stringify(inner) ?? "null";
    if (Array.isArray(inner)) {
      open.push({ keys: undefined, values: inner, next: 0 });
      return "[";
    }
    const object = inner as Readonly<Record<string, unknown>>; // neither null nor an array
    const keys = Object.keys(object)
      .filter((key) => object[key] !== undefined)
      .sort();
    open.push({ keys, values: keys.map((key) => object[key]), next: 0 });
    return "{";
  }
}

/** An array, or an object's values in the order of its keys, and how far it is written. */
type Frame = {
  readonly keys: readonly string[] | undefined;
  readonly values: readonly unknown[];
  next: number;
};
