import { type Command, familyOf } from "../commands/define-command.ts";
import { commonFacetNames, type FacetName, isFacet } from "../commands/facets.ts";
import { mappedFacets, targetFacets } from "../commands/read-facets.ts";
import { payloadShape } from "../commands/read-payload.ts";
import type { Action } from "../decision.ts";
import { isCodeIn } from "../protocol/code-range.ts";
import type { Refusing } from "../protocol/replies/reply.ts";
import type { Mode, PolicyDocument, Rule } from "./document.ts";
import type { Expression, Language } from "./expression.ts";
import { type Fault, positionAt } from "./fault.ts";
import { matchesGlob } from "./functions/glob.ts";
import { didYouMean } from "./suggest.ts";
import { parseTemplate, type Template } from "./template.ts";
import type { WordList } from "./word-list.ts";

/** What a rule does to one command; codes are the command's own, messages ready to fill. */
export type Act =
  | { readonly kind: "deny"; readonly code: number; readonly message: Template | undefined }
  | { readonly kind: "drop" }
  | { readonly kind: "mask"; readonly list: WordList; readonly with: string }
  | { readonly kind: "observe" };

export type Exemption = {
  readonly accounts: (account: string) => boolean;
  readonly reason: string;
  /** The last millisecond on which it applies. */
  readonly until: number;
};

/** A rule, ready to run on one command. */
export type CompiledRule = {
  /** `<document>/<rule id>` */
  readonly rule: string;
  readonly mode: Exclude<Mode, "off">;
  /** `undefined`: always holds. */
  readonly when: Expression | undefined;
  readonly perTarget: boolean;
  readonly exemptions: readonly Exemption[];
  readonly rollout: { readonly percent: number; readonly by: FacetName } | undefined;
  readonly act: Act;
};

export type Compiled = {
  readonly rulesFor: (command: string) => readonly CompiledRule[];
  readonly faults: readonly Fault[];
};

type Context = {
  readonly commands: ReadonlyMap<string, Command>;
  readonly language: Language;
  /** The settings' mode: the mildest of all three holds. */
  readonly mode: Mode;
};

const ACTIONS: readonly Action[] = ["deny", "drop", "mask", "observe"];
const DAY = 86_400_000;

/** Documents in the order in which their rules decide: by name, as the caller gives them. */
export function compile(
  documents: readonly { readonly document: string; readonly content: PolicyDocument }[],
  context: Context,
): Compiled {
  const faults: Fault[] = [];
  const byCommand = new Map<string, CompiledRule[]>();
  for (const { document, content } of documents) {
    const seen = new Set<string>();
    for (const [index, rule] of content.rules.entries()) {
      const report = (path: readonly (string | number)[], message: string, at?: Fault["at"]) =>
        faults.push({
          document: `policies/${document}`,
          rule: rule.id,
          path: ["rules", index, ...path],
          at,
          message,
        });
      if (seen.has(rule.id)) report(["id"], `"${rule.id}" names another rule of this document too`);
      seen.add(rule.id);
      const mode = mildest([context.mode, content.mode ?? "enforce", rule.mode ?? "enforce"]);
      for (const [command, compiled] of compileRule(document, rule, mode, context, report))
        byCommand.set(command, [...(byCommand.get(command) ?? []), compiled]);
    }
  }
  return { faults, rulesFor: (command) => byCommand.get(command) ?? [] };
}

function mildest(modes: readonly Mode[]): Mode {
  if (modes.includes("off")) return "off";
  return modes.includes("shadow") ? "shadow" : "enforce";
}

type Report = (path: readonly (string | number)[], message: string, at?: Fault["at"]) => void;

/** Checks the rule against every command that it covers, also where its mode is `off`. */
function compileRule(
  document: string,
  rule: Rule,
  mode: Mode,
  context: Context,
  report: Report,
): readonly (readonly [command: string, rule: CompiledRule])[] {
  const covered = coveredCommands(rule, context.commands, report);
  const action = actionOf(rule, report);
  if (covered.length === 0 || action === undefined) return [];
  if (rule.limit !== undefined && mode === "enforce")
    report(["limit"], "needs the quota store, which does not exist yet: set `mode: shadow` until it does");
  checkFacet(rule.rollout?.by, ["rollout", "by"], covered, report);
  checkFacet(rule.limit?.by, ["limit", "by"], covered, report);
  const exemptions = exemptionsOf(rule, context.language, report);
  const whens = compileWhen(rule, covered, context.language, report);
  if (whens === undefined) return [];
  const message = messageOf(rule, covered, report);
  const perTargetOf = (command: Command) => {
    const own = targetFacets(command);
    const named = [...(whens(command)?.facets ?? []), ...(message?.holes ?? [])];
    return named.some((name) => own.includes(name as FacetName)); // only compared
  };
  checkCodes(rule, covered, perTargetOf, report);

  if (mode === "off") return [];
  return covered.flatMap((command) => {
    const act = actOf(action, rule, command, message, context.language, report);
    if (act === undefined) return [];
    const compiled: CompiledRule = {
      rule: `${document}/${rule.id}`,
      mode,
      // A limit only counts once the quota store exists; until then it never holds.
      when: rule.limit === undefined ? whens(command) : NEVER,
      perTarget: perTargetOf(command),
      exemptions,
      rollout: rule.rollout as CompiledRule["rollout"], // checkFacet has seen `by`
      act,
    };
    return [[command.name, compiled] as const];
  });
}

const NEVER: Expression = {
  source: "false",
  facets: new Set(),
  lists: new Set(),
  readsRequest: false,
  holds: () => false,
  evidence: () => undefined,
  leaves: () => [],
};

function coveredCommands(
  rule: Rule,
  commands: ReadonlyMap<string, Command>,
  report: Report,
): readonly Command[] {
  const covered = new Set<Command>();
  for (const pattern of typeof rule.on === "string" ? [rule.on] : rule.on) {
    const matches = [...commands.values()].filter(({ name }) => matchesGlob(name, pattern));
    for (const command of matches) covered.add(command);
    if (matches.length > 0) continue;
    if (/[*?]/.test(pattern)) report(["on"], `"${pattern}" matches no command`);
    else report(["on"], `unknown command "${pattern}".${didYouMean(pattern, commands.keys())}`);
  }
  return [...covered];
}

function actionOf(rule: Rule, report: Report): Action | undefined {
  const actions = ACTIONS.filter((action) => rule[action] !== undefined);
  if (actions.length === 1) return actions[0];
  const names = ACTIONS.map((action) => `\`${action}\``).join(", ");
  report(
    [],
    actions.length === 0
      ? `does nothing: give it one of ${names}`
      : `has ${actions.join(" and ")}: give it one`,
  );
  return undefined;
}

const has = (command: Command, facet: FacetName) =>
  facet === "targets"
    ? command.targets !== undefined || "targets" in command.facets
    : [...commonFacetNames, ...mappedFacets(command), ...targetFacets(command)].includes(facet);

const named = (commands: readonly Command[]) =>
  commands.length === 1 ? (commands[0]?.name ?? "") : `${commands[0]?.name} and ${commands.length - 1} more`;

function checkFacet(
  name: string | undefined,
  path: readonly string[],
  covered: readonly Command[],
  report: Report,
): void {
  if (name === undefined) return;
  if (!isFacet(name)) report(path, `unknown facet "${name}".${didYouMean(name, facetsOf(covered))}`);
  else if (!covered.some((command) => has(command, name)))
    report(path, `${named(covered)} has no facet "${name}"`);
}

function facetsOf(commands: readonly Command[]): ReadonlySet<string> {
  return new Set(
    commands.flatMap((command) => [...commonFacetNames, ...mappedFacets(command), ...targetFacets(command)]),
  );
}

/**
 * The condition as each command runs it. A facet means the same and has the same type everywhere, so one check
 * serves all commands; only `request` is typed by the command.
 */
function compileWhen(
  rule: Rule,
  covered: readonly Command[],
  language: Language,
  report: Report,
): ((command: Command) => Expression | undefined) | undefined {
  const { when } = rule;
  if (when === undefined) return () => undefined;
  const compileFor = (command: Command): Expression | undefined => {
    const readsRequest = /\brequest\b/.test(when);
    const compiled = language.compile(when, readsRequest ? payloadShape(command) : undefined);
    if ("source" in compiled) return compiled;
    const where = readsRequest && covered.length > 1 ? ` (for ${command.name})` : "";
    for (const { offset, message } of compiled) report(["when"], message + where, positionAt(when, offset));
    return undefined;
  };
  const [first] = covered;
  const shared = first === undefined ? undefined : compileFor(first);
  if (shared === undefined) return undefined;
  for (const facet of shared.facets)
    if (!covered.some((command) => has(command, facet))) {
      const at = positionAt(when, Math.max(0, when.search(new RegExp(`\\b${facet}\\b`))));
      report(
        ["when"],
        `${named(covered)} has no facet "${facet}". It has ${[...facetsOf(covered)].join(", ")}`,
        at,
      );
    }
  if (!shared.readsRequest) return () => shared;
  const own = new Map(covered.map((command) => [command, command === first ? shared : compileFor(command)]));
  return [...own.values()].includes(undefined) ? undefined : (command) => own.get(command);
}

function exemptionsOf(rule: Rule, { lists }: Language, report: Report): readonly Exemption[] {
  return (rule.unless ?? []).map(({ account, reason, until }, index) => {
    const end = until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until) + DAY - 1;
    if (typeof account !== "string") {
      const accounts = new Set(account);
      return { accounts: (id) => accounts.has(id), reason, until: end };
    }
    const name = account.slice("lists.".length);
    const list = lists.get(name);
    if (list === undefined)
      report(["unless", index, "account"], `unknown list "${name}".${didYouMean(name, lists.keys())}`);
    return { accounts: (id) => list?.has(id) === true, reason, until: end };
  });
}

function messageOf(rule: Rule, covered: readonly Command[], report: Report): Template | undefined {
  const source = rule.deny?.message;
  if (source === undefined) return undefined;
  const template = parseTemplate(source);
  if (typeof template === "string") {
    report(["deny", "message"], template);
    return undefined;
  }
  for (const hole of template.holes) {
    const lacking = isFacet(hole) ? covered.find((command) => !has(command, hole)) : covered[0];
    if (lacking !== undefined)
      report(
        ["deny", "message"],
        `{${hole}}: ${lacking.name} has no facet "${hole}".${didYouMean(hole, facetsOf(covered))}`,
      );
  }
  return template;
}

function refusals(commands: readonly Command[]): readonly (readonly [Command, Refusing])[] {
  return commands.flatMap((command) =>
    command.reply.phase === "before" ? [[command, command.reply] as const] : [],
  );
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
  if (typeof deny.code === "object")
    for (const family of Object.keys(deny.code))
      if (!families.has(family))
        report(
          ["deny", "code", family],
          `the rule covers no command of "${family}".${didYouMean(family, families)}`,
        );
  for (const [command, reply] of refusals(covered)) {
    if (perTargetOf(command) && reply.perTarget === "named" && (deny.code ?? deny.message) !== undefined)
      report(
        ["deny"],
        `${command.name} refuses single targets by name only: nobody would see a code or message`,
      );
    const code = codeFor(deny.code, command);
    if (code === undefined || code === reply.plain || (reply.codes !== null && isCodeIn(reply.codes, code)))
      continue;
    const allowed =
      reply.codes === null
        ? `only ${reply.plain}`
        : [...new Set([reply.codes.join(" to "), reply.plain])].join(" or ");
    const path = typeof deny.code === "object" ? ["deny", "code", familyOf(command.name)] : ["deny", "code"];
    report(path, `${code} is not a code of ${command.name}: it takes ${allowed}`);
  }
}

function codeFor(code: NonNullable<Rule["deny"]>["code"], command: Command): number | undefined {
  return typeof code === "object" ? code[familyOf(command.name)] : code;
}

function actOf(
  action: Action,
  rule: Rule,
  command: Command,
  message: Template | undefined,
  { lists }: Language,
  report: Report,
): Act | undefined {
  const { reply } = command;
  if (!(reply.actions as readonly Action[]).includes(action)) {
    const can = reply.actions.map((name) => `\`${name}\``).join(", ");
    report(
      [action],
      `${command.name} cannot ${action}: ${reply.phase === "after" ? "it has happened already; " : ""}it takes ${can}`,
    );
    return undefined;
  }
  switch (action) {
    case "deny": {
      const plain = reply.phase === "before" ? reply.plain : 0;
      return { kind: "deny", code: codeFor(rule.deny?.code, command) ?? plain, message };
    }
    case "mask": {
      const name = rule.mask?.list ?? "";
      const list = lists.get(name);
      if (list === undefined)
        report(["mask", "list"], `unknown list "${name}".${didYouMean(name, lists.keys())}`);
      return list === undefined ? undefined : { kind: "mask", list, with: rule.mask?.with ?? "" };
    }
    default:
      return { kind: action };
  }
}
