import type { Command } from "../commands/define-command.ts";
import { matchCommands } from "../policy/coverage.ts";
import { type Diagnostic, placeDiagnostic, type UnplacedDiagnostic } from "../policy/diagnostic.ts";
import { findUrlFault } from "./destination-address.ts";
import { checkEventRules, type EventFault } from "./event-settings.ts";
import type { Settings } from "./settings-schema.ts";

/** Diagnostics of `events` and `upstream`, except those of their form. */
export function checkDelivery(
  settings: Settings | undefined,
  commands: ReadonlyMap<string, Command>,
): readonly Diagnostic[] {
  if (settings === undefined) return [];
  const { events, upstream, authentication } = settings;
  const found: UnplacedDiagnostic[] = [
    ...checkEventRules(events, authentication).map((fault) => diagnoseEvent(fault, events)),
    ...events.flatMap(({ on }, index) => findUnmatched(on, ["events", index, "on"], commands)),
  ];
  if (upstream !== undefined) {
    const { url, allowPrivateAddress, on } = upstream;
    const fault = findUrlFault(url, allowPrivateAddress);
    if (fault !== undefined)
      found.push({ code: "destination-invalid", path: ["upstream", "url"], token: url, details: { fault } });
    found.push(...findUnmatched(on, ["upstream", "on"], commands));
  }
  return found.map((diagnostic) => placeDiagnostic(diagnostic, { severity: "error", document: "settings" }));
}

function diagnoseEvent({ index, code }: EventFault, events: Settings["events"]): UnplacedDiagnostic {
  if (code === "repeated") return { code: "event-rule-repeated", path: ["events", index] };
  const place = { path: ["events", index, "to"], token: events[index]?.to };
  return code === "authentication-off"
    ? { code: "events-unauthenticated", ...place }
    : { code: "destination-invalid", ...place, details: { fault: code } };
}

function findUnmatched(
  on: string | readonly string[],
  path: Diagnostic["path"],
  commands: ReadonlyMap<string, Command>,
): readonly UnplacedDiagnostic[] {
  const isList = typeof on !== "string";
  return [on].flat().flatMap((pattern, index) => {
    if (matchCommands(pattern, commands).length > 0) return [];
    return [{ code: "pattern-unmatched", path: isList ? [...path, index] : path, token: pattern } as const];
  });
}
