import type { FacetReading } from "../commands/facet-reading.ts";
import type { FacetName, FacetValue } from "../commands/facets.ts";
import type { CompiledRule } from "./compile.ts";
import { countUtf8Bytes } from "./functions/utf8-size.ts";

/** Four times what Chat documents: 12 KB of text a message, 500 accounts a request. */
const MAX_TEXT_BYTES = 48 * 1024;
const MAX_ACCOUNTS = 2_000;

/** The facets of a request, or of one of its targets, that hold more than Chat would send: what reads them is not computed. */
export function findOversized({ values, targets }: FacetReading): ReadonlySet<FacetName> {
  const found = new Set<FacetName>();
  addOversized(found, values);
  for (const target of targets) addOversized(found, target);
  if (targets.length > MAX_ACCOUNTS) for (const name of listNames(targets[0])) found.add(name);
  return found;
}

type Facets = Readonly<Partial<Record<FacetName, FacetValue>>>;
const listNames = (facets: Facets = {}) => Object.keys(facets) as readonly FacetName[]; // a record of facets

function addOversized(found: Set<FacetName>, facets: Facets): void {
  for (const name of listNames(facets)) if (isOversized(facets[name])) found.add(name);
}

function isOversized(value: FacetValue | undefined): boolean {
  // A unit has 3 bytes at most.
  if (typeof value === "string")
    return value.length > MAX_TEXT_BYTES / 3 && countUtf8Bytes(value) > MAX_TEXT_BYTES;
  if (!Array.isArray(value)) return false;
  if (value.length > MAX_ACCOUNTS) return true;
  let bytes = 0;
  for (const item of value) bytes += countUtf8Bytes(item);
  return bytes > MAX_TEXT_BYTES;
}

/** Whether the rule reads one of them, in its condition, its mask, or what it counts by. */
export function canReadAny(
  { when, action, limit, perTarget }: CompiledRule,
  facets: ReadonlySet<FacetName>,
): boolean {
  for (const name of facets) {
    if (when?.facets.has(name) || limit?.by.includes(name)) return true;
    if (name === "text" && action.kind === "mask") return true;
    if (name === "target" && perTarget) return true;
  }
  return false;
}
