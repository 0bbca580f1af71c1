import {
  computePosition,
  type Diagnostic,
  formatDiagnostic,
  placeDiagnostic,
} from "../../lib/policy/diagnostic.ts";
import { testRows } from "../support/table.ts";

describe("positions", () => {
  testRows(
    [
      { name: "the first character", text: "abc", offset: 0, line: 1, column: 1 },
      { name: "the end", text: "abc", offset: 3, line: 1, column: 4 },
      { name: "a line's end", text: "a\nbc", offset: 1, line: 1, column: 2 },
      { name: "the next line", text: "a\nbc", offset: 2, line: 2, column: 1 },
      { name: "behind an empty line", text: "a\n\nc", offset: 4, line: 3, column: 2 },
    ],
    ({ text, offset, line, column }) => expect(computePosition(text, offset)).toEqual({ line, column }),
  );
});

describe("a line of the log", () => {
  const placed = { severity: "error", document: "policies/a" } as const;
  type Row = { readonly name: string; readonly diagnostic: Diagnostic; readonly line: string };
  const rows: readonly Row[] = [
    {
      name: "of a document as a whole",
      diagnostic: { code: "settings-missing", severity: "error", document: "settings", path: [] },
      line: "settings-missing settings",
    },
    {
      name: "with path and token, without suggestion",
      diagnostic: {
        code: "unknown-command",
        ...placed,
        path: ["rules", 0, "on"],
        token: "Nope",
        suggestion: "No",
      },
      line: 'unknown-command policies/a rules.0.on "Nope"',
    },
    {
      name: "with a place inside the value",
      diagnostic: {
        code: "wrong-operands",
        ...placed,
        path: ["rules", 1, "when"],
        at: { line: 2, column: 3 },
        details: { command: undefined, expected: undefined, found: "never logged", feature: undefined },
      },
      line: "wrong-operands policies/a rules.1.when:2:3",
    },
    {
      name: "in a list",
      diagnostic: {
        code: "list-empty",
        severity: "error",
        document: "lists/a",
        path: [],
        at: { line: 2, column: 1 },
      },
      line: "list-empty lists/a 2:1",
    },
    {
      name: "a token on one line, cut to 100 characters",
      diagnostic: { code: "unknown-key", ...placed, path: [], token: `\n${"x".repeat(200)}` },
      line: `unknown-key policies/a "\\n${"x".repeat(99)}"`,
    },
  ];
  testRows(rows, ({ diagnostic, line }) => expect(formatDiagnostic(diagnostic)).toBe(line));
});

test("a path from inside a rule is put behind the rule's own", () => {
  const place = { severity: "warning", document: "policies/a", rule: "r" } as const;
  expect(placeDiagnostic({ code: "no-message", path: ["deny"] }, place, ["rules", 3])).toEqual({
    code: "no-message",
    path: ["rules", 3, "deny"],
    ...place,
  });
});
