import { parseObject } from "../json.ts";
import type { Sha256 } from "../policy/compile.ts";
import { digestHex } from "./digest.ts";
import { compareByName, type Parameter } from "./parameter.ts";

/**
 * What a push writes last, as the parameter `manifest`: which version of which parameter is in force. Its own version is
 * the set's number. Whatever it does not name, or names at another version, is not in force.
 */
export type Manifest = {
  /** Who pushed, as their machine knows them; SSM itself keeps the AWS identity. */
  readonly by: string;
  readonly reason: string;
  readonly entries: readonly ManifestEntry[];
  /** Lists that are kept outside of SSM. */
  readonly objects: readonly ListObject[];
};

/** A list in the stack's bucket: `lists/<sha256>.gz` there, `bytes` long once unpacked. */
export type ListObject = {
  /** `lists/<name>` */
  readonly name: string;
  /** The same for all lists of a set. */
  readonly bucket: string;
  /** 64 hex digits, of the unpacked text. */
  readonly sha256: string;
  readonly bytes: number;
};

/**
 * The highest format that is read. 1, written without a format member: pins only. 2: also lists in the bucket. A
 * set is written in the lowest possible format, so that older readers can read it.
 */
export const MANIFEST_FORMAT = 2;

/** `sha256`: the first 16 hex digits, of the values joined by line ends. Versions restart when a parameter is deleted. */
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
  objects: readonly ListObject[] = [],
): string {
  const groups = new Map<string, Parameter[]>();
  for (const parameter of parameters.filter(isPartOfSet).sort(compareByName)) {
    const list = /^(lists\/[^/]+\/)\d{3}$/.exec(parameter.name)?.[1] ?? "";
    const parts = groups.get(list) ?? [];
    const isNext = list !== "" && parameter.name === formatPartName(list, parts.length);
    if (isNext) groups.set(list, [...parts, parameter]);
    else groups.set(parameter.name, [parameter]);
  }
  const documents = [...groups].map(([key, parts]) => {
    const versions = parts.map(({ version }) => version).join(",");
    return [key, `${versions}:${digestParts(parts, sha256)}`] as const;
  });
  const lists = objects.map(({ name, sha256, bytes }) => [name, `s3:${sha256}:${bytes}`] as const);
  const [first] = objects;
  const outside = first === undefined ? {} : { format: 2, bucket: first.bucket };
  return JSON.stringify({
    ...outside,
    by,
    reason,
    documents: Object.fromEntries([...documents, ...lists]),
  });
}

/** The manifest's format; undefined if it is not a manifest's at all. */
export function readManifestFormat(text: string): number | undefined {
  const { format = 1 } = parseObject(text) ?? {};
  return typeof format === "number" && Number.isInteger(format) && format >= 1 ? format : undefined;
}

/** Undefined if it is not a manifest, or is in an unsupported format. */
export function parseManifest(text: string): Manifest | undefined {
  const { by, reason, documents, bucket } = parseObject(text) ?? {};
  if (typeof by !== "string" || typeof reason !== "string") return undefined;
  const format = readManifestFormat(text);
  if (format === undefined || format > MANIFEST_FORMAT) return undefined;
  if (typeof documents !== "object" || documents === null) return undefined;
  const parsed = Object.entries(documents).map(
    ([key, value]) => parseEntry(key, String(value)) ?? parseObjectEntry(key, String(value), bucket),
  );
  if (!parsed.every((entry) => entry !== undefined)) return undefined;
  return {
    by,
    reason,
    entries: parsed.filter((entry) => "pins" in entry),
    objects: parsed.filter((entry) => "bytes" in entry),
  };
}

export type Pinned =
  | { readonly kind: "whole"; readonly parameters: readonly Parameter[] }
  /** `names` as SSM takes them, with their versions, e.g. `policies/creation:3`. */
  | { readonly kind: "lacking"; readonly names: readonly string[] }
  /** Names of parameters whose pinned version has a different digest. */
  | { readonly kind: "altered"; readonly names: readonly string[] };

/** The set that a manifest names, from parameters of any version; in order. */
export function findPinnedSet(manifest: Manifest, parameters: readonly Parameter[], sha256: Sha256): Pinned {
  const atHand = new Map(parameters.map((parameter) => [selectVersion(parameter), parameter]));
  const found = manifest.entries.map(({ pins, sha256: digest }) => ({
    digest,
    pins,
    parts: pins.flatMap((pin) => atHand.get(selectVersion(pin)) ?? []),
  }));
  const lacking = found.flatMap(({ pins }) => pins.map(selectVersion)).filter((name) => !atHand.has(name));
  if (lacking.length > 0) return { kind: "lacking", names: lacking };
  const altered = found.filter(({ digest, parts }) => digestParts(parts, sha256) !== digest);
  if (altered.length > 0) {
    return { kind: "altered", names: altered.flatMap(({ parts }) => parts.map(({ name }) => name)) };
  }
  return { kind: "whole", parameters: found.flatMap(({ parts }) => parts).sort(compareByName) };
}

/** Selectors (`policies/creation:3`) of parameters that are missing, or differ from the manifest's digest. */
export function findUnresolved(
  { entries }: Manifest,
  atHand: ReadonlyMap<string, Parameter>,
  sha256: Sha256,
): readonly string[] {
  return entries.flatMap(({ pins, sha256: digest }) => {
    const selectors = pins.map(selectVersion);
    const lacking = selectors.filter((selector) => !atHand.has(selector));
    if (lacking.length > 0) return lacking;
    const parts = selectors.flatMap((selector) => atHand.get(selector) ?? []);
    return digestParts(parts, sha256) === digest ? [] : selectors;
  });
}

/** Tokens are not part of a set: they are rotated separately. */
export const isPartOfSet = ({ name }: { readonly name: string }) =>
  /^(settings$|policies\/|lists\/)/.test(name);

/** `lists/names/` and 0 → `lists/names/001`. */
export const formatPartName = (list: string, index: number) => `${list}${String(index + 1).padStart(3, "0")}`;

function parseEntry(key: string, pinned: string): ManifestEntry | undefined {
  const [, versions, sha256] = /^(\d+(?:,\d+)*):([0-9a-f]{16})$/.exec(pinned) ?? [];
  if (versions === undefined || sha256 === undefined || !isPartOfSet({ name: key })) return undefined;
  const inParts = key.endsWith("/");
  const pins = versions
    .split(",")
    .map((version, index) => ({ name: inParts ? formatPartName(key, index) : key, version }));
  return inParts || pins.length === 1 ? { pins, sha256 } : undefined;
}

function parseObjectEntry(name: string, value: string, bucket: unknown): ListObject | undefined {
  const [, sha256, bytes] = /^s3:([0-9a-f]{64}):([1-9]\d{0,8})$/.exec(value) ?? [];
  if (sha256 === undefined || !/^lists\/[^/]+$/.test(name)) return undefined;
  if (typeof bucket !== "string" || !isBucketName(bucket)) return undefined;
  return { name, bucket, sha256, bytes: Number(bytes) };
}

/** Part of a host name, so it must not hold a character that ends one. */
export const isBucketName = (name: string) => /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name);

/** A selector of SSM, e.g. `policies/creation:3`. */
export const selectVersion = ({ name, version }: Pin) => `${name}:${version}`;

const digestParts = (parts: readonly Parameter[], sha256: Sha256) =>
  digestHex(parts.map(({ value }) => value).join("\n"), sha256).slice(0, 16);
