import { formatPageLink, listSampleAnswers, typeNames } from "../../lib/authoring/describe.ts";
import { type AnyReader, type Command, readFamily } from "../../lib/commands/define-command.ts";
import { listFacets } from "../../lib/commands/facet-reading.ts";
import { commonFacetNames, type FacetName, facetNames, facets } from "../../lib/commands/facets.ts";
import { familyNotes } from "../../lib/commands/families.docs.ts";
import { type ContentField, elementContents } from "../../lib/commands/fragments/elements.ts";
import { readShape, type Shape } from "../../lib/commands/shape.ts";
import type { Reply } from "../../lib/replies/reply.ts";
import { type CommandFile, readCommandFiles } from "./command-files.ts";
import type { Generated } from "./generated.ts";

/** The reference of a command for policy authors, derived from the command. */
export const commandDocs: Generated = {
  path: "docs/commands.md",
  make: async () => {
    const files = await readCommandFiles();
    const commands = files.map(({ command }) => command);
    const families = Map.groupBy(files, ({ command }) => readFamily(command.name));
    const paragraphs = [
      "<!-- Made by `npm run generate` from lib/commands. Do not edit. -->",
      "# Commands",
      `The ${commands.length} commands that chatgate knows. *Before*: it is asked whether something may happen. *After*: it is told that something did, and rules can only \`observe\`. A command that is not listed is answered with code 0 and counted.`,
      `Every command has the facets ${formatNames(commonFacetNames)}, too.`,
      formatMarkdownTable(["Command", "Phase", "Actions", "Codes", "Facets"], commands.map(formatOverview)),
      "What Chat does with the answers, which traffic causes no webhook, and what webhooks of other products need: [webhooks.md](webhooks.md).",
      ...formatElements(),
      ...[...families].flatMap(([family, members]) => [
        `## ${family}`,
        ...(familyNotes[family] ?? []),
        ...members.flatMap(formatSection),
      ]),
    ];
    return `${paragraphs.join("\n\n")}\n`;
  },
};

function formatElements(): readonly string[] {
  const rows = Object.entries(elementContents).map(([type, content]) => [
    `\`${type}\``,
    Object.entries(content)
      .map(([key, field]) => `\`${key}\` ${describeField(field)}`)
      .join(", "),
  ]);
  return [
    "## Message elements",
    "What a message consists of: `request.MsgBody` is a list of elements, each with `MsgType` and `MsgContent`. Policies may read the fields below; all of them are optional, so ask `has()` first. Elements of other types are delivered as they came. A condition reads one element after the other:",
    "```cel\nrequest.MsgBody.exists(e, has(e.MsgContent.FileSize) && e.MsgContent.FileSize > 20000000)\n```",
    "For texts, names and links there are facets, which need no `has()`: `text`, `customData`, `fileNames`, `urls`. Degrees (`Latitude`, `Longitude`) are of type any, since JSON does not tell `48` from `48.0`.",
    formatMarkdownTable(["Element", "Fields of `MsgContent`"], rows),
    "A picture has one entry of `ImageInfoArray` for each size: `Type` 1 is the original. A size, width or height of 0 means that it is not known, and so does the `VideoSecond` of 0 that browsers send: a rule about sizes cannot rely on them.",
  ];
}

function describeField(field: ContentField): string {
  if (typeof field === "string") return field;
  if (Array.isArray(field)) return `list of ${describeField(field[0])}`;
  const inner = Object.entries(field).map(([key, part]) => `\`${key}\` ${describeField(part)}`);
  return `(${inner.join(", ")})`;
}

function formatOverview(command: Command): readonly string[] {
  const { name, reply } = command;
  const anchor = name.toLowerCase().replace(".", "");
  return [
    `[${name}](#${anchor})`,
    reply.phase,
    formatActions(reply),
    formatCodeList(reply),
    formatNames(sortFacets(command)),
  ];
}

function formatSection({ command, docs }: CommandFile): readonly string[] {
  const { name, page, reply } = command;
  const { title, notes } = docs;
  return [
    `### ${name}`,
    `${title}. *${reply.phase === "before" ? "Before" : "After"}*, [documentation](${formatPageLink(page)}).`,
    ...formatTitled("Answers", formatList(formatAnswers(reply))),
    ...formatTitled("Facets", formatFacetTable(command)),
    ...formatTitled("Fields", formatList(listFields(readShape(command.payload())))),
    ...formatTitled("Notes", formatList(notes)),
  ];
}

const formatTitled = (title: string, content: string) => (content === "" ? [] : [`**${title}**`, content]);

function formatActions(reply: Reply): string {
  const perTarget = reply.phase === "before" && reply.partialDenial !== null ? " (also single targets)" : "";
  return reply.actions.map((action) => (action === "deny" ? action + perTarget : action)).join(", ");
}

/** The codes that a rule may give, the plain one first, e.g. `1, 10100–10200`. */
export function formatCodeList(reply: Reply): string {
  if (reply.phase === "after") return "–";
  const own = reply.codes === null ? [] : [reply.codes.join("–")];
  return reply.codes?.[0] === reply.defaultCode ? own.join() : [reply.defaultCode, ...own].join(", ");
}

function formatAnswers(reply: Reply): readonly string[] {
  const shown = listSampleAnswers(reply).map(
    ({ decision, envelope }) =>
      `${words[decision] ?? decision}: ${formatJson(envelope)}${decision === "deny" ? `; ${describeCodeChoice(reply)}` : ""}`,
  );
  const mask = "mask: code 0 and the whole message, in which only the text that was found is replaced";
  return (reply.actions as readonly string[]).includes("mask") ? [...shown, mask] : shown;
}

const words: Readonly<Record<string, string>> = { always: "acknowledged", "deny one": "deny one target" };

function describeCodeChoice(reply: Reply): string {
  if (reply.phase === "after") return "";
  if (reply.codes === null) return `the code is always ${reply.defaultCode}`;
  return `the code is ${reply.defaultCode} unless the rule gives one from ${reply.codes.join(" to ")}`;
}

/** In the vocabulary's order. */
function sortFacets(command: Command): readonly FacetName[] {
  const known = listFacets(command);
  return facetNames.filter((name) => known.includes(name));
}

function formatFacetTable(command: Command): string {
  const rows = sortFacets(command).map((name) => [
    `\`${name}\``,
    typeNames[facets[name].kind],
    readFrom(command, name),
  ]);
  return rows.length === 0 ? "" : formatMarkdownTable(["Facet", "Type", "Read from"], rows);
}

function readFrom({ facets, targets }: Command, name: FacetName): string {
  if (targets === undefined || facets[name] !== undefined) return formatSource(facets[name]);
  if ("accounts" in targets) return name === "targets" ? "every `target`" : "computed";
  return name === "targets" ? "every `target`" : formatSource(targets.facets[name], `${targets.list}[]`);
}

function formatSource(reader: AnyReader | undefined, within = ""): string {
  if (typeof reader === "string") return `\`${formatFieldPath(within, reader)}\``;
  if (typeof reader === "object")
    return formatSource(reader.value, `${formatFieldPath(within, reader.each)}[]`);
  return within === "" ? "computed" : `\`${within}\`, computed`;
}

/** Required fields, expected fields, and the fields of optional parts. */
function listFields(shape: Shape): readonly string[] {
  const required: string[] = [];
  const expected: string[] = [];
  const optional: string[] = [];
  const visit = (part: Shape, at: string) => {
    if (part.kind === "list") return visit(part.item, `${at}[]`);
    if (part.kind !== "object") return;
    for (const [key, property] of part.keys) {
      const here = formatFieldPath(at, key);
      if (property.expected) expected.push(here);
      if (!property.optional) {
        required.push(here);
        visit(property.shape, here);
      } else {
        const inner = listFieldsUnder(property.shape, here);
        if (inner.length > 0) optional.push(`Required if \`${here}\` is sent: ${formatNames(inner)}`);
      }
    }
  };
  visit(shape, "");
  return [
    ...(required.length === 0 ? [] : [`Required: ${formatNames(required)}`]),
    ...(expected.length === 0 ? [] : [`Expected, but not required: ${formatNames(expected)}`]),
    ...optional,
  ];
}

function listFieldsUnder(shape: Shape, at: string): readonly string[] {
  if (shape.kind === "list") return listFieldsUnder(shape.item, `${at}[]`);
  if (shape.kind !== "object") return [];
  return [...shape.keys]
    .filter(([, property]) => !property.optional)
    .flatMap(([key, property]) => [
      formatFieldPath(at, key),
      ...listFieldsUnder(property.shape, formatFieldPath(at, key)),
    ]);
}

const formatFieldPath = (at: string, key: string) => (at === "" ? key : `${at}.${key}`);
const formatJson = (value: unknown) => `\`${JSON.stringify(value)}\``;
const formatNames = (all: readonly string[]) => all.map((name) => `\`${name}\``).join(", ");
const formatList = (items: readonly string[]) => items.map((item) => `- ${item}`).join("\n");
const formatMarkdownTable = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
