import prose from "../../cli/prose.json" with { type: "json" };
import type { Command } from "../commands/define-command.ts";
import { commonFacetNames, type FacetName, facets } from "../commands/facets.ts";
import type { Payload } from "../commands/payload.ts";
import { answersOf, linkTo, type SampleAnswer, typeNames } from "./describe.ts";
import { facetsOf, sampleOf } from "./scenario.ts";

/** What a policy author wants to know of a command; all of it is derived from the command itself. */
export type CommandFacts = {
  readonly name: string;
  readonly title: string;
  readonly phase: "before" | "after";
  readonly documentation: string;
  readonly actions: readonly string[];
  /** The refusal without a code of one's own, and the range of those; of before-commands. */
  readonly codes: { readonly plain: number; readonly own: readonly [number, number] | null } | undefined;
  readonly facets: readonly { readonly name: FacetName; readonly type: string; readonly about: string }[];
  readonly answers: readonly SampleAnswer[];
  readonly quirks: readonly string[];
  readonly sample: Payload;
  /** YAML, an item of `rules`. */
  readonly example: string;
};

type Prose = { readonly title: string; readonly quirks: readonly string[] };

export function titleOf(command: Command): string {
  return proseOf(command).title;
}

function proseOf({ name }: Command): Prose {
  return (prose as Readonly<Record<string, Prose>>)[name] ?? { title: "", quirks: [] }; // generated: one per command
}

export function factsOf(command: Command): CommandFacts {
  const { name, page, reply } = command;
  return {
    name,
    ...proseOf(command),
    phase: reply.phase,
    documentation: linkTo(page),
    actions: reply.actions,
    codes: reply.phase === "before" ? { plain: reply.plain, own: reply.codes } : undefined,
    facets: [...facetsOf(command), ...commonFacetNames].map((facet) => ({
      name: facet,
      type: typeNames[facets[facet].kind],
      about: facets[facet].about,
    })),
    answers: answersOf(reply),
    sample: sampleOf(command),
    example: exampleFor(command),
  };
}

/** Conditions that anybody can read, the more telling ones first. */
const conditions: readonly (readonly [FacetName, string])[] = [
  ["target", 'target.glob("test-*")'],
  ["name", "name.size() > 40"],
  ["text", "text.size() > 2000"],
  ["note", 'note == ""'],
  ["groupType", 'groupType == "AVChatRoom"'],
  ["operator", 'operator.glob("guest-*")'],
  ["sender", 'sender.glob("guest-*")'],
  ["platform", 'platform == "restapi"'],
];

function exampleFor(command: Command): string {
  const { name, reply } = command;
  const known: readonly FacetName[] = [...facetsOf(command), ...commonFacetNames];
  const [facet, when] = conditions.find(([one]) => known.includes(one)) ?? ["platform", "true"];
  const action = reply.phase === "after" ? "observe: {}" : `deny: ${denial(command, facet)}`;
  return [`- id: example`, `  on: ${name}`, `  when: '${when}'`, `  ${action}`].join("\n");
}

function denial({ reply }: Command, facet: FacetName): string {
  if (reply.phase === "after") return "{}";
  if (facet === "target" && reply.perTarget === "named") return "{}"; // nobody would see a code or message
  const [code] = reply.codes ?? [reply.plain];
  return `{ code: ${code}, message: "This is not possible here." }`;
}
