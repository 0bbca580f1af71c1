/** An error with SSM's wording; `type` is the answer's `__type`. */
export class StoreError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

export type Body = Readonly<Record<string, unknown>>;

export const createInputError = (message: string) => new StoreError("ValidationException", message);

export function cutPage<T>(all: readonly T[], body: Body, most: number) {
  const size = Number(body.MaxResults ?? 10);
  if (size < 1 || size > most)
    throw createInputError(`Value ${size} at 'maxResults' must be between 1 and ${most}.`);
  const start = body.NextToken === undefined ? 0 : decodeOffset(readTextField(body, "NextToken"));
  const end = start + size;
  const next = end < all.length ? { NextToken: Buffer.from(`from:${end}`).toString("base64") } : {};
  return { items: all.slice(start, end), next };
}

function decodeOffset(token: string): number {
  const offset = /^from:(\d+)$/.exec(Buffer.from(token, "base64").toString())?.[1];
  if (offset === undefined) throw new StoreError("InvalidNextToken", "The specified token isn't valid.");
  return Number(offset);
}

export function readTextField(body: Body, key: string): string {
  const value = body[key];
  if (typeof value !== "string") throw createInputError(`Value at '${key}' must be a string.`);
  return value;
}

export function readTextsField(body: Body, key: string, most: number): readonly string[] {
  const value = body[key];
  if (!Array.isArray(value) || value.length < 1 || value.length > most) {
    throw createInputError(`Value at '${key}' must have 1 to ${most} members.`);
  }
  return value.map(String);
}

export const listItems = (value: unknown): readonly Body[] => (Array.isArray(value) ? value : []);

export const readTags = (body: Body) =>
  listItems(body.Tags).map((tag) => [readTextField(tag, "Key"), readTextField(tag, "Value")] as const);
