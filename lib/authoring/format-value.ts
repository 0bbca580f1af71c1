/** Longer values are cut: a message may hold 8 KB. */
const MAX_WIDTH = 80;

/** A value of a request as one line. */
export function formatValue(value: unknown): string {
  const text = value instanceof Date ? value.toISOString() : (JSON.stringify(value) ?? "(absent)");
  return text.length > MAX_WIDTH ? `${text.slice(0, MAX_WIDTH - 1)}…` : text;
}
