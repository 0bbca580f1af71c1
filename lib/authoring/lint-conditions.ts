import { readFacets } from "../callback/read-facets.ts";
import type { Command } from "../commands/define-command.ts";
import type { Program } from "../policy/cel/compile.ts";
import { collectFacts } from "../policy/cel/facts.ts";
import { computePosition, type UnplacedDiagnostic } from "../policy/diagnostic.ts";
import { evaluateRules } from "../policy/evaluate.ts";
import type { PolicySet } from "../policy-set/check-set.ts";
import { findDocs } from "./find-docs.ts";

/** An optional field that is read without `has()`: the rule is an error where it is not sent. */
export function lintReads(program: Program): readonly UnplacedDiagnostic[] {
  return collectFacts(program)
    .unguarded.filter(({ isOptional }) => isOptional)
    .map(({ path, range }) => ({
      code: "unguarded-read",
      path: ["when"],
      at: computePosition(program.parsed.source, range[0]),
      token: path,
      suggestion: `has(${path}) && …`,
    }));
}

/** Before a message is sent, Chat may not say whom it mentions. */
export function lintMentions(program: Program, covered: readonly Command[]): readonly UnplacedDiagnostic[] {
  const mention = program.names.find(({ name }) => name === "mentions");
  const before = covered.find(
    ({ reply, facets }) => reply.phase === "before" && facets.mentions !== undefined,
  );
  if (mention === undefined || before === undefined) return [];
  const at = computePosition(program.parsed.source, mention.range[0]);
  const details = { command: before.name };
  return [{ code: "mentions-unreliable", path: ["when"], at, token: "mentions", details }];
}

/** Whether the rule is an error on the sample of a command that it covers. */
export function lintSamples(
  rule: string,
  covered: readonly Command[],
  set: PolicySet,
): readonly UnplacedDiagnostic[] {
  for (const command of covered) {
    const rules = set.rulesFor(command.name).filter((compiled) => compiled.rule === rule);
    const payload = findDocs(command).sample;
    const context = { platform: "web", clientIp: "192.0.2.1", sdkAppId: 1400000000, now: 0 };
    const facets = readFacets(command, payload, context);
    const evaluations = evaluateRules(
      { rules, command, facets, payload, onFault: "allow", onOversize: "allow" },
      () => false,
    );
    const failed = evaluations === "late" ? undefined : evaluations.find(({ effect }) => effect === "error");
    if (failed?.error === undefined || failed.rule.unavailable !== undefined) continue;
    const details = { command: command.name, error: failed.error };
    return [{ code: "error-on-sample", path: ["when"], details }];
  }
  return [];
}
