import type { Command } from "../../lib/commands/define-command.ts";
import type { CommandDocs } from "../../lib/commands/describe-command.ts";

export type Fixture = {
  readonly command: Command;
  /** The body as Chat sends it: the sample that the command's documentation shows. */
  readonly sample: Readonly<Record<string, unknown>>;
  /** The answer without any policy; `ActionStatus` OK, code 0 and no text unless it says otherwise. */
  readonly answer?: Readonly<Record<string, unknown>>;
  /** The payload facets that the sample has, all of them; times as ISO strings. */
  readonly facets: Readonly<Record<string, unknown>>;
  readonly cases: readonly {
    readonly name: string;
    /** Rules on this command; the lists that they name are in `lists`. */
    readonly rules: readonly Readonly<Record<string, unknown>>[];
    readonly lists?: Readonly<Record<string, string>>;
    /** Laid over the sample, key by key; `undefined` takes a key away. */
    readonly change?: Readonly<Record<string, unknown>>;
    /** Laid over the URL's parameters, in the same way. */
    readonly query?: Readonly<Record<string, string | undefined>>;
    /** The whole envelope; `ActionStatus` OK, code 0 and no text unless it says otherwise. */
    readonly expect: Readonly<Record<string, unknown>>;
  }[];
};

/** One command's fixture, over the sample of its documentation. */
export function defineFixture(
  { command, sample }: CommandDocs,
  parts: Omit<Fixture, "command" | "sample">,
): Fixture {
  return { command, sample, ...parts };
}
