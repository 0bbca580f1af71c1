import { readFileSync } from "node:fs";
import type * as z from "zod/mini";
import { suiteSchema } from "../../lib/authoring/suite.ts";
import type { Command } from "../../lib/commands/define-command.ts";
import { facetTexts } from "../../lib/commands/facets.docs.ts";
import { commonFacetNames, facetNames, facets } from "../../lib/commands/facets.ts";
import { POLICY_LIMITS } from "../../lib/policy/cel/limits.ts";
import { findAvailableFacets } from "../../lib/policy/coverage.ts";
import { documentSchema } from "../../lib/policy/document.ts";
import { celTypes } from "../../lib/policy/expression.ts";
import { functionDocs } from "../../lib/policy/functions/docs.ts";
import { settingsSchema } from "../../lib/policy-set/settings-schema.ts";
import { type Explained, formatPlainTypes, leftOut, listCelFunctions, operators } from "./cel-reference.ts";
import { readCommandFiles } from "./command-files.ts";
import { describeSchema, type JsonSchema } from "./described-schema.ts";
import { documentTexts, type KeyTexts, settingsTexts, suiteTexts } from "./descriptions.ts";
import type { Generated } from "./generated.ts";

/** The hand-written text, with `<!-- name -->` for each generated part. */
const template = new URL("language.md", import.meta.url);

export const languageDocs: Generated = {
  path: "docs/language.md",
  make: async () => {
    const commands = (await readCommandFiles()).map(({ command }) => command);
    const parts: Readonly<Record<string, string>> = {
      "document keys": formatKeyTable(documentSchema(), documentTexts, "", "rules"),
      "rule keys": formatKeyTable(documentSchema(), documentTexts, "rules."),
      facets: formatAvailability(commands),
      functions: formatMarkdownTable(
        ["Function", "Meaning", "Example"],
        functionDocs.map(({ signature, about, example }) => [
          `\`${formatPlainTypes(signature)}\``,
          about,
          formatCode(example),
        ]),
      ),
      operators: formatExplanations("Operator", operators),
      "CEL functions": listCelFunctions()
        .map((group) => `**${group.title}**\n\n${formatExplanations("Function", group.functions)}`)
        .join("\n\n"),
      "left out": leftOut
        .map(({ names, why }) => `- ${names.map((name) => `\`${name}()\``).join(", ")}: ${why}.`)
        .join("\n"),
      limits: `at most ${POLICY_LIMITS.nodes} nodes (names, values, operators and calls), ${POLICY_LIMITS.depth} deep, ${POLICY_LIMITS.items} items in a list that is written out`,
      "settings keys": formatKeyTable(settingsSchema(), settingsTexts),
      "test keys": formatKeyTable(suiteSchema(), suiteTexts, "tests."),
    };
    const unused = new Set(Object.keys(parts));
    const text = readFileSync(template, "utf8").replace(/<!-- ([\w ]+) -->/g, (_, name: string) => {
      const part = parts[name];
      if (part === undefined) throw new Error(`scripts/generate/language.md: there is no part "${name}"`);
      unused.delete(name);
      return part;
    });
    if (unused.size > 0)
      throw new Error(`scripts/generate/language.md: has no place for ${[...unused].join(", ")}`);
    return `<!-- Made by \`npm run generate\` from scripts/generate/language.md and the sources. Do not edit. -->\n\n${text}`;
  },
};

/** Every condition that the document shows in a table. */
export const shownConditions: readonly string[] = [
  ...functionDocs.map(({ example }) => example),
  ...operators.map(({ example }) => example),
  ...listCelFunctions().flatMap((group) => group.functions.map(({ example }) => example)),
];

/** The keys below a path, without those below another. */
function formatKeyTable(schema: z.ZodMiniType, texts: KeyTexts, below = "", without?: string): string {
  const rows = listKeys(describeSchema(schema, { title: "", texts }))
    .filter(([path]) => path.startsWith(below) && path !== "$schema" && !path.startsWith(`${without}.`))
    .map(([path, part, isRequired]) => {
      const examples = (part.examples as KeyTexts[string]["examples"]) ?? []; // from these texts
      return [
        `\`${path.slice(below.length)}\`${isRequired ? ", required" : ""}`,
        formatKeyType(part),
        String(part.description),
        examples
          .map((example) => formatCode(typeof example === "string" ? example : JSON.stringify(example)))
          .join("<br>"),
      ];
    });
  return formatMarkdownTable(["Key", "Holds", "Meaning", "Examples"], rows);
}

type Key = readonly [path: string, part: JsonSchema, isRequired: boolean];

function listKeys({ properties = {}, items, anyOf = [], required }: JsonSchema, at = ""): readonly Key[] {
  return [
    ...Object.entries(properties).flatMap(([name, part]): readonly Key[] => {
      const isRequired = Array.isArray(required) && required.includes(name);
      return [[at + name, part, isRequired], ...listKeys(part, `${at}${name}.`)];
    }),
    ...[items, ...anyOf].flatMap((part) => (part === undefined ? [] : listKeys(part, at))),
  ];
}

function formatKeyType({
  type,
  enum: values,
  items,
  anyOf,
  properties,
  default: standard,
}: JsonSchema): string {
  if (anyOf !== undefined) return anyOf.map(formatKeyType).join(", or ");
  if (items !== undefined) return `list of ${formatKeyType(items)}`;
  const usual =
    typeof standard === "object" || standard === undefined ? "" : ` (${formatCode(String(standard))})`;
  if (values !== undefined)
    return values.length > 12 ? "names" : values.map((value) => formatCode(String(value))).join(", ") + usual;
  if (type === "object") return properties === undefined ? "mapping" : "keys";
  return (type === "string" ? "text" : `${type}`) + usual;
}

function formatAvailability(commands: readonly Command[]): string {
  const rows = facetNames.map((name) => {
    const having = commands.filter((command) => findAvailableFacets([command]).has(name));
    const counts = commonFacetNames.includes(name) ? "all" : formatCounts(having);
    return [`\`${name}\``, formatPlainTypes(celTypes[facets[name].kind]), facetTexts[name], counts];
  });
  return formatMarkdownTable(["Facet", "Type", "Meaning", "Commands"], rows);
}

function formatCounts(commands: readonly Command[]): string {
  const asked = commands.filter(({ reply }) => reply.phase === "before").map(({ name }) => name);
  const told = commands.length - asked.length;
  return [
    ...(asked.length < 3 ? asked.map(formatCode) : [`${asked.length} before`]),
    ...(told > 0 ? [`${told} after`] : []),
  ].join(", ");
}

function formatExplanations(head: string, all: readonly Explained[]): string {
  return formatMarkdownTable(
    [head, "Meaning", "Example"],
    all.map(({ written, about, example }) => [written, about, formatCode(example)]),
  );
}

const formatCode = (text: string) => `\`${text.replaceAll("|", "\\|")}\``;
const formatMarkdownTable = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
