import { relative } from "node:path";
import type { Io } from "./io.ts";
import type { BareDiagnostic } from "./report.ts";

/** The problem that the file system reports for a path; undefined for other errors. */
export function explainFileError(error: unknown, { cwd }: Pick<Io, "cwd">): BareDiagnostic | undefined {
  if (typeof error !== "object" || error === null || !("code" in error) || !("path" in error))
    return undefined;
  const path = String(error.path);
  const below = relative(cwd, path);
  const token = below === "" || below.startsWith("..") ? path : below;
  const cause = String(error.code);
  if ("isWrite" in error) return { code: "file-unwritable", token, details: { cause } };
  return cause === "ENOENT"
    ? { code: "file-missing", token }
    : { code: "file-unreadable", token, details: { cause } };
}
