import type { Command } from "../commands/define-command.ts";
import type { FacetName } from "../commands/facets.ts";
import type { Mask } from "../text/mask.ts";
import type { WordList } from "../text/word-list.ts";
import { type CheckedRule, checkRule, codeFor } from "./check-rule.ts";
import type { Mode, PolicyDocument, Rule } from "./document.ts";
import type { Expression, Language } from "./expression.ts";
import type { Fault, Report } from "./fault.ts";
import type { Template } from "./template.ts";

/** What a rule does to one command; codes are the command's own, messages ready to fill. */
export type Act =
  | { readonly kind: "deny"; readonly code: number; readonly message: Template | undefined }
  | { readonly kind: "drop" }
  | ({ readonly kind: "mask" } & Mask)
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
      const before = faults.length;
      const report: Report = (path, message, at) =>
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
      const checked = checkRule(rule, mode, context.commands, context.language, report);
      if (mode === "off" || faults.length > before) continue;
      const compiledFor = compileRule(`${document}/${rule.id}`, rule, mode, checked, context.language);
      for (const command of checked.covered) {
        const rules = byCommand.get(command.name) ?? [];
        rules.push(compiledFor(command));
        byCommand.set(command.name, rules);
      }
    }
  }
  return { faults, rulesFor: (command) => byCommand.get(command) ?? [] };
}

function mildest(modes: readonly Mode[]): Mode {
  if (modes.includes("off")) return "off";
  return modes.includes("shadow") ? "shadow" : "enforce";
}

/** A limit only counts once the quota store exists; until then it never holds. */
const NEVER: Expression = {
  source: "false",
  facets: new Map(),
  lists: new Set(),
  readsRequest: false,
  holds: () => false,
  evidence: () => undefined,
  leaves: () => [],
};

function compileRule(
  name: string,
  rule: Rule,
  mode: CompiledRule["mode"],
  { action, condition, message, mask, perTargetOf }: CheckedRule,
  { lists }: Language,
): (command: Command) => CompiledRule {
  const exemptions = exemptionsOf(rule, lists);
  const rollout = rule.rollout as CompiledRule["rollout"]; // checkRule has seen that `by` is a facet
  const actOn = (command: Command): Act => {
    if (action === "deny") {
      const plain = command.reply.phase === "before" ? command.reply.plain : 0;
      return { kind: "deny", code: codeFor(rule, command) ?? plain, message };
    }
    if (mask !== undefined) return { kind: "mask", ...mask };
    return { kind: action === "drop" ? "drop" : "observe" };
  };
  return (command) => ({
    rule: name,
    mode,
    when: rule.limit === undefined ? condition(command) : NEVER,
    perTarget: perTargetOf(command),
    exemptions,
    rollout,
    act: actOn(command),
  });
}

function exemptionsOf(rule: Rule, lists: ReadonlyMap<string, WordList>): readonly Exemption[] {
  return (rule.unless ?? []).map(({ account, reason, until }) => {
    const accounts =
      typeof account === "string" ? lists.get(account.slice("lists.".length)) : new Set(account);
    return {
      accounts: (id) => accounts?.has(id) === true,
      reason,
      until: until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until) + DAY - 1,
    };
  });
}
