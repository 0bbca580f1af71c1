import type { FacetReading } from "../commands/facet-reading.ts";
import type { FacetName, FacetValue } from "../commands/facets.ts";
import type { CompiledRule } from "./compile.ts";
import { countUtf8Bytes } from "./functions/utf8-size.ts";

/** Four times what Chat documents: 12 KB of text a message, 500 accounts a request. */
const MAX_TEXT_BYTES = 48 * 1024;
const MAX_ACCOUNTS = 2_000;

const NONE: ReadonlySet<FacetName> = new Set();

/** The facets of a request that hold more than Chat would send: what reads them is not computed. */
export function findOversized({ values, targets }: FacetReading): ReadonlySet<FacetName> {
  let found: Set<FacetName> | undefined;
  for (const name in values) {
    if (!isOversized(values[name as FacetName])) continue; // FacetValues' own keys
    found ??= new Set();
    found.add(name as FacetName); // FacetValues' own keys
  }
  if (targets.length > MAX_ACCOUNTS) {
    found ??= new Set();
    for (const name of Object.keys(targets[0] ?? {})) found.add(name as FacetName); // a target's facets
  }
  return found ?? NONE;
}

function isOversized(value: FacetValue): boolean {
  if (typeof value === "string") return isLongText(value);
  if (!Array.isArray(value)) return false;
  if (value.length > MAX_ACCOUNTS) return true;
  let units = 0;
  for (const item of value) units += item.length;
  return units > MAX_TEXT_BYTES;
}

const isLongText = (text: string) =>
  text.length * 3 > MAX_TEXT_BYTES && countUtf8Bytes(text) > MAX_TEXT_BYTES;

/** Whether the rule reads one of them, in its condition, its mask, or what it counts by. */
export function canReadAny(
  { when, action, limit, perTarget }: CompiledRule,
  facets: ReadonlySet<FacetName>,
): boolean {
  if (facets.size === 0) return false;
  if (action.kind === "mask" && facets.has("text")) return true;
  if (perTarget && facets.has("target")) return true;
  if (limit?.by.some((name) => facets.has(name))) return true;
  for (const name of when?.facets ?? []) if (facets.has(name)) return true;
  return false;
}
