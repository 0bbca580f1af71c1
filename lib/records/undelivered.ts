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

export type PartJoiner<Line extends SealedPart> = {
  /** The whole line, once its last part is added. */
  readonly add: (line: Line) => Line | undefined;
  /** Texts that lack a part: still waiting, or dropped. */
  readonly countIncomplete: () => number;
};

/** `readKey`: what the parts of one text have in common. */
export function createPartJoiner<Line extends SealedPart>(readKey: (line: Line) => string): PartJoiner<Line> {
  const awaited = new Map<string, Map<number, string>>();
  let givenUp = 0;
  return {
    add: (line) => {
      const { part, parts, ...rest } = line;
      if (part === undefined || parts === undefined) return line;
      const key = `${readKey(line)}\0${parts}`;
      const pieces = awaited.get(key) ?? new Map<number, string>();
      pieces.set(part, line.sealed);
      awaited.set(key, pieces);
      if (pieces.size === parts) {
        awaited.delete(key);
        const sealed = Array.from({ length: parts }, (_, index) => pieces.get(index + 1)).join("");
        return { ...rest, sealed } as Line; // the line without its part numbers, which are optional
      }
      const [oldest] = awaited.keys();
      if (awaited.size > MAX_AWAITED && oldest !== undefined) {
        awaited.delete(oldest);
        givenUp++;
      }
      return undefined;
    },
    countIncomplete: () => givenUp + awaited.size,
  };
}
