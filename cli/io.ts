import { parseJson } from "../lib/json.ts";

/** The world outside, as commands see it: a terminal in `cli/start.ts`, literals in tests. */
export type Io = {
  /** Standard output, a line or several; the last line end is added. With `--json`, called once. */
  readonly out: (text: string) => void;
  /** Standard error: what is not the answer. */
  readonly err: (text: string) => void;
  /** 0: done, and the answer is good. 1: the answer is no. 2: it could not be done. */
  readonly exit: (code: number) => void;
  readonly colour: boolean;
  /** Whether `--json` was given: what is wrong is then one document on standard output. */
  readonly json?: boolean;
  /** Columns to fill. */
  readonly width: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What paths on the command line are relative to. */
  readonly cwd: string;
  /** What runs this program again, e.g. `npx --no chatgate`; that by default. */
  readonly program?: string;
  /** The folder with the editors' schemas, which `init` copies; none without it. */
  readonly schemas?: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Asks a person, who may take the proposal; undefined where nobody sits at a terminal. */
  readonly ask: ((question: string, proposal: string) => Promise<string>) | undefined;
  /** One line that takes the place of the one before, while work goes on; empty: none. Only at a terminal. */
  readonly progress?: ((line: string) => void) | undefined;
  /** Ctrl-C, for who listens: what would go on forever, or ends better in order. Without a listener the process ends. */
  readonly stop: AbortSignal;
};

/** Until the function that it gives is called, Ctrl-C is told by `stop` and does not end the process. */
export function holdStop({ stop }: Pick<Io, "stop">): () => void {
  const listen = () => {};
  stop.addEventListener("abort", listen);
  return () => stop.removeEventListener("abort", listen);
}

/** What a shell says of a program that Ctrl-C ended. */
export const STOPPED = 130;

/** Without --no, npx would download a package of that name where this one is not installed. */
export const SAFE_PROGRAM = "npx --no chatgate";

/** The exit codes, for the end of every command's help. */
export const EXIT_CODES =
  "Exit codes: 0 done, and the answer is good; 1 the answer is no; 2 could not be done; 130 stopped.";

/** The same world, through which only text and our own colours reach the terminal. */
export function guardTerminal(io: Io): Io {
  const { ask, colour } = io;
  return {
    ...io,
    out: (text) => io.out(showControls(text, colour)),
    err: (text) => io.err(showControls(text, colour)),
    ask: ask && ((question, proposal) => ask(showControls(question, colour), showControls(proposal, colour))),
  };
}

// Control characters but tab and line feed; what turns the direction of text.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
// What cli/render/style.ts writes: bold, dim and six colours, on and off. They hide nothing and move nothing.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escapes of colours are what is meant
const COLOURS = /(\x1b\[(?:1|2|22|3[1-6]|39)m)/;

/** A text of strangers is shown, not obeyed: `\u{1b}` for ESC; JSON keeps its own notation. */
function showControls(text: string, colour: boolean): string {
  if (text.search(CONTROL) < 0) return text;
  const isJson = /^\s*[[{]/.test(text) && parseJson(text) !== undefined;
  const show = (part: string) =>
    part.replace(/\r\n/g, "\n").replace(CONTROL, (character) => {
      const digits = character.charCodeAt(0).toString(16);
      return isJson ? `\\u${digits.padStart(4, "0")}` : `\\u{${digits}}`;
    });
  if (!colour) return show(text);
  return text
    .split(COLOURS)
    .map((part, index) => (index % 2 === 1 ? part : show(part))) // split puts what is captured at odd places
    .join("");
}
