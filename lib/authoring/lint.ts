import { listMappedFacets } from "../commands/facet-reading.ts";
import { convertFacet, facets, isFacet, words } from "../commands/facets.ts";
import { commandDocs } from "../commands/generated/docs.ts";
import { commands } from "../commands/generated/index.ts";
import { parseKnownJson } from "../json.ts";
import { type ComparedWord, canHold, findComparedWords } from "../policy/cel/unknowns.ts";
import { checkRule } from "../policy/check-rule.ts";
import { matchCommands } from "../policy/coverage.ts";
import {
  computePosition,
  type Diagnostic,
  placeDiagnostic,
  type UnplacedDiagnostic,
} from "../policy/diagnostic.ts";
import type { PolicyDocument, Rule } from "../policy/document.ts";
import { createLanguage, type Language } from "../policy/expression.ts";
import { findNearest } from "../policy/suggest.ts";
import type { PolicySet, ValidSet } from "../policy-set/check-set.ts";
import { readLists } from "../policy-set/lists.ts";
import type { Parameter } from "../policy-set/parameter.ts";
import type { Settings } from "../policy-set/settings-schema.ts";
import { lintMentions, lintReads } from "./lint-conditions.ts";
import { lintLimit } from "./lint-limits.ts";
import { lintSamples } from "./lint-samples.ts";

/**
 * Lints parameters without an error: valid, but probably unintended. All are warnings, except a
 * rule that is an error on a command's sample: it never works, so it is an error here too.
 */
export function lintPolicies(
  parameters: readonly Parameter[],
  { settings, set }: ValidSet,
  now: number,
): readonly Diagnostic[] {
  const documents = parameters
    .filter(({ name }) => name.startsWith("policies/"))
    .map(({ name, value }) => ({ name, content: parseKnownJson(value) as PolicyDocument })); // ValidSet: checkSet found no error
  const language = createLanguage(readLists(parameters).lists);
  const isObserved = documents.some(({ content }) => content.rules.some(isObservingMentions));
  const ofRules = documents.flatMap(({ name, content }) =>
    content.rules.flatMap((rule, index) =>
      [
        ...lintMissingMessage(rule, name, set),
        ...lintCondition(rule, language, isObserved),
        ...listExpiredExemptions(rule, now),
        ...lintLimit(
          rule,
          documents,
          listCoveredCommands(rule).map(({ name: command }) => command),
          set,
        ),
      ].map((found) => placeInRule(found, name, rule, index, isOff(rule, content, settings))),
    ),
  );
  return [
    ...lintTolerance(settings),
    ...lintRecording(settings, now),
    ...ofRules,
    ...findUnguardedSiblings(documents, set),
    ...findUnusedLists(parameters, documents),
  ];
}

type Named = { readonly name: string; readonly content: PolicyDocument };

function placeInRule(
  found: UnplacedDiagnostic,
  document: string,
  rule: Rule,
  index: number,
  isWarned = true,
): Diagnostic {
  const severity = found.code === "error-on-sample" && !isWarned ? "error" : "warning";
  return placeDiagnostic(found, { severity, document, rule: rule.id }, ["rules", index]);
}

/** A rule that is off decides and records nothing, so it gets no warnings. */
const isOff = ({ mode }: Rule, document: PolicyDocument, settings: Settings) =>
  [mode, document.mode, settings.mode].includes("off");

const listCoveredCommands = ({ on }: Rule) =>
  [on].flat().flatMap((pattern) => matchCommands(pattern, commands));

/** Whether the rule reads mentions after sending, for which they are documented. */
const isObservingMentions = (rule: Rule) =>
  /\bmentions\b/.test(rule.when ?? "") &&
  listCoveredCommands(rule).some(
    ({ reply, facets: mapped }) => reply.phase === "after" && mapped.mentions !== undefined,
  );

function lintMissingMessage(rule: Rule, document: string, set: PolicySet): readonly UnplacedDiagnostic[] {
  if (rule.deny === undefined || rule.deny.message !== undefined) return [];
  const id = `${document.slice("policies/".length)}/${rule.id}`;
  const isSeen = listCoveredCommands(rule).some(({ name, reply }) => {
    if (reply.phase === "after" || reply.codes === null) return false;
    const perTarget = set.rulesFor(name).some((compiled) => compiled.rule === id && compiled.perTarget);
    return !(perTarget && reply.partialDenial === "named"); // such refusals carry no message
  });
  return isSeen ? [{ code: "no-message", path: ["deny"] }] : [];
}

/** Facets of which it is known what Chat sends. */
const worded = new Set(Object.keys(words));

function lintCondition(
  rule: Rule,
  language: Language,
  areMentionsObserved: boolean,
): readonly UnplacedDiagnostic[] {
  const { value: checked } = checkRule(rule, commands, language);
  const [first] = checked?.covered ?? [];
  const program = first && checked?.condition(first)?.program;
  if (checked === undefined || program === undefined) return [];
  const never = !canHold(program, words);
  const strangers = findComparedWords(program, worded).filter(
    ({ variable, word }) => word !== "" && !words[variable]?.includes(word),
  );
  const unknown = strangers.map((stranger) => describeStranger(program.parsed.source, stranger, never));
  const reads = lintReads(checked.covered.map((command) => checked.condition(command)?.program ?? program));
  const error = lintSamples(
    checked,
    reads.map(({ token = "" }) => token),
  );
  return [
    ...unknown,
    ...(never && unknown.length === 0 ? [NEVER_HOLDS] : []),
    ...reads,
    ...(areMentionsObserved ? [] : lintMentions(program, checked.covered)),
    ...(error === undefined ? [] : [error]),
  ];
}

const NEVER_HOLDS: UnplacedDiagnostic = { code: "never-holds", path: ["when"], at: { line: 1, column: 1 } };

function describeStranger(
  when: string,
  { variable: facet, word, range }: ComparedWord,
  neverHolds: boolean,
): UnplacedDiagnostic {
  const allowed = words[facet] ?? [];
  const read = isFacet(facet) ? String(convertFacet(facet, word)) : word;
  const readAs = read === word ? undefined : read;
  return {
    code: "unknown-word",
    path: ["when"],
    at: computePosition(when, range[0]),
    token: word,
    suggestion: readAs ?? findNearest(word, allowed),
    details: { facet, readAs, allowed, neverHolds },
  };
}

function listExpiredExemptions({ unless = [] }: Rule, now: number): readonly UnplacedDiagnostic[] {
  const today = new Date(now).toISOString().slice(0, 10);
  return unless.flatMap(({ until }, index) =>
    until === undefined || until >= today
      ? []
      : [{ code: "expired-exemption", path: ["unless", index, "until"], token: until } as const],
  );
}

function findUnguardedSiblings(documents: readonly Named[], set: PolicySet): readonly Diagnostic[] {
  const warned = new Set<string>();
  return documents.flatMap(({ name, content }) =>
    content.rules.flatMap((rule, index): readonly Diagnostic[] => {
      if (rule.deny === undefined) return [];
      const siblings = listCoveredCommands(rule).flatMap(
        (command) => commandDocs.get(command.name)?.changedBy ?? [],
      );
      const open = siblings.filter(
        (sibling) =>
          !warned.has(sibling) && set.rulesFor(sibling).length === 0 && isTextShared(rule, sibling),
      );
      for (const sibling of open) warned.add(sibling);
      if (open.length === 0) return [];
      const found = { code: "unguarded-sibling", path: ["on"], details: { commands: open } } as const;
      return [placeInRule(found, name, rule, index)];
    }),
  );
}

/** Whether the rule reads text of users, and the other command reports the same text. */
function isTextShared({ when = "" }: Rule, command: string): boolean {
  const sibling = commands.get(command);
  if (sibling === undefined) return false;
  return listMappedFacets(sibling).some(
    (facet) => facets[facet].kind.startsWith("text") && new RegExp(`\\b${facet}\\b`).test(when),
  );
}

function findUnusedLists(
  parameters: readonly Parameter[],
  documents: readonly Named[],
): readonly Diagnostic[] {
  const lists = new Set(
    parameters.flatMap(({ name }) => (name.startsWith("lists/") ? [name.split("/")[1] ?? ""] : [])),
  );
  const rules = documents.flatMap(({ content }) => content.rules);
  const texts = rules.flatMap(({ when = "", unless = [] }) => [
    when,
    ...unless.flatMap(({ account }) => (typeof account === "string" ? [account] : [])),
  ]);
  const used = new Set([
    ...texts.flatMap((text) => [...text.matchAll(/\blists\.([\w-]+)/g)].map(([, name]) => name)),
    ...rules.map(({ mask }) => mask?.list),
  ]);
  return [...lists]
    .filter((name) => !used.has(name))
    .map((name) => ({
      code: "unused-list",
      severity: "warning",
      document: `lists/${name}`,
      path: [],
      token: name,
    }));
}

/** Seconds, five times the default: a captured callback can be replayed in this time, with any body. */
const MAX_TOLERANCE_SECONDS = 300;

export function lintTolerance({ toleranceSeconds: seconds }: Settings): readonly Diagnostic[] {
  if (seconds <= MAX_TOLERANCE_SECONDS) return [];
  return [
    {
      code: "wide-tolerance",
      severity: "warning",
      document: "settings",
      path: ["toleranceSeconds"],
      token: String(seconds),
      details: { seconds, limit: MAX_TOLERANCE_SECONDS },
    },
  ];
}

/** The limit of lib/sinks/recording.ts: a recording that would last longer does not begin. */
const MAX_RECORDING_DAYS = 30;
const DAY_MS = 86_400_000;

function lintRecording({ recording }: Settings, now: number): readonly Diagnostic[] {
  if (recording === undefined) return [];
  const left = Date.parse(recording.until) - now;
  const place = { document: "settings", path: ["recording", "until"], token: recording.until } as const;
  if (left <= 0) return [{ code: "recording-ended", severity: "warning", ...place }];
  if (left <= MAX_RECORDING_DAYS * DAY_MS) return [];
  return [{ code: "recording-too-long", severity: "error", ...place, details: { days: MAX_RECORDING_DAYS } }];
}
