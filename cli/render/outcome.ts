import type { Explanation } from "../../lib/authoring/engine.ts";
import {
  type Found,
  type LeafReading,
  type LimitReading,
  listFacetsPresent,
  type RuleReading,
} from "../../lib/authoring/explain.ts";
import { findDocs } from "../../lib/authoring/find-docs.ts";
import { formatValue } from "../../lib/authoring/format-value.ts";
import { pluralize } from "../../lib/authoring/messages/message.ts";
import type { Effect } from "../../lib/decision.ts";
import type { Outcome } from "../../lib/gate/outcome.ts";
import type { Style } from "./style.ts";
import { formatWait } from "./wait.ts";

/** Shows facets, each rule with the parts of its condition, the decision and the answer. */
export function formatExplanation({ command, outcome, rules, upstream }: Explanation, style: Style): string {
  const { envelope, status } = outcome;
  const title = `${style.bold(command.name)}  ${style.dim(findDocs(command).title)}`;
  const facets = listFacetsPresent(outcome).map(([name, value]) => [
    `  ${name}`,
    style.dim(formatValue(value)),
  ]);
  const body =
    outcome.ending.kind === "decided" && rules.length === 0
      ? ["No rule covers this command."]
      : rules.map((reading) => formatRule(reading, style));
  const answer = [
    `${style.bold("Decision")}  ${formatDecision(outcome, rules)}`,
    `${style.bold("Answer")}    ${status === 200 ? "" : `HTTP ${status} `}${JSON.stringify(envelope)}`,
    ...(upstream === undefined ? [] : [`${style.bold("Upstream")}  ${describeUpstream(command, upstream)}`]),
  ].join("\n");
  return [[title, alignColumns(facets)].filter(Boolean).join("\n"), ...body, answer]
    .filter(Boolean)
    .join("\n\n");
}

/** Whose answer Chat gets. */
function describeUpstream(
  { reply }: Explanation["command"],
  { url, onFailure }: NonNullable<Explanation["upstream"]>,
): string {
  const { host } = new URL(url);
  return reply.phase === "after"
    ? `${host} sees it too`
    : `${host} is asked, and its answer is Chat's; without one: ${onFailure}`;
}

/** A rule's effect, and its leaves with what they compared. */
export function formatRule(reading: RuleReading, style: Style): string {
  const { rule, effect, target, when, leaves, limit } = reading;
  const head = [
    style.bold(rule),
    ...(target === undefined ? [] : [`for ${target}:`]),
    paintEffect(effect, style),
    style.dim(describeReading(reading)),
  ];
  const lines = leaves.map((leaf) => [
    `  ${leaf.result === true ? style.green("✓") : leaf.result === false ? style.dim("✗") : style.red("!")} ${leaf.source}`,
    style.dim(formatValues(leaf)),
  ]);
  const whole = when === undefined || when === leaves[0]?.source ? [] : [style.dim(`  when ${when.trim()}`)];
  const counted = limit === undefined ? "" : `  ${formatLimit(limit)}`;
  return [head.filter(Boolean).join("  "), ...whole, alignColumns(lines), counted].filter(Boolean).join("\n");
}

function formatLimit({ max, per, by, count, result, used, retryAfterMs = 0 }: LimitReading): string {
  const what = count === "refusals" ? pluralize(max, "refusal") : String(max);
  const limit = `limit ${what} per ${per} by ${by.join(" and ")}`;
  if (result === "not counted" || result === "unknown") return `${limit}: ${result}`;
  const until = result === "over" ? `, for ${formatWait(retryAfterMs)}` : "";
  return `${limit}: used ${used ?? "?"} of ${max} → ${result}${until}`;
}

function describeReading({ mode, isPaused, effect, found, reason, error, when, limit }: RuleReading): string {
  const notEnforced = isPaused ? "paused" : "outside the rollout";
  const remarks = [
    when === undefined && limit === undefined ? "always holds" : "",
    mode === "shadow" ? "in shadow" : effect.startsWith("would-") ? notEnforced : "",
    found === undefined ? "" : formatFound(found),
    reason === undefined ? "" : `exempt: ${reason}`,
    error ?? "",
  ];
  return remarks.filter(Boolean).join(", ");
}

/** The entry, and its spelling in the text if that differs; offsets count from 0. */
function formatFound({ entry, facet, span, text }: Found): string {
  const found = `found ${formatValue(entry)}`;
  if (span === undefined || text === undefined || text === entry) return found;
  return `${found}, written ${formatValue(text)} at ${span[0]} of ${facet}`;
}

function formatValues({ result, values }: LeafReading): string {
  const compared = Object.entries(values).map(([name, value]) => `${name} = ${formatValue(value)}`);
  return [...compared, ...(typeof result === "string" ? [result] : [])].join(", ");
}

function paintEffect(effect: Effect, style: Style): string {
  if (effect === "deny" || effect === "drop" || effect === "error") return style.red(effect);
  if (effect.startsWith("would-") || effect === "mask") return style.yellow(effect);
  return effect === "pass" ? style.dim(effect) : style.cyan(effect);
}

/** In one sentence, with the rule that decided. */
function formatDecision({ ending, code }: Outcome, readings: readonly RuleReading[]): string {
  switch (ending.kind) {
    case "decided": {
      const { decision } = ending;
      switch (decision.verdict) {
        case "deny": {
          const { rule, code, message } = decision.refusal;
          return `deny by ${rule}, code ${code}${message === "" ? ", without a message" : `: ${message}`}`;
        }
        case "partial": {
          const refused = decision.targets.flatMap((refusal) => refusal?.rule ?? []);
          return `${refused.length} of ${decision.targets.length} accounts refused, by ${[...new Set(refused)].join(", ")}`;
        }
        case "drop":
          return `drop by ${decision.rule}: discarded, and the sender is told that it was sent`;
        case "mask":
          return `mask: the text becomes ${formatValue(decision.texts.join("\n"))}`;
        case "allow":
          return describeAllow(readings);
      }
      break;
    }
    case "rejected":
      return `none: the request is rejected, ${ending.reason}`;
    case "unreadable":
      return `none: the body lacks ${ending.path}, or it is of another type; \`onUnreadable\` answers ${code}`;
    case "faulted":
      return `none: ${ending.reason}, ${ending.detail}`;
    default:
      return `none: ${ending.kind}`;
  }
}

function describeAllow(readings: readonly RuleReading[]): string {
  const listRules = (test: (effect: Effect) => boolean) =>
    [...new Set(readings.filter(({ effect }) => test(effect)).map(({ rule }) => rule))].join(", ");
  const shadowed = listRules((effect) => effect.startsWith("would-"));
  const exempt = listRules((effect) => effect === "exempt");
  const remarks = [
    shadowed === "" ? "" : `not enforced: ${shadowed}`,
    exempt === "" ? "" : `exempt from ${exempt}`,
  ].filter(Boolean);
  return remarks.length === 0 ? "allow: no rule refuses" : `allow; ${remarks.join("; ")}`;
}

/** Two columns; colours do not count for width. */
export function alignColumns(rows: readonly (readonly [string, string] | readonly string[])[]): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escapes of colours are what is meant
  const measureWidth = (text: string) => text.replace(/\u001b\[\d+m/g, "").length;
  const width = Math.min(60, Math.max(0, ...rows.map(([first = ""]) => measureWidth(first))));
  return rows
    .map(([first = "", ...rest]) =>
      `${first}${" ".repeat(Math.max(0, width - measureWidth(first)))}  ${rest.join("  ")}`.trimEnd(),
    )
    .join("\n");
}
