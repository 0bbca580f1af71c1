/** The world outside, as commands see it: a terminal in `cli/start.ts`, literals in tests. */
export type Io = {
  /** Standard output, a line or several; the last line end is added. With `--json`, called once. */
  readonly out: (text: string) => void;
  /** Standard error, likewise: what is not the answer. */
  readonly err: (text: string) => void;
  /** The exit code: 0 good, 1 findings or a failure, 2 a usage error. */
  readonly exit: (code: number) => void;
  readonly colour: boolean;
  /** Columns to fill. */
  readonly width: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What paths on the command line are relative to. */
  readonly cwd: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Asks a person, who may take the proposal; undefined where nobody sits at a terminal. */
  readonly ask: ((question: string, proposal: string) => Promise<string>) | undefined;
  /** One line that takes the place of the one before, while work goes on; empty: none. Only at a terminal. */
  readonly progress?: ((line: string) => void) | undefined;
  /** Ends what would go on forever, as `--watch` does. */
  readonly stop: AbortSignal;
};

/** Says what is wrong and what to do, for a command to end with. */
export function usageError(io: Io, message: string): 2 {
  io.err(`chatgate: ${message}`);
  return 2;
}

/** Says why nothing could be done, as text or as data, and what to do. */
export function failure(io: Io, faults: readonly string[], advice: string, json: boolean | undefined): 1 {
  if (json) io.out(JSON.stringify({ ok: false, faults }, null, 2));
  else io.err([...faults, advice].filter(Boolean).join("\n"));
  return 1;
}
