import { parseJson } from "../json.ts";
import type { Parameter } from "./parameter.ts";

/**
 * The set once more, in few parameters, so that a cold start reads it in one call:
 * `pack/<1…7>` = base64(gzip(JSON `[[name, version, value], …]`)), 4,096 characters a part. A cache of what the manifest
 * names: a pack that is stale, torn or forged fails the manifest's digests, and its documents are read by their pins.
 */
export type PackCodec = {
  /** Gzip, in base64. */
  readonly compress: (text: string) => string;
  /** Undefined if it is neither, or longer than `maxBytes`. */
  readonly expand: (base64: string, maxBytes: number) => string | undefined;
};

export const MAX_PACK_PARTS = 7;
const PART_CHARACTERS = 4096;
/** More than this is not unpacked: 21 KB of gzip may hold a thousand times as much. */
const MAX_PACK_BYTES = 2 ** 20;
/** The value of an unused part, since SSM allows no empty values. */
export const UNUSED_PART = "-";

/** `pack/1` to `pack/7`. */
export const packNames: readonly string[] = Array.from(
  { length: MAX_PACK_PARTS },
  (_, index) => `pack/${index + 1}`,
);

/** The values of `pack/1` to `pack/7`, all of them; undefined if the set does not fit. */
export function formatPack(
  parameters: readonly Parameter[],
  { compress }: PackCodec,
): readonly string[] | undefined {
  const text = JSON.stringify(parameters.map(({ name, version, value }) => [name, version, value]));
  if (new TextEncoder().encode(text).length > MAX_PACK_BYTES) return undefined;
  const packed = compress(text);
  if (packed.length > MAX_PACK_PARTS * PART_CHARACTERS) return undefined;
  return packNames.map(
    (_, index) => packed.slice(index * PART_CHARACTERS, (index + 1) * PART_CHARACTERS) || UNUSED_PART,
  );
}

/** `parts` in order, those that are missing left out; nothing if they do not make a pack. */
export function unpack(parts: readonly string[], { expand }: PackCodec): readonly Parameter[] {
  const packed = parts.filter((part) => part !== UNUSED_PART).join("");
  const text = packed === "" ? undefined : expand(packed, MAX_PACK_BYTES);
  const rows = text === undefined ? undefined : parseJson(text);
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row: unknown) => {
    const [name, version, value] = Array.isArray(row) ? row : [];
    const isParameter = typeof name === "string" && typeof version === "string" && typeof value === "string";
    return isParameter ? [{ name, version, value }] : [];
  });
}
