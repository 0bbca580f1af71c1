import { createHash } from "node:crypto";
import type { Parameter } from "./source.ts";

/** What a push writes last. `sha256`: relative name → lower-case hex digest of the value. */
type Manifest = { readonly set: string; readonly sha256: Readonly<Record<string, string>> };

/**
 * The value of the parameter `manifest` for a set of settings, policies and lists.
 * About 100 bytes a parameter: the advanced tier's 8 KB hold some 75.
 */
export function makeManifest(set: string, parameters: readonly Parameter[]): string {
  const digests = parameters.filter(isOfTheSet).map(({ name, value }) => [name, sha256(value)] as const);
  return JSON.stringify({ set, sha256: Object.fromEntries(digests.sort(byFirst)) } satisfies Manifest);
}

/**
 * The first difference, by name, between the parameters and the manifest among them; undefined where they agree
 * or there is no manifest (a set kept by hand). Names parameters, never their values.
 */
export function manifestMismatch(parameters: readonly Parameter[]): string | undefined {
  const text = parameters.find(({ name }) => name === "manifest")?.value;
  if (text === undefined) return undefined;
  const manifest = parse(text);
  if (manifest === undefined) return "manifest is not one: push the set again, or delete that parameter";

  const listed = new Map(Object.entries(manifest.sha256));
  const stored = new Map(parameters.filter(isOfTheSet).map(({ name, value }) => [name, value] as const));
  const fault = (name: string) => {
    const value = stored.get(name);
    if (value === undefined) return "is missing from";
    if (!listed.has(name)) return "is not part of";
    return sha256(value) === listed.get(name) ? undefined : "is another version than in";
  };
  for (const name of [...new Set([...listed.keys(), ...stored.keys()])].sort()) {
    const found = fault(name);
    if (found !== undefined)
      return `${name} ${found} set ${manifest.set}: if no push is under way, push it again`;
  }
  return undefined;
}

// Tokens are rotated on their own, by other people.
const isOfTheSet = ({ name }: Parameter) => /^(settings$|policies\/|lists\/)/.test(name);

const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");

const byFirst = (a: readonly [string, string], b: readonly [string, string]) => (a[0] < b[0] ? -1 : 1);

function parse(text: string): Manifest | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isManifest(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== "object" || value === null) return false;
  const { set, sha256: digests } = value as Partial<Manifest>; // any object may be asked for these two
  return (
    typeof set === "string" &&
    typeof digests === "object" &&
    digests !== null &&
    Object.values(digests).every((digest) => typeof digest === "string")
  );
}
