/** Undefined where the text is no JSON, or neither an object nor a list. The error's message would quote the text. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // JSON.parse makes plain objects only, lists apart, which have none of the keys asked for.
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // JSON.parse tells only by throwing
  }
}

/** Undefined where the text is not JSON; what to say of it, the caller knows. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // its message may quote the text
  }
}
