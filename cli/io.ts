import type { Readable } from "node:stream";
import { parseJson } from "../lib/json.ts";

/** Input and output of a command: a terminal in `cli/start.ts`, literals in tests. */
export type Io = {
  /** Writes to standard output and adds a line end. With `--json`, called once. */
  readonly out: (text: string) => void;
  /** Writes to standard error: everything that is not the result. */
  readonly err: (text: string) => void;
  /** 0: success. 1: the check failed. 2: the command could not run. */
  readonly exit: (code: number) => void;
  readonly colour: boolean;
  /** Whether `--json` was given: problems are then one JSON document on standard output. */
  readonly json?: boolean;
  /** Columns to fill. */
  readonly width: number;
  /** Standard input, for `-`. Undefined: it is empty. */
  readonly stdin?: Readable;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths start from. */
  readonly cwd: string;
  /** The command that runs this program. Default: `npx --no chatgate`. */
  readonly program?: string;
  /** The folder with the editors' schemas, which `init` copies. */
  readonly schemas?: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Asks a question with a default answer; undefined without a terminal. */
  readonly ask: ((question: string, proposal: string) => Promise<string>) | undefined;
  /** Replaces the progress line, or removes it if the text is empty. Only at a terminal. */
  readonly progress?: ((line: string) => void) | undefined;
  /** Aborts on Ctrl-C, for commands that clean up. Without a listener, Ctrl-C ends the process. */
  readonly stop: AbortSignal;
};

/** Until the returned function is called, Ctrl-C aborts `stop` and does not end the process. */
export function holdStop({ stop }: Pick<Io, "stop">): () => void {
  const listen = () => {};
  stop.addEventListener("abort", listen);
  return () => stop.removeEventListener("abort", listen);
}

/** The exit code of shells for a program ended by Ctrl-C: 128 + SIGINT. */
export const STOPPED = 130;

/** Without --no, npx would download a package of that name if this one is not installed. */
export const SAFE_PROGRAM = "npx --no chatgate";

/** The exit codes, for the end of every command's help. */
export const EXIT_CODES =
  "Exit codes: 0 success; 1 the check failed; 2 the command could not run; 130 interrupted.";

/** Wraps an Io so that only text and our own colours reach the terminal. */
export function guardTerminal(io: Io): Io {
  const { ask, colour } = io;
  return {
    ...io,
    out: (text) => io.out(showControls(text, colour)),
    err: (text) => io.err(showControls(text, colour)),
    ask: ask && ((question, proposal) => ask(showControls(question, colour), showControls(proposal, colour))),
  };
}

// Control characters except tab and line feed, and those that change the text direction.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
// What cli/render/style.ts writes: bold, dim and six colours, on and off.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escapes of colours are what is meant
const COLOURS = /(\x1b\[(?:1|2|22|3[1-6]|39)m)/;

/** Escapes control characters in untrusted text: `\u{1b}` for ESC. JSON has its own escapes. */
function showControls(text: string, colour: boolean): string {
  if (text.search(CONTROL) < 0) return text;
  const isJson = /^\s*[[{]/.test(text) && parseJson(text) !== undefined;
  const showPart = (part: string) =>
    part.replace(/\r\n/g, "\n").replace(CONTROL, (character) => {
      const digits = character.charCodeAt(0).toString(16);
      return isJson ? `\\u${digits.padStart(4, "0")}` : `\\u{${digits}}`;
    });
  if (!colour) return showPart(text);
  return text
    .split(COLOURS)
    .map((part, index) => (index % 2 === 1 ? part : showPart(part))) // split puts captured groups at odd indexes
    .join("");
}
