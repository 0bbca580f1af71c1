import type { Diagnostic, DiagnosticCode, UnplacedDiagnostic } from "../../lib/policy/diagnostic.ts";

/** What a row says of one diagnostic; `details` may be a part of them. */
export type Expected = {
  readonly code: DiagnosticCode;
  readonly document?: string;
  readonly path?: Diagnostic["path"];
  readonly at?: Diagnostic["at"];
  readonly token?: string;
  readonly suggestion?: string;
  readonly details?: object;
};

/**
 * Exactly these, in any order of keys: what a row leaves out, the diagnostic must not have, but for its details; of
 * these it must name the command only if the row does.
 */
export function expectDiagnostics(
  found: readonly (Diagnostic | UnplacedDiagnostic)[],
  expected: readonly Expected[],
): void {
  const outline = found.map(({ code, path, at, token, suggestion }) => ({
    code,
    path,
    at,
    token,
    suggestion,
  }));
  expect(outline).toEqual(
    expected.map(({ code, path = [], at, token, suggestion }) => ({ code, path, at, token, suggestion })),
  );
  for (const [index, { details, document }] of expected.entries()) {
    if (details !== undefined) expect(found[index]?.details).toMatchObject(details);
    if (details !== undefined)
      expect(readNamedCommand(found[index]?.details)).toBe(readNamedCommand(details));
    if (document !== undefined) expect(found[index]).toHaveProperty("document", document);
  }
}

const readNamedCommand = (details: object | undefined) =>
  details !== undefined && "command" in details ? details.command : undefined;
