import type * as z from "zod/mini";
import { suiteSchema } from "../../lib/authoring/suite.ts";
import { readFamily } from "../../lib/commands/define-command.ts";
import { facetTexts } from "../../lib/commands/facets.docs.ts";
import { facetNames } from "../../lib/commands/facets.ts";
import { documentSchema } from "../../lib/policy/document.ts";
import { settingsSchema } from "../../lib/policy-set/settings-schema.ts";
import { labelsSchema } from "../../lib/replay/label-file.ts";
import { formatCodeList } from "./command-docs.ts";
import { type CommandFile, readCommandFiles } from "./command-files.ts";
import { type Description, describeSchema, type JsonSchema } from "./described-schema.ts";
import { documentTexts, labelsTexts, settingsTexts, suiteTexts } from "./descriptions.ts";
import type { Generated } from "./generated.ts";

type Suggest = (part: JsonSchema) => JsonSchema;

export const policySchema = editorSchema("policy", documentSchema, (files) => ({
  title: "A policy document of chatgate",
  texts: documentTexts,
  definitions: { command: commandNames(files) },
  suggest: {
    "rules.on": ofType("string", (part) => ({
      anyOf: [
        { $ref: "#/definitions/command" },
        // Any other name is refused by the gate too.
        { ...part, pattern: "[*?]", patternErrorMessage: "there is no such command", examples: globs(files) },
      ],
    })),
    "rules.rollout.by": facetName,
    "rules.limit.by": ofType("string", facetName),
    "rules.deny.code": ofType("object", () => ({
      type: "object",
      properties: codesByFamily(files),
      additionalProperties: false,
    })),
  },
}));

export const settingsEditorSchema = editorSchema("settings", settingsSchema, () => ({
  title: "Settings of a stage of chatgate",
  texts: settingsTexts,
  suggest: { "audit.include": ofType("string", facetName) },
}));

export const policyTestSchema = editorSchema("policy-test", suiteSchema, (files) => ({
  title: "Tests of a policy document of chatgate",
  texts: suiteTexts,
  suggest: {
    "tests.command": (part) => ({ ...part, ...commandNames(files) }),
    "tests.set": (part) => ({ ...part, properties: facetKeys }),
  },
}));

export const replayLabelsSchema = editorSchema("replay-labels", labelsSchema, (files) => ({
  title: "Labels for chatgate's replay",
  texts: labelsTexts,
  suggest: {
    "labels.of": ofType("string", (part) => ({ anyOf: [commandNames(files, "before"), part] })),
    "labels.from": ofType("string", (part) => ({ anyOf: [commandNames(files, "after"), part] })),
  },
}));

function editorSchema(
  name: string,
  schema: () => z.ZodMiniType,
  describe: (files: readonly CommandFile[]) => Description,
): Generated {
  return {
    path: `policies/schema/${name}.schema.json`,
    make: async () => {
      const described = describeSchema(schema(), describe(await readCommandFiles()));
      return `${JSON.stringify(described, null, 2)}\n`;
    },
  };
}

function ofType(type: string, suggest: Suggest): Suggest {
  return (part) => (part.type === type ? suggest(part) : part);
}

function commandNames(files: readonly CommandFile[], phase?: "before" | "after"): JsonSchema {
  const named = files.filter(({ command }) => phase === undefined || command.reply.phase === phase);
  return {
    type: "string",
    enum: named.map(({ command }) => command.name),
    enumDescriptions: named.map(({ docs }) => docs.title),
  };
}

function facetName(part: JsonSchema): JsonSchema {
  return { ...part, enum: facetNames, enumDescriptions: facetNames.map((name) => facetTexts[name]) };
}

/** What a test may set: who asks and when have keys of their own, and the command is given. */
const facetKeys: Readonly<Record<string, JsonSchema>> = Object.fromEntries(
  facetNames
    .filter((name) => name !== "command" && name !== "now")
    .map((name) => [name, { description: facetTexts[name] }]),
);

function globs(files: readonly CommandFile[]): readonly string[] {
  const families = new Set(files.map(({ command }) => readFamily(command.name)));
  return ["*", "*.CallbackBefore*", ...[...families].map((family) => `${family}.*`)];
}

/** Only commands that can be refused have codes. */
function codesByFamily(files: readonly CommandFile[]): Readonly<Record<string, JsonSchema>> {
  const refusing = files.filter(({ command }) => command.reply.phase === "before");
  const families = Map.groupBy(refusing, ({ command }) => readFamily(command.name));
  return Object.fromEntries(
    [...families].map(([family, members]) => {
      const known = new Set(members.flatMap(({ command }) => formatCodeList(command.reply).split(", ")));
      return [family, { type: "integer", description: `Its commands take ${[...known].join(", ")}.` }];
    }),
  );
}
