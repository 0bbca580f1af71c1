/** Undefined where the text is not JSON; what to say of it, the caller knows. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // its message may quote the text
  }
}
