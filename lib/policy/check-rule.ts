import { type Command, readFamily } from "../commands/define-command.ts";
import { listTargetFacets } from "../commands/facet-reading.ts";
import { type FacetName, isFacet } from "../commands/facets.ts";
import type { Action } from "../decision.ts";
import { isCodeIn } from "../replies/code-range.ts";
import { checkReplacement, compileMask, type Mask } from "../text/mask.ts";
import type { WordList } from "../text/word-list.ts";
import { type Condition, checkCondition } from "./check-condition.ts";
import { checkLimit } from "./check-limit.ts";
import { checkCost, estimateRule } from "./cost.ts";
import { findAvailableFacets, matchCommands } from "./coverage.ts";
import { type Checked, computePosition, type UnplacedDiagnostic } from "./diagnostic.ts";
import type { Rule } from "./document.ts";
import type { Language } from "./expression.ts";
import { isLimitHole } from "./limit-holes.ts";
import { findNearest } from "./suggest.ts";
import { parseTemplate, type Template } from "./template.ts";

/** A rule with its names resolved. */
export type CheckedRule = {
  readonly covered: readonly Command[];
  readonly action: Action;
  readonly condition: Condition;
  readonly message: Template | undefined;
  readonly mask: Mask | undefined;
  /** Whether the rule is decided target by target for this command. */
  readonly isPerTarget: (command: Command) => boolean;
};

type Deny = NonNullable<Rule["deny"]>;
type Found = readonly UnplacedDiagnostic[];
type CheckedPart<Value> = Checked<Value, UnplacedDiagnostic>;

/** Checks a rule against every command that it covers, in any mode, and reports every diagnostic. */
export function checkRule(
  rule: Rule,
  commands: ReadonlyMap<string, Command>,
  language: Language,
): CheckedPart<CheckedRule> {
  const { covered, diagnostics: onCommands } = checkCovered(rule.on, "on", commands);
  const action = checkAction(rule, covered);
  const mask: CheckedPart<Mask> =
    rule.mask === undefined ? { diagnostics: [] } : checkMask(rule.mask, language);
  const condition = checkCondition(rule.when, covered, language);
  const message = checkMessage(rule, covered);
  const isPerTarget = (command: Command) => {
    const isNamed = (facet: FacetName) =>
      condition.value(command)?.facets.has(facet) ||
      message.value?.holes.some(({ name }) => name === facet) ||
      rule.rollout?.by === facet ||
      [rule.limit?.by].flat().includes(facet);
    return listTargetFacets(command).some(isNamed);
  };
  const diagnostics = [
    ...onCommands,
    ...action.diagnostics,
    ...checkLimit(rule, covered, isPerTarget),
    ...checkFacet(rule.rollout?.by, ["rollout", "by"], covered),
    ...checkExemptions(rule, language),
    ...mask.diagnostics,
    ...condition.diagnostics,
    ...checkCost(rule.when, estimateRule(covered, condition.value, isPerTarget, language)),
    ...message.diagnostics,
    ...checkTargetHoles(message.value, covered, isPerTarget),
    ...checkCodes(rule, covered, isPerTarget),
  ];
  if (diagnostics.length > 0 || action.value === undefined) return { diagnostics };
  return {
    value: {
      covered,
      action: action.value,
      condition: condition.value,
      message: message.value,
      mask: mask.value,
      isPerTarget,
    },
    diagnostics,
  };
}

/** The code that a rule gives for a command's refusals; `undefined`: its plain one. */
export function findDenyCode({ code }: Deny, command: Command): number | undefined {
  return typeof code === "object" ? code[readFamily(command.name)] : code;
}

/** `key`: the key that holds the patterns. */
export function checkCovered(
  patterns: Rule["on"],
  key: string,
  commands: ReadonlyMap<string, Command>,
): { readonly covered: readonly Command[]; readonly diagnostics: Found } {
  const covered = new Set<Command>();
  const diagnostics: UnplacedDiagnostic[] = [];
  for (const pattern of [patterns].flat()) {
    const matches = matchCommands(pattern, commands);
    for (const command of matches) covered.add(command);
    if (matches.length > 0) continue;
    const found = { path: [key], token: pattern };
    if (/[*?]/.test(pattern)) diagnostics.push({ code: "pattern-unmatched", ...found });
    else
      diagnostics.push({
        code: "unknown-command",
        ...found,
        suggestion: findNearest(pattern, commands.keys()),
      });
  }
  return { covered: [...covered], diagnostics };
}

const ACTIONS: readonly Action[] = ["deny", "drop", "mask", "observe"];

function checkAction(rule: Rule, covered: readonly Command[]): CheckedPart<Action> {
  const actions = ACTIONS.filter((action) => rule[action] !== undefined);
  const [action] = actions;
  if (action === undefined) return { diagnostics: [{ code: "no-action", path: [] }] };
  if (actions.length > 1)
    return { diagnostics: [{ code: "several-actions", path: [], token: actions[1], details: { actions } }] };
  const unable = covered.filter(({ reply }) => !(reply.actions as readonly Action[]).includes(action)); // each kind of reply has its own list
  const diagnostics = groupCommands(unable, ({ reply: { phase, actions } }) => ({
    phase,
    allowed: actions,
  })).map(
    (details): UnplacedDiagnostic => ({ code: "action-unavailable", path: [action], token: action, details }),
  );
  return { value: action, diagnostics };
}

/** Groups commands with the same diagnostic, so that a glob over dozens makes one message. */
function groupCommands<Aspect extends object>(
  commands: readonly Command[],
  readAspect: (command: Command) => Aspect,
): readonly (Aspect & { readonly commands: readonly string[] })[] {
  const groups = new Map<string, { readonly aspect: Aspect; readonly names: string[] }>();
  for (const command of commands) {
    const aspect = readAspect(command);
    const key = JSON.stringify(aspect);
    const group = groups.get(key) ?? { aspect, names: [] };
    group.names.push(command.name);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ aspect, names }) => ({ ...aspect, commands: names }));
}

function checkFacet(name: string | undefined, path: readonly string[], covered: readonly Command[]): Found {
  if (name === undefined || covered.length === 0) return [];
  const available = findAvailableFacets(covered);
  if (!isFacet(name))
    return [{ code: "unknown-facet", path, token: name, suggestion: findNearest(name, available) }];
  if (available.has(name)) return [];
  const details = { commands: covered.map((command) => command.name), available: [...available] };
  return [{ code: "facet-unavailable", path, token: name, details }];
}

function checkExemptions({ unless }: Rule, language: Language): Found {
  const diagnostics = unless?.flatMap(({ account }, index) =>
    typeof account === "string"
      ? findList(account.slice("lists.".length), ["unless", index, "account"], language).diagnostics
      : [],
  );
  return diagnostics ?? [];
}

function findList(
  name: string,
  path: readonly (string | number)[],
  { lists }: Language,
): CheckedPart<WordList> {
  const list = lists.get(name);
  if (list !== undefined) return { value: list, diagnostics: [] };
  const suggestion = findNearest(name, lists.keys());
  return { diagnostics: [{ code: "unknown-list", path, token: name, suggestion }] };
}

function checkMask(mask: NonNullable<Rule["mask"]>, language: Language): CheckedPart<Mask> {
  const { value: list, diagnostics } = findList(mask.list, ["mask", "list"], language);
  if (list === undefined) return { diagnostics };
  const fault = checkReplacement(mask.with, list);
  const found = { path: ["mask", "with"], token: mask.with };
  if (fault === undefined) return { value: compileMask(list, mask.with), diagnostics };
  if (fault.kind === "overlaps")
    return { diagnostics: [{ code: "mask-overlaps", ...found, details: { entry: fault.entry } }] };
  return { diagnostics: [{ code: `mask-${fault.kind}`, ...found }] };
}

function checkMessage({ deny, limit }: Rule, covered: readonly Command[]): CheckedPart<Template> {
  const source = deny?.message;
  if (source === undefined) return { diagnostics: [] };
  const parsed = parseTemplate(source);
  const placeInMessage = (token: string, offset: number) => ({
    path: ["deny", "message"],
    token,
    at: computePosition(source, offset),
  });
  if (parsed.kind === "unpaired")
    return { diagnostics: [{ code: "unpaired-brace", ...placeInMessage(parsed.brace, parsed.offset) }] };
  const available = findAvailableFacets(covered);
  const diagnostics = parsed.template.holes.flatMap(({ name, offset }): Found => {
    if (limit !== undefined && isLimitHole(name)) return [];
    const lacking = covered.filter((command) => !findAvailableFacets([command]).has(name as FacetName)); // only compared
    if (lacking.length === 0) return [];
    if (!isFacet(name))
      return [
        { code: "unknown-facet", ...placeInMessage(name, offset), suggestion: findNearest(name, available) },
      ];
    const details = {
      commands: lacking.map((command) => command.name),
      available: [...findAvailableFacets(lacking)],
    };
    return [{ code: "facet-unavailable", ...placeInMessage(name, offset), details }];
  });
  return { value: parsed.template, diagnostics };
}

/** A message about one target must not repeat the whole list. */
function checkTargetHoles(
  message: Template | undefined,
  covered: readonly Command[],
  isPerTarget: (command: Command) => boolean,
): Found {
  const commands = covered.filter(isPerTarget).map(({ name }) => name);
  const namesAll = message?.holes.some(({ name }) => name === "targets");
  if (!namesAll || commands.length === 0) return [];
  return [{ code: "hole-per-target", path: ["deny", "message"], token: "targets", details: { commands } }];
}

function checkCodes(
  { deny }: Rule,
  covered: readonly Command[],
  isPerTarget: (command: Command) => boolean,
): Found {
  if (deny === undefined) return [];
  const families = new Set(covered.map(({ name }) => readFamily(name)));
  const byFamily = typeof deny.code === "object" ? Object.keys(deny.code) : [];
  const strange = byFamily.filter((family) => !families.has(family));
  const byName = covered.filter(
    (command) =>
      command.reply.phase === "before" && command.reply.partialDenial === "named" && isPerTarget(command),
  );
  const isUnseen = byName.length > 0 && (deny.code ?? deny.message) !== undefined;
  return [
    ...strange.map(
      (family): UnplacedDiagnostic => ({
        code: "unknown-family",
        path: ["deny", "code"],
        token: family,
        suggestion: findNearest(family, families),
      }),
    ),
    ...(isUnseen
      ? [
          {
            code: "denial-unseen",
            path: ["deny"],
            details: { commands: byName.map(({ name }) => name) },
          } as const,
        ]
      : []),
    ...listUnavailableCodes(deny, covered),
  ];
}

function listUnavailableCodes(deny: Deny, covered: readonly Command[]): Found {
  const wrong = covered.filter((command) => listAllowedCodes(deny, command) !== undefined);
  const isByFamily = typeof deny.code === "object";
  return groupCommands(wrong, (command) => ({
    ...listAllowedCodes(deny, command),
    family: isByFamily ? [readFamily(command.name)] : [],
    code: findDenyCode(deny, command),
  })).map(({ family, code, commands, range, defaultCode }) => ({
    code: "code-unavailable",
    path: ["deny", "code", ...family],
    token: String(code),
    details: { commands, range, defaultCode },
  }));
}

type AllowedCodes = {
  readonly range?: readonly [number, number] | undefined;
  readonly defaultCode?: number | undefined;
};

/** The codes that the command accepts, if the rule's code is not one of them. */
function listAllowedCodes(deny: Deny, command: Command): AllowedCodes | undefined {
  const { reply } = command;
  const code = findDenyCode(deny, command);
  if (reply.phase === "after" || code === undefined || code === reply.defaultCode) return undefined;
  if (reply.codes === null) return { defaultCode: reply.defaultCode };
  if (isCodeIn(reply.codes, code)) return undefined;
  return {
    range: reply.codes,
    defaultCode: isCodeIn(reply.codes, reply.defaultCode) ? undefined : reply.defaultCode,
  };
}
