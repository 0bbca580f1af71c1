import type { Command } from "../commands/define-command.ts";
import type { FacetName, FacetValue } from "../commands/facets.ts";
import type { Refusing } from "../replies/reply.ts";
import type { Mask } from "../text/mask.ts";
import type { WordList } from "../text/word-list.ts";
import { checkLimitCount } from "./check-limit.ts";
import { type CheckedRule, checkRule, findDenyCode } from "./check-rule.ts";
import { type Diagnostic, placeDiagnostic } from "./diagnostic.ts";
import type { Mode, PolicyDocument, Rule } from "./document.ts";
import type { Expression, Language } from "./expression.ts";
import { compileLimit, type RuleLimit } from "./limit.ts";
import { finishSteps } from "./steps.ts";
import type { Template } from "./template.ts";
import { failOnUnavailable } from "./unavailable-lists.ts";

/** SHA-256 of the text's UTF-8, as 32 bytes. Given, because no platform's own hash is synchronous everywhere. */
export type Sha256 = (text: string) => Uint8Array;

/** What a rule does to one command; codes are the command's own, messages ready to fill. */
export type CompiledAction =
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

export type Rollout = {
  /** 0 to 1. */
  readonly share: number;
  readonly by: FacetName;
  /** 0 to 1: fixed for a value of `by` within a rule, independent between rules. */
  readonly computeBucket: (value: FacetValue | undefined) => number;
};

/** A rule, ready to run on one command. */
export type CompiledRule = {
  /** `<document>/<rule id>` */
  readonly rule: string;
  readonly mode: Exclude<Mode, "off">;
  /** Until then as in shadow mode, in milliseconds; 0: not paused. */
  readonly pausedUntil: number;
  /** `undefined`: always holds. */
  readonly when: Expression | undefined;
  readonly perTarget: boolean;
  readonly exemptions: readonly Exemption[];
  readonly rollout: Rollout | undefined;
  readonly action: CompiledAction;
  /** What is counted before the rule does anything. */
  readonly limit: RuleLimit | undefined;
  /** Why the rule is an error for every request: it names a list that is unavailable. */
  readonly unavailable: string | undefined;
};

export type Compiled = {
  readonly rulesFor: (command: string) => readonly CompiledRule[];
  readonly hasLimits: boolean;
  readonly diagnostics: readonly Diagnostic[];
};

type Context = {
  readonly commands: ReadonlyMap<string, Command>;
  readonly language: Language;
  /** The settings' mode: the least strict of the three applies. */
  readonly mode: Mode;
  /** Lists that are unavailable. */
  readonly unavailableLists?: ReadonlySet<string>;
  readonly sha256: Sha256;
};

const NO_LISTS: ReadonlySet<string> = new Set();
const DAY = 86_400_000;

type NamedDocument = { readonly document: string; readonly content: PolicyDocument };

/** Documents in the order in which their rules decide: by name, as the caller gives them. */
export const compilePolicies = (documents: readonly NamedDocument[], context: Context): Compiled =>
  finishSteps(compilePoliciesInSteps(documents, context));

/** One step per document, so that a large set does not block requests for long. */
export function* compilePoliciesInSteps(
  documents: readonly NamedDocument[],
  context: Context,
): Generator<void, Compiled> {
  const diagnostics: Diagnostic[] = [];
  // Compiled at a command's first use: most instances serve few commands.
  const makers = new Map<string, (() => CompiledRule)[]>();
  const limitCounts = new Map<string, number>();
  for (const { document, content } of documents) {
    const seen = new Set<string>();
    for (const [index, rule] of content.rules.entries()) {
      const place = { severity: "error", document: `policies/${document}`, rule: rule.id } as const;
      const prefix = ["rules", index];
      if (seen.has(rule.id))
        diagnostics.push({ code: "duplicate-rule", ...place, path: [...prefix, "id"], token: rule.id });
      const mode = findLeastStrict([context.mode, content.mode, rule.mode]);
      const checked = checkRule(rule, context.commands, context.language);
      diagnostics.push(...checked.diagnostics.map((found) => placeDiagnostic(found, place, prefix)));
      seen.add(rule.id);
      if (mode === "off" || checked.value === undefined) continue;
      const { covered } = checked.value;
      if (rule.limit !== undefined) {
        const counts = covered.map(({ name }) => [name, limitCounts.get(name) ?? 0] as const);
        const overflow = checkLimitCount(new Map(counts));
        diagnostics.push(...overflow.map((found) => placeDiagnostic(found, place, prefix)));
        for (const [name, count] of counts) limitCounts.set(name, count + 1);
      }
      const compiledFor = compileRule(`${document}/${rule.id}`, rule, mode, checked.value, context);
      const unavailable = context.unavailableLists ?? NO_LISTS;
      for (const command of covered) {
        const rules = makers.get(command.name) ?? [];
        rules.push(() => failOnUnavailable(rule, compiledFor(command), unavailable));
        makers.set(command.name, rules);
      }
    }
    yield;
  }
  const made = new Map<string, readonly CompiledRule[]>();
  const rulesFor = (command: string): readonly CompiledRule[] => {
    const known = made.get(command);
    if (known !== undefined) return known;
    const rules = makers.get(command)?.map((make) => make()) ?? [];
    made.set(command, rules);
    return rules;
  };
  return { diagnostics, hasLimits: limitCounts.size > 0, rulesFor };
}

function findLeastStrict(modes: readonly (Mode | undefined)[]): Mode {
  if (modes.includes("off")) return "off";
  return modes.includes("shadow") ? "shadow" : "enforce";
}

function compileRule(
  name: string,
  rule: Rule,
  mode: CompiledRule["mode"],
  { action, condition, message, mask, isPerTarget }: CheckedRule,
  { language, sha256 }: Context,
): (command: Command) => CompiledRule {
  const exemptions = compileExemptions(rule, language.lists);
  const rollout = compileRollout(name, rule, sha256);
  const limit = compileLimit(rule);
  const compileAction = (command: Command): CompiledAction => {
    if (rule.deny !== undefined) {
      const { defaultCode } = command.reply as Refusing; // checkRule takes no denial of what has happened
      return { kind: "deny", code: findDenyCode(rule.deny, command) ?? defaultCode, message };
    }
    if (mask !== undefined) return { kind: "mask", ...mask };
    return { kind: action === "drop" ? "drop" : "observe" };
  };
  return (command) => ({
    rule: name,
    mode,
    pausedUntil: rule.pause === undefined ? 0 : Date.parse(rule.pause.until),
    when: condition(command),
    perTarget: isPerTarget(command),
    exemptions,
    rollout,
    action: compileAction(command),
    limit,
    unavailable: undefined,
  });
}

function compileRollout(name: string, { rollout }: Rule, sha256: Sha256): Rollout | undefined {
  if (rollout === undefined) return undefined;
  const computeBucket = (value: FacetValue | undefined) => {
    const text = Array.isArray(value) ? value.join("\0") : String(value ?? "");
    const [first = 0, second = 0, third = 0, fourth = 0] = sha256(`${name}\0${text}`);
    return (first * 2 ** 24 + second * 2 ** 16 + third * 2 ** 8 + fourth) / 2 ** 32;
  };
  return { share: rollout.percent / 100, by: rollout.by as FacetName, computeBucket }; // checkRule takes only facets
}

function compileExemptions(rule: Rule, lists: ReadonlyMap<string, WordList>): readonly Exemption[] {
  return (rule.unless ?? []).map(({ account, reason, until }) => {
    const accounts =
      typeof account === "string"
        ? (lists.get(account.slice("lists.".length)) as WordList) // checkRule takes only known lists
        : new Set(account);
    return {
      accounts: (id) => accounts.has(id),
      reason,
      until: until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until) + DAY - 1,
    };
  });
}
