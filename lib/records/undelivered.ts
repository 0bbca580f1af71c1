import type { Sealer } from "../policy-set/active-config.ts";

/** One part of a text that was sealed and, if it was long, cut. */
export type SealedPart = {
  readonly requestId: string;
  /** JWE compact serialization, or a piece of it. */
  readonly sealed: string;
  /** From 1 to `parts`; both absent if the line holds the whole text. */
  readonly part?: number;
  readonly parts?: number;
};

/** The line of an event that a destination did not take, or may not have taken. */
export type UndeliveredLine = SealedPart & {
  readonly type: "undelivered";
  readonly v: 1;
  readonly time: string;
  /** The destination's name. */
  readonly to: string;
  /** The event's. */
  readonly id: string;
  readonly command: string;
  readonly reason: string;
  /** 8 hex digits that identify the key. */
  readonly kid: string;
};

/** The line that `events redeliver` writes, so that a second run sends nothing. */
export type RedeliveredLine = {
  readonly type: "redelivered";
  readonly v: 1;
  readonly time: string;
  readonly to: string;
  readonly id: string;
};

export type Undelivered = {
  readonly to: string;
  readonly id: string;
  readonly command: string;
  readonly reason: string;
  /** The event's JSON. */
  readonly text: string;
};

/** Characters of a sealed text in one line: CloudWatch Logs takes 256 KB. */
const PART_LENGTH = 200_000;

export function writeUndelivered(
  undelivered: Undelivered,
  { kid, seal }: Sealer,
  { time, requestId }: { readonly time: number; readonly requestId: string },
): readonly UndeliveredLine[] {
  const { to, id, reason, text } = undelivered;
  // An unknown command's name is any text from the URL.
  const command = /^[\w.]{1,80}$/.test(undelivered.command) ? undelivered.command : "other";
  const head = { type: "undelivered", v: 1, time: new Date(time).toISOString(), requestId } as const;
  const pieces = cutText(seal(text));
  return pieces.map((sealed, index) => ({
    ...head,
    ...{ to, id, command, reason, kid },
    ...(pieces.length > 1 && { part: index + 1, parts: pieces.length }),
    sealed,
  }));
}

/** Pieces that a log line has room for. */
export function cutText(text: string): readonly string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length; start += PART_LENGTH)
    pieces.push(text.slice(start, start + PART_LENGTH));
  return pieces;
}

type Fields = Readonly<Record<string, unknown>>;

/** Undefined if the line is of another version or lacks a field. */
export function readUndelivered(line: Fields): UndeliveredLine | undefined {
  const texts = ["time", "requestId", "to", "id", "command", "reason", "kid", "sealed"];
  const whole = line.part === undefined && line.parts === undefined;
  if (line.type !== "undelivered" || line.v !== 1) return undefined;
  if (!texts.every((name) => typeof line[name] === "string")) return undefined;
  return whole || isPart(line.part, line.parts) ? (line as UndeliveredLine) : undefined; // the checks above cover every field
}

export function readRedelivered(line: Fields): RedeliveredLine | undefined {
  if (line.type !== "redelivered" || line.v !== 1) return undefined;
  const complete = ["time", "to", "id"].every((name) => typeof line[name] === "string");
  return complete ? (line as RedeliveredLine) : undefined; // the checks above cover every field
}

/** A body of 1 MiB has at most 8 parts. Bounds a reader's memory for logs of unknown origin. */
const MAX_PARTS = 100;

export function isPart(part: unknown, parts: unknown): boolean {
  if (typeof part !== "number" || typeof parts !== "number") return false;
  return (
    Number.isInteger(part) && Number.isInteger(parts) && part >= 1 && part <= parts && parts <= MAX_PARTS
  );
}

/** Incomplete texts kept at a time; the parts of a text are close together in a log. */
const MAX_AWAITED = 1_000;
/** Characters of incomplete texts kept at a time: those of 45 bodies of 1 MiB. Also the longest text that is joined. */
export const MAX_AWAITED_LENGTH = 64 * 2 ** 20;

export type PartJoiner<Line extends SealedPart> = {
  /** The whole line, once its last part is added. */
  readonly add: (line: Line) => Line | undefined;
  /** Texts that lack a part: still waiting, or dropped. */
  readonly countIncomplete: () => number;
};

type AwaitedText = { readonly pieces: Map<number, string>; length: number };

/** `readKey`: what the parts of one text have in common. */
export function createPartJoiner<Line extends SealedPart>(readKey: (line: Line) => string): PartJoiner<Line> {
  const awaited = new Map<string, AwaitedText>();
  let length = 0;
  let dropped = 0;

  function grow(text: AwaitedText, by: number): void {
    text.length += by;
    length += by;
  }

  function forget(key: string, text: AwaitedText): void {
    length -= text.length;
    awaited.delete(key);
  }

  function awaitText(key: string): AwaitedText {
    const text: AwaitedText = { pieces: new Map(), length: 0 };
    grow(text, key.length);
    awaited.set(key, text);
    return text;
  }

  return {
    add: (line) => {
      const { part, parts, ...rest } = line;
      if (part === undefined || parts === undefined) return line;
      const key = `${readKey(line)}\0${parts}`;
      const text = awaited.get(key) ?? awaitText(key);
      const { pieces } = text;
      grow(text, line.sealed.length - (pieces.get(part)?.length ?? 0));
      pieces.set(part, line.sealed);
      if (pieces.size === parts) {
        forget(key, text);
        const sealed = Array.from({ length: parts }, (_, index) => pieces.get(index + 1)).join("");
        return { ...rest, sealed } as Line; // the line without its part numbers, which are optional
      }
      for (const [oldestKey, oldest] of awaited) {
        if (awaited.size <= MAX_AWAITED && length <= MAX_AWAITED_LENGTH) break;
        forget(oldestKey, oldest);
        dropped++;
      }
      return undefined;
    },
    countIncomplete: () => dropped + awaited.size,
  };
}
