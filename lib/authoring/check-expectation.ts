import type { Command } from "../commands/define-command.ts";
import type { UnplacedDiagnostic } from "../policy/diagnostic.ts";
import { isCodeIn } from "../replies/code-range.ts";
import type { Envelope } from "../replies/envelope.ts";
import { listSampleAnswers } from "./describe.ts";
import type { Expectation } from "./suite.ts";
import { listCodes } from "./verdict.ts";

/** Expectations that no policy can meet: such a test would fail whatever the rules are. */
export function findImpossible(
  { decision, code }: Pick<Expectation, "decision" | "code">,
  command: Command,
): readonly UnplacedDiagnostic[] {
  const found: UnplacedDiagnostic[] = [];
  const decisions = listDecisions(command);
  if (decision !== undefined && !decisions.includes(decision)) {
    const details = { command: command.name, allowed: decisions };
    found.push({ code: "impossible-decision", path: ["decision"], token: decision, details });
  }
  const { range, allowed } = listAnswerCodes(command);
  const isAnswered = code === undefined || allowed.includes(code) || (range && isCodeIn(range, code));
  if (!isAnswered) {
    const details = { command: command.name, range, allowed };
    found.push({ code: "impossible-code", path: ["code"], token: String(code), details });
  }
  return found;
}

function listDecisions({ reply, targets }: Command): readonly string[] {
  if (reply.phase === "after") return ["allow", "unreadable"];
  const isPartial = reply.partialDenial !== null && targets !== undefined;
  const rewrites = (["drop", "mask"] as const).filter((action) => reply.actions.includes(action));
  return ["allow", "deny", ...(isPartial ? ["partial"] : []), ...rewrites, "unreadable"];
}

/** The codes that rules may name, and those that the reply gives by itself. */
function listAnswerCodes({ reply }: Command) {
  const context = { targets: ["first", "second"], payload: {} };
  const codes = listSampleAnswers(reply).flatMap(
    ({ envelope }) => listCodes(reply.decode(envelope as Envelope, context)), // the reply has encoded it
  );
  const range = reply.phase === "before" && reply.codes !== null ? reply.codes : undefined;
  return { range, allowed: [...new Set(codes)].sort((a, b) => a - b) };
}
