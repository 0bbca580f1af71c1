import { emptyFacets, type FacetName, type FacetValue } from "../commands/facets.ts";
import type { RuleEffect } from "../decision.ts";
import { writeCanonicalJson } from "./canonical-json.ts";

/** A CloudEvent (1.0, structured JSON) about one callback. */
export type ChatEvent<Payload = unknown> = {
  readonly specversion: "1.0";
  /** The same each time the same event is sent. */
  readonly id: string;
  /** `/chatgate/<stage>/<SDKAppID>` */
  readonly source: string;
  /** The command, e.g. `Group.CallbackAfterCreateGroup`. */
  readonly type: string;
  /** The first present of group, channel, topic and receiver. */
  readonly subject?: string | undefined;
  /** By Chat's clock if the body carries it, else by ours. */
  readonly time: string;
  readonly datacontenttype: "application/json";
  readonly data: {
    /** What the request says in the vocabulary of policies; empty ones left out. */
    readonly facets: Readonly<Record<string, unknown>>;
    /** The callback's body. Absent if settings deliver facets only. */
    readonly payload?: Payload | undefined;
    /** Absent if nothing was decided. */
    readonly decision?: EventDecision | undefined;
  };
};

export type EventDecision = {
  readonly verdict: "allow" | "deny" | "partial" | "drop" | "mask";
  /** The `ErrorCode` that Chat was answered. */
  readonly code: number;
  /** Rules whose effect is not `pass`. */
  readonly rules: readonly { readonly rule: string; readonly effect: string; readonly target?: string }[];
};

/** What the gate knows about a request when it has ended. */
export type Happening = {
  readonly stage: string;
  readonly sdkAppId: number;
  readonly command: string;
  /** The body as parsed, numbers above 2^53 as text. */
  readonly payload: unknown;
  /** The URL's `RequestTime`. */
  readonly requestTime: string;
  /** Our clock, milliseconds since the epoch. */
  readonly time: number;
  /** Empty if the command is unknown or the body unreadable. */
  readonly facets: Readonly<Partial<Record<FacetName, FacetValue>>>;
  readonly decision?: Pick<EventDecision, "verdict" | "code"> & { readonly effects: readonly RuleEffect[] };
};

export type Sha256 = (text: string) => Uint8Array;

/** More effects than an audit line keeps are not listed here either. */
const MAX_EFFECTS = 50;
/** Hexadecimal digits of a hash: 128 bits. */
const ID_DIGITS = 32;

export function createEvent(happening: Happening, sha256: Sha256): ChatEvent {
  const { stage, sdkAppId, command, payload, facets, decision } = happening;
  const { group, channel, topic, receiver } = facets;
  const subject = [group, channel, topic, receiver].find(
    (value) => typeof value === "string" && value !== "",
  );
  return {
    specversion: "1.0",
    id: computeEventId(happening, sha256),
    source: `/chatgate/${stage}/${sdkAppId}`,
    type: command,
    subject: subject?.toString(),
    time: readEventTime(happening).toISOString(),
    datacontenttype: "application/json",
    data: { facets: listFacets(facets), payload, decision: decision && describeDecision(decision) },
  };
}

/** For settings that say `with: facets`. */
export function dropPayload(event: ChatEvent): ChatEvent {
  const { payload: _, ...data } = event.data;
  return { ...event, data };
}

/** The event's bytes, the same at every destination. */
export function writeEvent(event: ChatEvent): string {
  return writeCanonicalJson(event).replace(OUTSIDE_SQS, (character) =>
    character === "\uFFFE" ? "\\ufffe" : "\\uffff",
  );
}

/** SQS refuses these two characters; JSON can hold them escaped. */
const OUTSIDE_SQS = /[\uFFFE\uFFFF]/g;

/**
 * Chat gives a callback no id. Two different happenings may have equal bodies unless these carry their time, so
 * `RequestTime` counts wherever there is none; a retry then has another id.
 */
function computeEventId({ sdkAppId, command, payload, requestTime }: Happening, sha256: Sha256): string {
  const body = writeCanonicalJson(payload);
  const salt = CARRIES_TIME.test(body) ? "" : requestTime;
  return encodeHex(sha256([sdkAppId, command, body, salt].join("\0"))).slice(0, ID_DIGITS);
}

/** Matches only a key of canonical JSON: inside a string, quotes are escaped. */
const CARRIES_TIME = /"EventTime":"?[1-9]/;

function encodeHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}

function readEventTime({ facets, time }: Happening): Date {
  const { eventTime } = facets;
  return eventTime instanceof Date && eventTime.getTime() > 0 ? eventTime : new Date(time);
}

/** Facets that have their own member in the envelope, or that hold the gate's own time. */
const ELSEWHERE: ReadonlySet<string> = new Set(["command", "sdkAppId", "now"]);

function listFacets(facets: Happening["facets"]): Readonly<Record<string, unknown>> {
  const entries = Object.entries(facets).filter(
    ([name, value]) => !ELSEWHERE.has(name) && !isEmpty(name as FacetName, value), // keys of Happening's facets
  );
  return Object.fromEntries(entries);
}

function isEmpty(name: FacetName, value: FacetValue): boolean {
  if (value instanceof Date) return value.getTime() === 0;
  return Array.isArray(value) ? value.length === 0 : value === emptyFacets[name];
}

function describeDecision({ verdict, code, effects }: NonNullable<Happening["decision"]>): EventDecision {
  const rules = effects
    .filter(({ effect }) => effect !== "pass")
    .slice(0, MAX_EFFECTS)
    .map(({ rule, effect, target }) => ({ rule, effect, ...(target !== undefined && { target }) }));
  return { verdict, code, rules };
}
