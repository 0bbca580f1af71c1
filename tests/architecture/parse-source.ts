import { posix } from "node:path";

export type Import = {
  /** From the project's folder for our own files, else as written. */
  readonly target: string;
  readonly written: string;
  readonly typesOnly: boolean;
  /** Between `import` and `from`; empty for `import()`. */
  readonly clause: string;
};

export type File = {
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  /** Without comments. */
  readonly code: string;
  /** Without comments and the contents of strings. */
  readonly bare: string;
};

const STRING = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/.source;
const COMMENT = /\/\*[\s\S]*?\*\/|(?<![:\\])\/\/.*/.source;
const tokens = new RegExp(`(${STRING})|(${COMMENT})`, "g");

const IMPORT =
  /\b(?:import|export)\s+(type\s+)?([\w*{][^"';]*?)\s+from\s*"([^"]+)"|\b(?:import|require)\s*\(?\s*"([^"]+)"/g;

export function parse(path: string, source: string): File {
  const code = source.replace(tokens, (_, text?: string) => text ?? "");
  const imports = [...code.matchAll(IMPORT)].map(([, type, clause = "", from, bareFrom]) => {
    const written = from ?? bareFrom ?? "";
    const target = written.startsWith(".") ? posix.join(posix.dirname(path), written) : written;
    const named = /^\{(.*)\}$/s
      .exec(clause)?.[1]
      ?.split(",")
      .map((name) => name.trim())
      .filter(Boolean);
    const typesOnly = type !== undefined || (named?.every((name) => name.startsWith("type ")) ?? false);
    return { target, written, typesOnly, clause };
  });
  const bare = source.replace(tokens, (_, text?: string) => (text === undefined ? "" : '""'));
  return { path, lines: source.trimEnd().split("\n").length, imports, code, bare };
}

export const into = (file: File, ...patterns: readonly RegExp[]) =>
  file.imports
    .filter(({ target }) => patterns.some((pattern) => pattern.test(target)))
    .map(({ written }) => written);

export const beside = (file: File, ...patterns: readonly RegExp[]) =>
  file.imports
    .filter(({ target }) => !patterns.some((pattern) => pattern.test(target)))
    .map(({ written }) => written);

export const isIn =
  (...folders: readonly string[]) =>
  ({ path }: File) =>
    folders.some((folder) => path.startsWith(folder));
