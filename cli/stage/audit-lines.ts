import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { Readable } from "node:stream";
import type { Parameter } from "../../lib/policy-set/parameter.ts";
import { readLogLine } from "../../lib/records/read-lines.ts";
import { type AuditView, viewAuditLine } from "../../lib/replay/audit-view.ts";
import { deriveKeys } from "../../lib/sinks/derive-keys.ts";
import type { Io } from "../io.ts";
import { type LogSource, readLogStream } from "../log-source.ts";
import { findSecrets } from "../replay-sets.ts";

export type AuditItem =
  | { readonly kind: "audit"; readonly view: AuditView; readonly record: Readonly<Record<string, unknown>> }
  | { readonly kind: "failed"; readonly reason: string };

/** The audit lines among all others. */
export async function* readAuditLines(lines: LogSource): AsyncIterable<AuditItem> {
  for await (const item of lines) {
    if (item.kind === "failed") return yield item;
    for (const record of readLogLine(item.text)) {
      const view = record.kind === "audit" ? viewAuditLine(record.record) : undefined;
      if (record.kind === "audit" && view !== undefined) yield { kind: "audit", view, record: record.record };
    }
  }
}

/**
 * Standard input for `-`. A file is opened when its first line is asked for: a stream whose file is missing ends the
 * process if nobody reads it yet.
 */
export async function* openLines(path: string, { cwd, stdin = Readable.from([]) }: Io): LogSource {
  yield* readLogStream(path === "-" ? stdin : createReadStream(resolve(cwd, path)));
}

/** All names that a log may have for the account: its ID, and its hash by the audit key or any token. */
export function nameInLogs(account: string, parameters: readonly Parameter[]): ReadonlySet<string> {
  const { tokens = [], auditKey } = findSecrets(parameters) ?? {};
  const keys = [deriveKeys(tokens, auditKey), ...tokens.map((token) => deriveKeys([token]))];
  return new Set([account, ...keys.flatMap(({ hashAccount }) => hashAccount?.(account) ?? [])]);
}

/** CloudWatch's pattern for audit lines; emulators ignore it. */
export const AUDIT_PATTERN = '{ $.type = "audit" }';
