import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Io } from "../../cli/io.ts";
import { runProgram } from "../../cli/main.ts";

export type Ran = { readonly code: number; readonly out: string; readonly err: string };

/** A folder, and the command line run in it. */
export type Terminal = {
  readonly folder: string;
  readonly write: (files: Readonly<Record<string, string>>) => void;
  readonly read: (path: string) => string;
  /** Words are split at spaces; quotes hold them together. `chatgate` itself is left out. */
  readonly chatgate: (line: string, world?: Partial<Io>) => Promise<Ran>;
  readonly close: () => void;
};

/** The moment at which tests happen, unless they say otherwise. */
export const NOW = Date.parse("2026-06-15T10:00:00Z");

export const SETTINGS = "sdkAppIds: [1400000000]\n";

export function openTerminal(files: Readonly<Record<string, string>> = {}): Terminal {
  const folder = mkdtempSync(join(tmpdir(), "chatgate-cli-"));
  const write = (more: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(more)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  };
  write(files);
  return {
    folder,
    write,
    read: (path) => readFileSync(join(folder, path), "utf8"),
    chatgate: async (line, world = {}) => {
      const [out, err]: [string[], string[]] = [[], []];
      const code = await runProgram(splitWords(line), {
        out: (text) => out.push(text),
        err: (text) => err.push(text),
        exit: () => {},
        colour: false,
        width: 100,
        env: {},
        cwd: folder,
        schemas: join(__dirname, "../../policies/schema"),
        now: () => NOW,
        ask: undefined,
        stop: new AbortController().signal,
        ...world,
      });
      return { code, out: out.join("\n"), err: err.join("\n") };
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}

function splitWords(line: string): readonly string[] {
  return [...line.matchAll(/(?:"[^"]*"|[^\s"])+/g)].map(([word]) => word.replaceAll('"', ""));
}
