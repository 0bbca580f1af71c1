import type { DiagnosticCode, DiagnosticWith } from "../../policy/diagnostic.ts";

/** The texts of one code, for users and docs/diagnostics.md. */
export type Message<Code extends DiagnosticCode> = {
  /** What it means, as a sentence. */
  readonly title: string;
  /** The problem, then what to do, for one case of it. */
  readonly text: (diagnostic: DiagnosticWith<Code>) => string;
  readonly example: Example;
  readonly fix: string;
};

export type Messages<Details> = { readonly [Code in keyof Details & DiagnosticCode]: Message<Code> };

export type Example =
  /** Files of a policy folder beside good settings, of which `policy check` says this code and nothing else. */
  | { readonly kind: "files"; readonly files: Readonly<Record<string, string>> }
  /** The same with tests beside, of which `policy test` says this code and nothing else. */
  | { readonly kind: "test"; readonly files: Readonly<Record<string, string>> }
  /** Command lines, of which the last one says this code; at `stage`, if there is one, which was never pushed to. */
  | {
      readonly kind: "run";
      readonly lines: readonly string[];
      /** Besides those of a small folder of policies. */
      readonly files: Readonly<Record<string, string>>;
      readonly stage?: string;
    }
  /** How it occurs, if files alone do not cause it. */
  | { readonly kind: "situation"; readonly situation: string };

export const createSituation = (text: string): Example => ({ kind: "situation", situation: text });

export const createFilesExample = (texts: Readonly<Record<string, string>>): Example => ({
  kind: "files",
  files: texts,
});

/** A policy of one rule, `names`, and a test of it with these keys. */
export const createTestExample = (...lines: readonly string[]): Example => ({
  kind: "test",
  files: {
    "naming.yaml": `rules:\n  - id: names\n    ${CREATE}\n    when: name == "admin"\n    ${DENY}\n`,
    "naming.test.yaml": ["tests:", "  - name: refuses", ...lines.map((line) => `    ${line}`), ""].join("\n"),
  },
});

/** Command lines without `chatgate`, run where `init --yes` was run before. */
export const createRunExample = (
  lines: string | readonly string[],
  texts: Readonly<Record<string, string>> = {},
): Example => ({ kind: "run", lines: [lines].flat(), files: texts });

/** The same with a small folder of policies, and a stage `dev` that was never pushed to. */
export const createStageExample = (
  lines: string | readonly string[],
  texts: Readonly<Record<string, string>> = {},
): Example => ({ kind: "run", lines: [lines].flat(), files: texts, stage: "dev" });

/** `lines`: the keys of one rule, `id` apart. */
export const createRuleExample = (...lines: readonly string[]): Example =>
  createFilesExample({
    "naming.yaml": ["rules:", "  - id: names", ...lines.map((line) => `    ${line}`), ""].join("\n"),
  });

export const CREATE = "on: Group.CallbackBeforeCreateGroup";
export const DENY = 'deny: { message: "Not here." }';

export const quote = (text: string | undefined) => `"${text ?? ""}"`;

export const suggest = ({ suggestion }: { readonly suggestion?: string | undefined }) =>
  suggestion === undefined ? "" : ` Did you mean ${quote(suggestion)}?`;

/** `a`, `a or b`, `a, b or c`. */
export function joinWords(words: readonly string[], last: "and" | "or"): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}

/** The first, and how many more: a rule's pattern may cover dozens. */
export function summarizeNames([first = "", ...more]: readonly string[]): string {
  return more.length === 0 ? first : `${first} and ${more.length} more`;
}

/** `1 page`, `2 pages`. */
export const pluralize = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

export const formatKilobytes = (bytes: number) => `${Number((bytes / 1024).toFixed(1))} KB`;
