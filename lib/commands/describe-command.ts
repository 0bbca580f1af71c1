import type * as z from "zod/mini";
import type { Command } from "./define-command.ts";
import type { Payload } from "./payload.ts";

type Description<Sample> = {
  /** What happens, as a heading: no full stop. */
  readonly title: string;
  /** Sentences in Markdown: what a policy author must know besides the facets and fields. */
  readonly notes: readonly string[];
  /** Commands by which the same thing can be changed afterwards without being asked, by name. */
  readonly changedBy?: readonly string[];
  /** The body as Chat sends it, with invented values. */
  readonly sample: Sample;
};

/** What documents, editors and the command line say about a command; the handler's bundle must not reach it. */
export type CommandDocs = Description<Payload> & { readonly command: Command };

/** `command` gives the sample its type. */
export function describeCommand<P extends z.ZodMiniType>(
  command: Command & { readonly payload: () => P },
  description: Description<z.input<P>>,
): CommandDocs {
  return { command, ...description, sample: description.sample as Payload }; // a payload is an object: Chat sends no other JSON
}
