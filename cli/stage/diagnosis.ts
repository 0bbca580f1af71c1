import type { Io } from "../io.ts";
import { styleOf } from "../render/style.ts";

/** One line of the doctor: what was looked at, how it is, and, unless all is well, what to do. */
export type Diagnosis = {
  readonly level: "ok" | "warn" | "fail";
  readonly check: string;
  readonly message: string;
};

export const ok = (check: string, message: string): Diagnosis => ({ level: "ok", check, message });
export const warn = (check: string, message: string): Diagnosis => ({ level: "warn", check, message });
export const fail = (check: string, message: string): Diagnosis => ({ level: "fail", check, message });

export function formatDiagnosis({ level, check, message }: Diagnosis, io: Io): string {
  const { green, yellow, red } = styleOf(io);
  const paint = { ok: green, warn: yellow, fail: red }[level];
  return `${paint(level.padEnd(4))}  ${check}: ${message}`;
}
