import { readFacets } from "../callback/read-facets.ts";
import type { Command } from "../commands/define-command.ts";
import { listFacets, listTargetFacets } from "../commands/facet-reading.ts";
import {
  convertFacet,
  type FacetName,
  type FacetValue,
  facets,
  isListFacet,
  isTargetFacet,
} from "../commands/facets.ts";
import { type Payload, readPayloadShape } from "../commands/payload.ts";
import type { UnplacedDiagnostic } from "../policy/diagnostic.ts";
import { listDocumentedPaths, listLeafPaths, type Path, readPath, replaceValue } from "./payload-path.ts";

/** `invalid`: the facet cannot be set to the value, and why. */
export type WrittenFacet =
  | { readonly kind: "payload"; readonly payload: Payload }
  | { readonly kind: "invalid"; readonly found: UnplacedDiagnostic };

export const describeInvalidTime = (value: unknown): UnplacedDiagnostic => ({
  code: "invalid-time",
  path: [],
  token: String(value),
});

/** Milliseconds since the epoch, from a number of them or an ISO date. */
export function parseTime(value: unknown): number | undefined {
  const time = typeof value === "number" ? value : Date.parse(String(value));
  return Number.isNaN(time) ? undefined : time;
}

/** The payload in which the command reads this value as the facet; found by trial, since readers have no inverse. */
export function writeFacet(
  command: Command,
  payload: Payload,
  name: FacetName,
  value: unknown,
): WrittenFacet {
  const known = listFacets(command);
  if (!known.includes(name)) {
    const details = { commands: [command.name], available: known };
    return { kind: "invalid", found: { code: "facet-unavailable", path: [], token: name, details } };
  }
  const isTime = facets[name].kind === "timestamp";
  const wanted = prepareValue(name, value);
  if (isTime && value !== null && wanted === undefined)
    return { kind: "invalid", found: describeInvalidTime(value) };
  const reader = command.facets[name];
  if (typeof reader === "string")
    return { kind: "payload", payload: replaceValue(payload, [reader], wanted) as Payload }; // an object stays one under a key

  const places = findPlaces(command, payload, name);
  const [first] = places;
  if (first !== undefined)
    for (const written of isTime ? [wanted, Number(wanted) / 1000] : [wanted]) {
      const changed = writeAt(payload, places, first, name, written);
      if (wanted === undefined || isReadAs(command, changed, name, wanted))
        return { kind: "payload", payload: changed };
    }
  const field = listLeafPaths(payload)
    .map((path) => path.join("."))
    .find((path) => path !== "CallbackCommand");
  const details = { command: command.name, field };
  return { kind: "invalid", found: { code: "facet-not-settable", path: [], token: name, details } };
}

/** Undefined removes the field, or is not a time. */
function prepareValue(name: FacetName, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  const { kind } = facets[name];
  if (kind === "timestamp") return parseTime(value);
  return kind === "int" || isListFacet(name) || Array.isArray(value) ? value : String(value);
}

const MARKER = "a value to look for";

/** Where in the payload the facet's value comes from: a value that is put there is read as the facet. */
function findPlaces(command: Command, payload: Payload, name: FacetName): readonly Path[] {
  const isNumber = ["int", "timestamp"].includes(facets[name].kind);
  const before = JSON.stringify(readFacet(command, payload, name));
  const present = listLeafPaths(payload).filter(isRead);
  return present.length > 0 ? present : listDocumentedPaths(readPayloadShape(command)).filter(isRead);

  function isRead(path: Path): boolean {
    const marker = isNumber ? (Number(readPath(payload, path)) || 0) + 86_400 : MARKER;
    const marked = replaceValue(payload, path, marker) as Payload; // an object stays one under a key
    const after = JSON.stringify(readFacet(command, marked, name));
    return isNumber ? after !== before : after.includes(MARKER);
  }
}

/** One value in one place, in every target's, or as many items of a list as there are values. */
function writeAt(
  payload: Payload,
  places: readonly Path[],
  first: Path,
  name: FacetName,
  value: unknown,
): Payload {
  const position = first.findLastIndex((key) => typeof key === "number");
  // Policies read an account outside any list as a list with one item.
  if (position === -1 && Array.isArray(value)) return replaceValue(payload, first, value[0]) as Payload; // an object stays one under a key
  // Setting the account itself leaves one target; what else belongs to a target is set for all of them.
  const isForAll = isTargetFacet(name) && facets[name].kind !== "account";
  if (position === -1 || value === undefined || isForAll)
    return places.reduce<Payload>((result, path) => replaceValue(result, path, value) as Payload, payload); // an object stays one under a key
  const [list, within] = [first.slice(0, position), first.slice(position + 1)];
  // Each value gets an item of its own.
  const cleared = isListFacet(name)
    ? places.slice(1).reduceRight<unknown>((rest, path) => replaceValue(rest, path, undefined), payload)
    : payload;
  const items = (readPath(cleared, list) ?? []) as readonly unknown[]; // the path has a position in it: a list, or not sent
  const used = new Set(places.map((path) => path[position]));
  const hasOthers = !isListFacet(name) || facets[name].kind === "texts"; // pictures beside a text stay
  const others = hasOthers ? items.filter((_, index) => !used.has(index)) : [];
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const template = items[Number(first[position])];
  const made = values.map((single) => replaceValue(template, within, single));
  return replaceValue(cleared, list, [...made, ...others]) as Payload; // an object stays one under a key
}

function isReadAs(command: Command, payload: Payload, name: FacetName, wanted: unknown): boolean {
  const found = formatValues(readFacet(command, payload, name));
  const expected = formatValues(convertFacet(name, wanted)); // aliases are resolved and lines joined
  if (expected.length === 1) return found.length > 0 && found.every((text) => text === expected[0]);
  return JSON.stringify(found) === JSON.stringify(expected);
}

const formatValues = (value: FacetValue | readonly FacetValue[]) =>
  [value].flat().map((part) => (part instanceof Date ? part.toISOString() : String(part)));

/** The facet as policies see it; target by target if it belongs to targets. */
function readFacet(command: Command, payload: Payload, name: FacetName): FacetValue | readonly FacetValue[] {
  const context = { platform: "", clientIp: "", sdkAppId: 0, now: 0 };
  const { values, targets } = readFacets(command, payload, context);
  if (!listTargetFacets(command).includes(name)) return values[name];
  return targets.flatMap((target) => target[name] ?? []);
}
