import type { Command } from "../commands/define-command.ts";
import { listFacets } from "../commands/facet-reading.ts";
import { type CommonFacetName, facets, isCommonFacet, isFacet, isListFacet } from "../commands/facets.ts";
import { type Payload, readPayloadShape } from "../commands/payload.ts";
import { parseJson } from "../json.ts";
import type { UnplacedDiagnostic } from "../policy/diagnostic.ts";
import { findNearest } from "../policy/suggest.ts";
import { findDocs } from "./find-docs.ts";
import { findShape, parsePayloadPath, readPath, replaceValue } from "./payload-path.ts";
import { describeInvalidTime, parseTime, writeFacet } from "./write-facet.ts";

/** A callback to try: what Chat would send, before it is signed. */
export type Scenario = {
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

/** `invalid`: a change is not possible, and why. */
export type ScenarioResult = { readonly kind: "scenario"; readonly scenario: Scenario } | Invalid;
export type Invalid = { readonly kind: "invalid"; readonly found: UnplacedDiagnostic };

/** A facet or a payload's path, and its new JSON value; `null` removes it. */
export type Change = { readonly name: string; readonly value: unknown };

/** The options `--as`, `--at` and `--set`. */
export type ScenarioOptions = {
  readonly set?: readonly string[];
  readonly as?: string;
  readonly at?: string;
};

const createInvalid = (found: UnplacedDiagnostic): Invalid => ({ kind: "invalid", found });
const createValid = (scenario: Scenario): ScenarioResult => ({ kind: "scenario", scenario });

/** The command's sample, sent by an iPhone from an address that is reserved for documentation. */
export function createScenario(command: Command, now: number): Scenario {
  const { sample: payload } = findDocs(command);
  return { command, payload, platform: "iOS", clientIp: "203.0.113.7", sdkAppId: undefined, now };
}

/** One change after the other; or the first that is not possible. */
export function applyChanges(scenario: Scenario, changes: readonly Change[]): ScenarioResult {
  let result = createValid(scenario);
  for (const change of changes) {
    if (result.kind === "invalid") return result;
    result = applyFacetChange(result.scenario, change);
  }
  return result;
}

/** Sets the account that is compared with a rule's exemptions: the operator, or else the sender. */
export function actAs(scenario: Scenario, account: string): ScenarioResult {
  const name = (["operator", "sender"] as const).find((facet) => facet in scenario.command.facets);
  return name === undefined
    ? createInvalid({
        code: "no-actor",
        path: [],
        token: account,
        details: { command: scenario.command.name },
      })
    : applyFacetChange(scenario, { name, value: account });
}

export function applyOptions(scenario: Scenario, { set = [], as, at }: ScenarioOptions): ScenarioResult {
  const changes: Change[] = [];
  for (const text of set) {
    const change = parseChange(text, scenario.command);
    if ("kind" in change) return change;
    changes.push(change);
  }
  if (at !== undefined) changes.push({ name: "now", value: at });
  const result = applyChanges(scenario, changes);
  return result.kind === "invalid" || as === undefined ? result : actAs(result.scenario, as);
}

/** `name=value` as typed: JSON if it parses and something other than text is wanted. */
function parseChange(text: string, command: Command): Change | Invalid {
  const end = text.indexOf("=");
  if (end < 1) return createInvalid({ code: "value-missing", path: [], token: text });
  const [name, raw] = [text.slice(0, end), text.slice(end + 1)];
  const wantsText = isFacet(name)
    ? facets[name].kind !== "int" && !isListFacet(name)
    : findShape(readPayloadShape(command), parsePayloadPath(name))?.kind === "string";
  const value = parseJson(raw);
  if (value === null) return { name, value };
  if (wantsText && typeof value !== "string") return { name, value: raw };
  if (isFacet(name) && isListFacet(name) && !Array.isArray(value))
    return { name, value: raw.split(",").map((item) => item.trim()) };
  return { name, value: value === undefined ? raw : value };
}

function applyFacetChange(scenario: Scenario, { name, value }: Change): ScenarioResult {
  if (isCommonFacet(name)) return setCommonFacet[name](scenario, value);
  const written = isFacet(name)
    ? writeFacet(scenario.command, scenario.payload, name, value)
    : writeField(scenario, name, value);
  return written.kind === "invalid" ? written : createValid({ ...scenario, payload: written.payload });
}

/** Facets that are not read from the payload. */
const setCommonFacet: Readonly<
  Record<CommonFacetName, (scenario: Scenario, value: unknown) => ScenarioResult>
> = {
  command: () => createInvalid({ code: "command-not-settable", path: [] }),
  platform: (scenario, value) => createValid({ ...scenario, platform: String(value ?? "") }),
  clientIp: (scenario, value) => createValid({ ...scenario, clientIp: String(value ?? "") }),
  sdkAppId: (scenario, value) => createValid({ ...scenario, sdkAppId: Number(value) }),
  now: (scenario, value) => {
    const now = parseTime(value);
    return now === undefined ? createInvalid(describeInvalidTime(value)) : createValid({ ...scenario, now });
  },
};

function writeField(
  { command, payload }: Scenario,
  name: string,
  value: unknown,
): { readonly kind: "payload"; readonly payload: Payload } | Invalid {
  const path = parsePayloadPath(name);
  const [key = ""] = path;
  const shape = readPayloadShape(command);
  if (findShape(shape, path) === undefined && readPath(payload, path) === undefined) {
    const known = [
      ...listFacets(command),
      ...(shape.kind === "object" ? shape.keys.keys() : []),
      ...Object.keys(payload),
    ];
    return createInvalid({
      ...{ code: "unknown-input", path: [], token: name, suggestion: findNearest(String(key), known) },
      details: { command: command.name },
    });
  }
  return { kind: "payload", payload: replaceValue(payload, path, value ?? undefined) as Payload }; // an object stays one under a key
}
