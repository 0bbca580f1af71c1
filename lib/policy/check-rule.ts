import { type Command, familyOf } from "../commands/define-command.ts";
import { targetFacets } from "../commands/facet-reading.ts";
import { type FacetName, isFacet } from "../commands/facets.ts";
import type { Action } from "../decision.ts";
import { isCodeIn } from "../replies/code-range.ts";
import { compileMask, coverFault, type Mask } from "../text/mask.ts";
import type { WordList } from "../text/word-list.ts";
import { type Condition, checkCondition } from "./check-condition.ts";
import { commandsOn, facetsOf, nameAll } from "./coverage.ts";
import type { Rule } from "./document.ts";
import type { Language } from "./expression.ts";
import type { Report } from "./fault.ts";
import { didYouMean } from "./suggest.ts";
import { parseTemplate, type Template } from "./template.ts";

/** What a rule says, looked up; to be relied upon only where nothing was reported. */
export type CheckedRule = {
  readonly covered: readonly Command[];
  readonly action: Action | undefined;
  readonly condition: Condition;
  readonly message: Template | undefined;
  readonly mask: Mask | undefined;
  /** Whether the rule is decided target by target for this command. */
  readonly perTargetOf: (command: Command) => boolean;
};

/** Checks a rule against every command that it covers, whatever its mode is, and reports every fault. */
export function checkRule(
  rule: Rule,
  commands: ReadonlyMap<string, Command>,
  language: Language,
  report: Report,
): CheckedRule {
  const covered = checkCovered(rule, commands, report);
  const action = checkAction(rule, covered, report);
  if (rule.limit !== undefined) report(["limit"], "limits do not count yet: remove `limit`");
  checkFacet(rule.rollout?.by, ["rollout", "by"], covered, report);
  checkFacet(rule.limit?.by, ["limit", "by"], covered, report);
  for (const [index, { account }] of (rule.unless ?? []).entries())
    if (typeof account === "string")
      checkList(account.slice("lists.".length), ["unless", index, "account"], language, report);
  const mask = rule.mask === undefined ? undefined : checkMask(rule.mask, language, report);
  const condition = checkCondition(rule.when, covered, language, report);
  const message = checkMessage(rule.deny?.message, covered, report);
  const perTargetOf = (command: Command) => {
    const named = [...(condition(command)?.facets.keys() ?? []), ...(message?.holes ?? []), rule.rollout?.by];
    return targetFacets(command).some((own) => named.includes(own));
  };
  checkCodes(rule, covered, perTargetOf, report);
  return { covered, action, condition, message, mask, perTargetOf };
}

/** The code that a rule gives for a command's refusals; `undefined`: its plain one. */
export function codeFor({ deny }: Rule, command: Command): number | undefined {
  return typeof deny?.code === "object" ? deny.code[familyOf(command.name)] : deny?.code;
}

function checkCovered(
  rule: Rule,
  commands: ReadonlyMap<string, Command>,
  report: Report,
): readonly Command[] {
  const covered = new Set<Command>();
  for (const pattern of typeof rule.on === "string" ? [rule.on] : rule.on) {
    const matches = commandsOn(pattern, commands);
    for (const command of matches) covered.add(command);
    if (matches.length > 0) continue;
    if (/[*?]/.test(pattern)) report(["on"], `"${pattern}" matches no command`);
    else report(["on"], `unknown command "${pattern}".${didYouMean(pattern, commands.keys())}`);
  }
  return [...covered];
}

const ACTIONS: readonly Action[] = ["deny", "drop", "mask", "observe"];
const quoted = (actions: readonly Action[]) => actions.map((action) => `\`${action}\``).join(", ");

function checkAction(rule: Rule, covered: readonly Command[], report: Report): Action | undefined {
  const actions = ACTIONS.filter((action) => rule[action] !== undefined);
  const [action] = actions;
  if (action === undefined) report([], `does nothing: give it one of ${quoted(ACTIONS)}`);
  if (actions.length > 1) report([], `has ${quoted(actions)}: give it one`);
  if (action === undefined || actions.length > 1) return undefined;
  const unable = covered.filter(({ reply }) => !(reply.actions as readonly Action[]).includes(action)); // each reply has its own
  for (const { alike, value: reply } of grouped(unable, ({ reply }) => [reply, reply.actions.join()])) {
    const why = reply.phase === "after" ? "it has happened already; " : "";
    report([action], `${nameAll(alike)} cannot ${action}: ${why}it takes ${quoted(reply.actions)}`);
  }
  return action;
}

/** Commands of which the same is to be said, so that a glob over dozens makes one message, not dozens. */
function grouped<T>(
  commands: readonly Command[],
  aspectOf: (command: Command) => readonly [value: T, key: string],
): readonly { readonly alike: readonly Command[]; readonly value: T }[] {
  const groups = new Map<string, { readonly alike: Command[]; readonly value: T }>();
  for (const command of commands) {
    const [value, key] = aspectOf(command);
    const group = groups.get(key) ?? { alike: [], value };
    group.alike.push(command);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function checkFacet(
  name: string | undefined,
  path: readonly string[],
  covered: readonly Command[],
  report: Report,
): void {
  if (name === undefined || covered.length === 0) return;
  const known = facetsOf(covered);
  if (!isFacet(name)) report(path, `unknown facet "${name}".${didYouMean(name, known)}`);
  else if (!known.has(name)) report(path, `${nameAll(covered)} has no facet "${name}"`);
}

function checkList(
  name: string,
  path: readonly (string | number)[],
  { lists }: Language,
  report: Report,
): WordList | undefined {
  const list = lists.get(name);
  if (list === undefined) report(path, `unknown list "${name}".${didYouMean(name, lists.keys())}`);
  return list;
}

function checkMask(mask: NonNullable<Rule["mask"]>, language: Language, report: Report): Mask | undefined {
  const list = checkList(mask.list, ["mask", "list"], language, report);
  if (list === undefined) return undefined;
  const fault = coverFault(mask.with, list);
  if (fault !== undefined) report(["mask", "with"], fault);
  return compileMask(list, mask.with);
}

function checkMessage(
  source: string | undefined,
  covered: readonly Command[],
  report: Report,
): Template | undefined {
  if (source === undefined) return undefined;
  const template = parseTemplate(source);
  if (typeof template === "string") {
    report(["deny", "message"], template);
    return undefined;
  }
  for (const hole of template.holes) {
    const lacking = covered.filter((command) => !facetsOf([command]).has(hole as FacetName)); // only compared
    if (lacking.length === 0) continue;
    const advice = isFacet(hole) ? "" : didYouMean(hole, facetsOf(covered));
    report(["deny", "message"], `{${hole}}: ${nameAll(lacking)} has no facet "${hole}".${advice}`);
  }
  return template;
}

function checkCodes(
  rule: Rule,
  covered: readonly Command[],
  perTargetOf: (command: Command) => boolean,
  report: Report,
): void {
  const { deny } = rule;
  if (deny === undefined) return;
  const families = new Set(covered.map(({ name }) => familyOf(name)));
  for (const family of typeof deny.code === "object" ? Object.keys(deny.code) : [])
    if (!families.has(family))
      report(
        ["deny", "code", family],
        `the rule covers no command of "${family}".${didYouMean(family, families)}`,
      );

  const byName = covered.filter(
    (command) =>
      command.reply.phase === "before" && command.reply.partialDenial === "named" && perTargetOf(command),
  );
  if (byName.length > 0 && (deny.code ?? deny.message) !== undefined)
    report(
      ["deny"],
      `${nameAll(byName)} refuses single targets by name only: nobody would see a code or message`,
    );

  const wrong = covered.filter((command) => allowedCodes(rule, command) !== undefined);
  for (const { alike, value: path } of grouped(wrong, (command) => {
    const path = ["deny", "code", ...(typeof deny.code === "object" ? [familyOf(command.name)] : [])];
    return [path, path.join() + allowedCodes(rule, command)];
  })) {
    const [first] = alike;
    if (first !== undefined)
      report(
        path,
        `${codeFor(rule, first)} is not a code of ${nameAll(alike)}: it takes ${allowedCodes(rule, first)}`,
      );
  }
}

/** What the command takes, where the rule's code is not among it. */
function allowedCodes(rule: Rule, command: Command): string | undefined {
  const { reply } = command;
  const code = codeFor(rule, command);
  if (reply.phase === "after" || code === undefined || code === reply.defaultCode) return undefined;
  if (reply.codes === null) return `only ${reply.defaultCode}`;
  if (isCodeIn(reply.codes, code)) return undefined;
  const range = reply.codes.join(" to ");
  return isCodeIn(reply.codes, reply.defaultCode) ? range : `${range} or ${reply.defaultCode}`;
}
