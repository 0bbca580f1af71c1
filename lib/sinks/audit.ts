import type { Sink } from "../gate/deliver.ts";
import type { Outcome } from "../gate/outcome.ts";
import { formatAuditLine, isPlainAllow, isSampled, nameDrift } from "../records/audit.ts";

/** Bounds memory: while authentication is off, anybody can send unknown keys. */
const MAX_REMEMBERED_DRIFT = 100;

/**
 * Writes the audit line of each request, and of plain allows the share that settings keep. A difference from the
 * documented payload that this instance has not seen yet is always written.
 */
export function createAuditSink(write: (line: string) => void): Sink {
  const seenDrift = new Set<string>();
  const findNewDrift = ({ drift }: Outcome): boolean => {
    const before = seenDrift.size;
    for (const difference of drift) {
      if (seenDrift.size >= MAX_REMEMBERED_DRIFT) break;
      seenDrift.add(nameDrift(difference));
    }
    return seenDrift.size > before;
  };
  return (outcome, context) => {
    const rate = context.settings?.audit.sample ?? 1;
    const hasNewDrift = outcome.drift.length > 0 && findNewDrift(outcome);
    if (rate >= 1 || hasNewDrift || !isPlainAllow(outcome)) write(formatAuditLine(outcome, context));
    else if (isSampled(outcome.requestId, rate)) write(formatAuditLine(outcome, context, rate));
  };
}
