import samples from "../../cli/samples.json" with { type: "json" };
import { readFacets } from "../callback/read-facets.ts";
import type { Command } from "../commands/define-command.ts";
import { mappedFacets, targetFacets } from "../commands/facet-reading.ts";
import {
  type FacetKind,
  type FacetName,
  type FacetValue,
  facets,
  facetValue,
  isFacet,
} from "../commands/facets.ts";
import { type Payload, payloadShape } from "../commands/payload.ts";
import { parseJson } from "../json.ts";
import { didYouMean } from "../policy/suggest.ts";
import {
  documentedPaths,
  leafPaths,
  type Path,
  pathOf,
  shapeAt,
  valueAt,
  withValue,
} from "./payload-path.ts";

/** A callback to try: what Chat would send, before it is signed. */
export type Trial = {
  readonly command: Command;
  readonly payload: Payload;
  /** As on the wire: `iOS`, `RESTAPI`, … */
  readonly platform: string;
  readonly clientIp: string;
  /** Undefined: the first of the settings. */
  readonly sdkAppId: number | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

/** A facet or a payload's path, and what it shall be: a JSON value, `null` to take it away. */
export type Change = { readonly name: string; readonly value: unknown };

/** The body that Chat would send, in values of our own. */
export function sampleOf(command: Command): Payload {
  return (samples as Readonly<Record<string, Payload>>)[command.name] ?? {}; // generated: one per command
}

/** The command's sample, as an iPhone of the documentation's network would have caused it. */
export function sampleTrial(command: Command, now: number): Trial {
  const payload = sampleOf(command);
  return { command, payload, platform: "iOS", clientIp: "203.0.113.7", sdkAppId: undefined, now };
}

/** One change after the other; or what is wrong with one, and what to do. */
export function changed(trial: Trial, changes: readonly Change[]): Trial | string {
  let result = trial;
  for (const change of changes) {
    const next = changedOnce(result, change);
    if (typeof next === "string") return next;
    result = next;
  }
  return result;
}

/** Sets who is compared with a rule's exemptions: the operator, or the sender where there is none. */
export function actingAs(trial: Trial, account: string): Trial | string {
  const name = (["operator", "sender"] as const).find((facet) => facet in trial.command.facets);
  if (name === undefined) return `${trial.command.name} does not say who asks: leave --as out`;
  return changedOnce(trial, { name, value: account });
}

/** What the options `--as`, `--at` and `--set` say. */
export type Told = {
  readonly set?: readonly string[];
  readonly as?: string;
  readonly at?: string;
};

export function changedAsTold(trial: Trial, { set = [], as, at }: Told): Trial | string {
  const changes = set.map((text) => changeOf(text, trial.command));
  const wrong = changes.find((change) => typeof change === "string");
  if (wrong !== undefined) return wrong;
  const clock = at === undefined ? [] : [{ name: "now", value: at }];
  const result = changed(trial, [...(changes as readonly Change[]), ...clock]); // no text is among them
  return typeof result === "string" || as === undefined ? result : actingAs(result, as);
}

/** `name=value` as typed: JSON where it parses and something other than text is wanted. */
function changeOf(text: string, command: Command): Change | string {
  const end = text.indexOf("=");
  if (end < 1) return `"${text}" sets nothing: write a facet or a payload's field, "=" and a value`;
  const [name, raw] = [text.slice(0, end), text.slice(end + 1)];
  const wantsText = isFacet(name)
    ? facets[name].kind !== "int" && !isList(name)
    : shapeAt(payloadShape(command), pathOf(name))?.kind === "string";
  const value = parseJson(raw);
  if (value === null) return { name, value };
  if (wantsText && typeof value !== "string") return { name, value: raw };
  if (isFacet(name) && isList(name) && !Array.isArray(value))
    return { name, value: raw.split(",").map((item) => item.trim()) };
  return { name, value: value === undefined ? raw : value };
}

const isList = (name: FacetName) => facets[name].kind === "accounts" || facets[name].kind === "words";

function changedOnce(trial: Trial, { name, value }: Change): Trial | string {
  switch (name) {
    case "command":
      return "the command cannot be set: name another one";
    case "platform":
      return { ...trial, platform: String(value ?? "") };
    case "clientIp":
      return { ...trial, clientIp: String(value ?? "") };
    case "sdkAppId":
      return { ...trial, sdkAppId: Number(value) };
    case "now": {
      const now = timeOf(value);
      return now === undefined ? `now: "${String(value)}" is no time: ${TIMES}` : { ...trial, now };
    }
  }
  const payload = isFacet(name) ? withFacet(trial, name, value) : withField(trial, name, value);
  return typeof payload === "string" ? payload : { ...trial, payload };
}

const TIMES = "write one like 2026-01-31T08:00:00Z";

/** Milliseconds since the epoch, from a number of them or an ISO date. */
function timeOf(value: unknown): number | undefined {
  const time = typeof value === "number" ? value : Date.parse(String(value));
  return Number.isNaN(time) ? undefined : time;
}

function withField({ command, payload }: Trial, name: string, value: unknown): Payload | string {
  const path = pathOf(name);
  const [key = ""] = path;
  const shape = payloadShape(command);
  if (shapeAt(shape, path) === undefined && valueAt(payload, path) === undefined) {
    const known = [
      ...facetsOf(command),
      ...(shape.kind === "object" ? shape.keys.keys() : []),
      ...Object.keys(payload),
    ];
    return `${command.name} has no facet or field "${name}".${didYouMean(String(key), known)} \`chatgate commands ${command.name}\` shows them`;
  }
  return withValue(payload, path, value ?? undefined) as Payload; // an object stays one under a key
}

/** The facets that can be set, all but those that every command has. */
export function facetsOf(command: Command): readonly FacetName[] {
  const ofTargets: readonly FacetName[] = command.targets === undefined ? [] : ["targets"];
  return [...new Set([...mappedFacets(command), ...ofTargets, ...targetFacets(command)])];
}

/** The payload in which the command reads this value as the facet; by trying, since readers only read. */
function withFacet(trial: Trial, name: FacetName, value: unknown): Payload | string {
  const { command, payload } = trial;
  if (!facetsOf(command).includes(name))
    return `${command.name} has no facet "${name}". It has ${facetsOf(command).join(", ")}`;
  const kind = facets[name].kind;
  const wanted = wantedValue(kind, value);
  if (kind === "timestamp" && value !== null && wanted === undefined)
    return `${name}: "${String(value)}" is no time: ${TIMES}`;
  const reader = command.facets[name];
  if (typeof reader === "string") return withValue(payload, [reader], wanted) as Payload; // an object stays one under a key

  const places = placesOf(trial, name);
  const [first] = places;
  if (first !== undefined)
    for (const written of kind === "timestamp" ? [wanted, Number(wanted) / 1000] : [wanted]) {
      const reached = put(payload, places, first, name, written);
      if (wanted === undefined || isRead(command, reached, name, wanted)) return reached;
    }
  return `"${name}" of ${command.name} cannot be set to that: set the payload's fields, e.g. ${fieldsOf(payload)}=…`;
}

/** Undefined takes the field away, or is no time. */
function wantedValue(kind: FacetKind, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (kind === "timestamp") return timeOf(value);
  return ["int", "accounts", "words"].includes(kind) || Array.isArray(value) ? value : String(value);
}

const fieldsOf = (payload: Payload) =>
  leafPaths(payload)
    .map((path) => path.join("."))
    .find((path) => path !== "CallbackCommand") ?? "";

const MARK = "a value to look for";

/** Where in the payload the facet's value comes from: what is put there comes out. */
function placesOf({ command, payload }: Trial, name: FacetName): readonly Path[] {
  const isNumber = ["int", "timestamp"].includes(facets[name].kind);
  const before = JSON.stringify(reading(command, payload, name));
  const there = leafPaths(payload).filter(holdsIt);
  return there.length > 0 ? there : documentedPaths(payloadShape(command)).filter(holdsIt);

  function holdsIt(path: Path): boolean {
    const mark = isNumber ? (Number(valueAt(payload, path)) || 0) + 86_400 : MARK;
    const marked = withValue(payload, path, mark) as Payload; // as above
    const after = JSON.stringify(reading(command, marked, name));
    return isNumber ? after !== before : after.includes(MARK);
  }
}

/** One value in one place, in every target's, or as many items of a list as there are values. */
function put(
  payload: Payload,
  places: readonly Path[],
  first: Path,
  name: FacetName,
  value: unknown,
): Payload {
  const position = first.findLastIndex((key) => typeof key === "number");
  // An account that stands alone is a list of one to policies.
  if (position === -1 && name === "targets" && Array.isArray(value))
    return withValue(payload, first, value[0]) as Payload; // as above
  const everywhere = position === -1 || value === undefined || (facets[name] as { each?: true }).each;
  if (everywhere && (name !== "target" || position === -1))
    return places.reduce<Payload>((result, path) => withValue(result, path, value) as Payload, payload); // as above
  const [list, within] = [first.slice(0, position), first.slice(position + 1)];
  const items = (valueAt(payload, list) ?? []) as readonly unknown[]; // there is a position in it, or none yet
  const used = new Set(places.map((path) => path[position]));
  const others = isList(name) ? [] : items.filter((_, index) => !used.has(index)); // pictures beside a text stay
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const template = items[Number(first[position])];
  const made = values.map((one) => withValue(template, within, one));
  return withValue(payload, list, [...made, ...others]) as Payload; // as above
}

function isRead(command: Command, payload: Payload, name: FacetName, wanted: unknown): boolean {
  const found = textsOf(reading(command, payload, name));
  const asked = textsOf(facetValue(name, wanted)); // group types have aliases, and texts are joined
  if (asked.length === 1) return found.length > 0 && found.every((one) => one === asked[0]);
  return JSON.stringify(found) === JSON.stringify(asked);
}

const textsOf = (value: FacetValue | readonly FacetValue[]) =>
  [value].flat().map((one) => (one instanceof Date ? one.toISOString() : String(one)));

/** The facet as policies see it; target by target where it belongs to targets. */
function reading(command: Command, payload: Payload, name: FacetName): FacetValue | readonly FacetValue[] {
  const circumstances = { platform: "", clientIp: "", sdkAppId: 0, now: 0 };
  const { values, targets } = readFacets(command, payload, circumstances);
  if (!targetFacets(command).includes(name)) return values[name];
  return targets.flatMap((target) => target[name] ?? []);
}
