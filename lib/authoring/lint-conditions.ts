import type { Command } from "../commands/define-command.ts";
import type { Program } from "../policy/cel/compile.ts";
import { findUnguardedReads } from "../policy/cel/facts.ts";
import { computePosition, type UnplacedDiagnostic } from "../policy/diagnostic.ts";

/**
 * Optional fields that are read without `has()`: the rule is an error if one is not sent. `programs`: the condition
 * as each command runs it, since a field that one requires may be optional in another.
 */
export function lintReads(programs: readonly Program[]): readonly UnplacedDiagnostic[] {
  const reads = [...new Set(programs)].flatMap((program) =>
    findUnguardedReads(program).map(({ path, range }): UnplacedDiagnostic => {
      const at = computePosition(program.parsed.source, range[0]);
      return { code: "unguarded-read", path: ["when"], at, token: path, suggestion: `has(${path}) && …` };
    }),
  );
  return [...new Map(reads.map((read) => [JSON.stringify(read), read])).values()];
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
