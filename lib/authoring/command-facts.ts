import type { Command } from "../commands/define-command.ts";
import { listFacets } from "../commands/facet-reading.ts";
import { facetTexts } from "../commands/facets.docs.ts";
import { commonFacetNames, type FacetName, facets, isTargetFacet } from "../commands/facets.ts";
import type { Payload } from "../commands/payload.ts";
import { formatPageLink, listSampleAnswers, type SampleAnswer, typeNames } from "./describe.ts";
import { findDocs } from "./find-docs.ts";

/** What a policy author needs to know about a command, derived from the command and its documentation. */
export type CommandFacts = {
  readonly name: string;
  readonly title: string;
  readonly phase: "before" | "after";
  readonly documentation: string;
  readonly actions: readonly string[];
  /** Of before-commands: the code of a refusal without a custom one, and the range of custom codes. */
  readonly codes: { readonly plain: number; readonly own: readonly [number, number] | null } | undefined;
  readonly facets: readonly { readonly name: FacetName; readonly type: string; readonly about: string }[];
  readonly answers: readonly SampleAnswer[];
  readonly notes: readonly string[];
  readonly sample: Payload;
  /** YAML, an item of `rules`. */
  readonly example: string;
};

export function collectCommandFacts(command: Command): CommandFacts {
  const { name, page, reply } = command;
  const { title, notes, sample } = findDocs(command);
  return {
    name,
    title,
    notes,
    phase: reply.phase,
    documentation: formatPageLink(page),
    actions: reply.actions,
    codes: reply.phase === "before" ? { plain: reply.defaultCode, own: reply.codes } : undefined,
    facets: [...listFacets(command), ...commonFacetNames].map((facet) => ({
      name: facet,
      type: typeNames[facets[facet].kind],
      about: facetTexts[facet],
    })),
    answers: listSampleAnswers(reply),
    sample,
    example: writeExampleRule(command),
  };
}

/** The example rule has the first condition whose facet the command has. */
const exampleConditions: readonly (readonly [FacetName, string])[] = [
  ["target", 'target.glob("test-*")'],
  ["name", "name.size() > 40"],
  ["text", "text.size() > 2000"],
  ["note", 'note == ""'],
  ["groupType", 'groupType == "AVChatRoom"'],
  ["operator", 'operator.glob("guest-*")'],
  ["sender", 'sender.glob("guest-*")'],
  ["platform", 'platform == "restapi"'],
];

function writeExampleRule(command: Command): string {
  const { name, reply } = command;
  const available: readonly FacetName[] = [...listFacets(command), ...commonFacetNames];
  const [facet, when] = exampleConditions.find(([known]) => available.includes(known)) ?? [
    "platform",
    "true",
  ];
  const action = reply.phase === "after" ? "observe: {}" : `deny: ${writeDenial(command, facet)}`;
  return [`- id: example`, `  on: ${name}`, `  when: '${when}'`, `  ${action}`].join("\n");
}

function writeDenial({ reply }: Command, facet: FacetName): string {
  if (reply.phase === "after") return "{}";
  if (isTargetFacet(facet) && reply.partialDenial === "named") return "{}"; // such refusals carry neither code nor message
  const [code] = reply.codes ?? [reply.defaultCode];
  return `{ code: ${code}, message: "This is not possible here." }`;
}
