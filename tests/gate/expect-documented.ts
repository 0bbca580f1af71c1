import type { Outcome } from "../../lib/gate/outcome.ts";
import { formatAuditLine, parseAuditLine } from "../../lib/records/audit.ts";
import { createMetricsSink } from "../../lib/sinks/metrics.ts";
import { findUndocumented } from "../support/documented.ts";

/** Nothing that the command's page does not have; and it can be recorded. */
export function expectDocumented(outcome: Outcome): void {
  JSON.stringify(outcome);
  const context = {
    settings: undefined,
    keys: undefined,
    readBodyText: () => undefined,
    phase: undefined,
    requestTime: "",
  };
  const audit = parseAuditLine(formatAuditLine(outcome, context));
  expect(audit).toMatchObject({ outcome: outcome.ending.kind });
  const written: string[] = [];
  createMetricsSink("test", (line) => written.push(line))(outcome, context);
  expect(written.join("\n").length).toBeLessThan(2_000);
  expect(findUndocumented(outcome)).toBeUndefined();
}
