/**
 * Canonical JSON (RFC 8785): keys sorted by UTF-16 code units, no white space, numbers as ECMAScript writes them.
 * What JSON cannot hold becomes what `JSON.stringify` makes of it, and any depth is written, so that every parsed
 * body has a text.
 */
export function writeCanonicalJson(value: unknown): string {
  let text = "";
  const pending: Piece[] = [{ value }];
  for (let piece = pending.pop(); piece !== undefined; piece = pending.pop()) {
    if (typeof piece === "string") text += piece;
    else if (Array.isArray(piece.value)) pushReversed(pending, arrayPieces(piece.value));
    else if (isPlainObject(piece.value)) pushReversed(pending, objectPieces(piece.value));
    else text += JSON.stringify(piece.value) ?? "null";
  }
  return text;
}

/** Text to write as it stands, or a value still to be written. */
type Piece = string | { readonly value: unknown };

/** Dates write themselves as strings. */
function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !(value instanceof Date);
}

function pushReversed(pending: Piece[], pieces: readonly Piece[]): void {
  for (let index = pieces.length - 1; index >= 0; index--) pending.push(pieces[index] ?? "");
}

function arrayPieces(items: readonly unknown[]): readonly Piece[] {
  const pieces: Piece[] = ["["];
  for (const [index, value] of items.entries()) {
    if (index > 0) pieces.push(",");
    pieces.push({ value });
  }
  pieces.push("]");
  return pieces;
}

function objectPieces(object: Readonly<Record<string, unknown>>): readonly Piece[] {
  const pieces: Piece[] = ["{"];
  for (const key of Object.keys(object).sort()) {
    if (object[key] === undefined) continue;
    pieces.push(`${pieces.length > 1 ? "," : ""}${JSON.stringify(key)}:`, { value: object[key] });
  }
  pieces.push("}");
  return pieces;
}
