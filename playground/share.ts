import type { CallbackDraft, Files, GivenLimits } from "./engine.ts";
import { isObject, parseKnownJson } from "./engine.ts";

/** The contents of a link. It has no tokens: the page has none. */
export type SharedState = {
  readonly files: Files;
  readonly draft: CallbackDraft;
  /** A message that the page shows when it opens. */
  readonly note?: string;
};

const VERSION = 1;
/** Characters of the state as JSON: browsers accept longer links, but chat programs do not. */
const MAX_STATE_BYTES = 1_000_000;

/** `#s=` and the state: JSON, deflated, in Base64 for URLs. Browsers do not send fragments to servers. */
export async function encodeState(state: SharedState): Promise<string> {
  const json = new TextEncoder().encode(JSON.stringify({ v: VERSION, ...state }));
  const packed = await readAll(pipe(json, new CompressionStream("deflate-raw")), MAX_STATE_BYTES);
  const binary = Array.from(packed, (byte) => String.fromCharCode(byte)).join("");
  const text = btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `#s=${text}`;
}

/** Undefined: the fragment is not a valid state. */
export async function decodeState(fragment: string): Promise<SharedState | undefined> {
  const [, text] = /^#s=([\w-]+)$/.exec(fragment) ?? [];
  if (text === undefined) return undefined;
  try {
    return readState(await unpackJson(text));
  } catch {
    return undefined; // atob, inflating and parsing report failure only by throwing
  }
}

/** Inflates Base64 for URLs; throws on invalid input. */
export async function unpackJson(text: string): Promise<unknown> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const packed = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const json = await readAll(pipe(packed, new DecompressionStream("deflate-raw")), MAX_STATE_BYTES);
  return parseKnownJson(new TextDecoder().decode(json));
}

function readState(value: unknown): SharedState | undefined {
  if (!isObject(value) || value.v !== VERSION || !isObject(value.files) || !isObject(value.draft))
    return undefined;
  const { command, body, platform, clientIp, at, given } = value.draft;
  const { note = "" } = value;
  const texts = [command, body, platform, clientIp, at, note, ...Object.values(value.files)];
  if (!texts.every((part) => typeof part === "string") || !isGiven(given)) return undefined;
  return value as SharedState; // checked by the line above
}

function isGiven(value: unknown): value is GivenLimits {
  if (!isObject(value) || !(value.limits === undefined || isObject(value.limits))) return false;
  const counts = [value.used ?? 0, ...Object.values(value.limits ?? {})];
  return counts.every((count) => Number.isSafeInteger(count) && Number(count) >= 0);
}

const pipe = (bytes: Uint8Array<ArrayBuffer>, through: CompressionStream | DecompressionStream) =>
  new Blob([bytes]).stream().pipeThrough(through);

async function readAll(stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > limit) throw new Error("The state is too large for a link.");
    chunks.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
