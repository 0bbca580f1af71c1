import { parseObject } from "../json.ts";
import type { Sha256 } from "../policy/compile.ts";
import { digestHex } from "./digest.ts";
import { byName, type Parameter } from "./parameter.ts";

/**
 * What a push writes last, as the parameter `manifest`: which version of which parameter is in force. Its own version is
 * the set's number. Whatever it does not name, or names at another version, is not in force.
 */
export type Manifest = {
  /** Who pushed, as their machine knows them; SSM itself keeps the AWS identity. */
  readonly by: string;
  readonly reason: string;
  readonly entries: readonly ManifestEntry[];
};

/** `sha256`: the first 16 hex digits, of the values joined by line ends. Versions start anew when a parameter is deleted. */
export type ManifestEntry = { readonly pins: readonly Pin[]; readonly sha256: string };

/** `name` is relative, as in `Parameter`. */
export type Pin = { readonly name: string; readonly version: string };

/**
 * The value of `manifest`, about 45 bytes for a document and 2 for each further part of a list. A list's parts have one
 * entry, `lists/<name>/`, as long as they are numbered 001, 002 and so on.
 */
export function formatManifest(
  by: string,
  reason: string,
  parameters: readonly Parameter[],
  sha256: Sha256,
): string {
  const groups = new Map<string, Parameter[]>();
  for (const parameter of parameters.filter(isOfTheSet).sort(byName)) {
    const list = /^(lists\/[^/]+\/)\d{3}$/.exec(parameter.name)?.[1] ?? "";
    const parts = groups.get(list) ?? [];
    const isNext = list !== "" && parameter.name === partName(list, parts.length);
    if (isNext) groups.set(list, [...parts, parameter]);
    else groups.set(parameter.name, [parameter]);
  }
  const documents = [...groups].map(([key, parts]) => {
    const versions = parts.map(({ version }) => version).join(",");
    return [key, `${versions}:${digestParts(parts, sha256)}`] as const;
  });
  return JSON.stringify({ by, reason, documents: Object.fromEntries(documents) });
}

/** Undefined where it is not what `formatManifest` makes. */
export function parseManifest(text: string): Manifest | undefined {
  const { by, reason, documents } = parseObject(text) ?? {};
  if (typeof by !== "string" || typeof reason !== "string") return undefined;
  if (typeof documents !== "object" || documents === null) return undefined;
  const entries = Object.entries(documents).map(([key, pinned]) => parseEntry(key, String(pinned)));
  return entries.every((entry) => entry !== undefined) ? { by, reason, entries } : undefined;
}

export type Pinned =
  | { readonly kind: "whole"; readonly parameters: readonly Parameter[] }
  /** `names` as SSM takes them, with their versions, e.g. `policies/creation:3`. */
  | { readonly kind: "lacking"; readonly names: readonly string[] }
  /** Names of parameters whose pinned version says something else than it did. */
  | { readonly kind: "altered"; readonly names: readonly string[] };

/** The set that a manifest names, from parameters of any version; in order. */
export function pinnedSet(manifest: Manifest, parameters: readonly Parameter[], sha256: Sha256): Pinned {
  const atHand = new Map(parameters.map((parameter) => [selector(parameter), parameter]));
  const found = manifest.entries.map(({ pins, sha256: digest }) => ({
    digest,
    pins,
    parts: pins.flatMap((pin) => atHand.get(selector(pin)) ?? []),
  }));
  const lacking = found.flatMap(({ pins }) => pins.map(selector)).filter((name) => !atHand.has(name));
  if (lacking.length > 0) return { kind: "lacking", names: lacking };
  const altered = found.filter(({ digest, parts }) => digestParts(parts, sha256) !== digest);
  if (altered.length > 0) {
    return { kind: "altered", names: altered.flatMap(({ parts }) => parts.map(({ name }) => name)) };
  }
  return { kind: "whole", parameters: found.flatMap(({ parts }) => parts).sort(byName) };
}

/** Tokens are rotated on their own, by other people. */
export const isOfTheSet = ({ name }: { readonly name: string }) =>
  /^(settings$|policies\/|lists\/)/.test(name);

/** `lists/names/` and 0 → `lists/names/001`. */
export const partName = (list: string, index: number) => `${list}${String(index + 1).padStart(3, "0")}`;

function parseEntry(key: string, pinned: string): ManifestEntry | undefined {
  const [, versions, sha256] = /^(\d+(?:,\d+)*):([0-9a-f]{16})$/.exec(pinned) ?? [];
  if (versions === undefined || sha256 === undefined || !isOfTheSet({ name: key })) return undefined;
  const inParts = key.endsWith("/");
  const pins = versions
    .split(",")
    .map((version, index) => ({ name: inParts ? partName(key, index) : key, version }));
  return inParts || pins.length === 1 ? { pins, sha256 } : undefined;
}

const selector = ({ name, version }: Pin) => `${name}:${version}`;

const digestParts = (parts: readonly Parameter[], sha256: Sha256) =>
  digestHex(parts.map(({ value }) => value).join("\n"), sha256).slice(0, 16);
