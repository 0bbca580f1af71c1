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

export const policySchema = createEditorSchema("policy", documentSchema, (files) => ({
  title: "A policy document of chatgate",
  texts: documentTexts,
  definitions: { command: createCommandNames(files) },
  suggest: {
    "rules.on": applyToType("string", (part) => ({
      anyOf: [
        { $ref: "#/definitions/command" },
        // The gate rejects any other name too.
        {
          ...part,
          pattern: "[*?]",
          patternErrorMessage: "there is no such command",
          examples: listGlobs(files),
        },
      ],
    })),
    "rules.rollout.by": addFacetNames,
    "rules.limit.by": applyToType("string", addFacetNames),
    "rules.deny.code": applyToType("object", () => ({
      type: "object",
      properties: createFamilyCodes(files),
      additionalProperties: false,
    })),
  },
}));

export const settingsEditorSchema = createEditorSchema("settings", settingsSchema, () => ({
  title: "Settings of a stage of chatgate",
  texts: settingsTexts,
  suggest: { "audit.include": applyToType("string", addFacetNames) },
}));

export const policyTestSchema = createEditorSchema("policy-test", suiteSchema, (files) => ({
  title: "Tests of a policy document of chatgate",
  texts: suiteTexts,
  suggest: {
    "tests.command": (part) => ({ ...part, ...createCommandNames(files) }),
    "tests.set": (part) => ({ ...part, properties: facetKeys }),
  },
}));

export const replayLabelsSchema = createEditorSchema("replay-labels", labelsSchema, (files) => ({
  title: "Labels for chatgate's replay",
  texts: labelsTexts,
  suggest: {
    "labels.of": applyToType("string", (part) => ({ anyOf: [createCommandNames(files, "before"), part] })),
    "labels.from": applyToType("string", (part) => ({ anyOf: [createCommandNames(files, "after"), part] })),
  },
}));

function createEditorSchema(
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

function applyToType(type: string, suggest: Suggest): Suggest {
  return (part) => (part.type === type ? suggest(part) : part);
}

function createCommandNames(files: readonly CommandFile[], phase?: "before" | "after"): JsonSchema {
  const named = files.filter(({ command }) => phase === undefined || command.reply.phase === phase);
  return {
    type: "string",
    enum: named.map(({ command }) => command.name),
    enumDescriptions: named.map(({ docs }) => docs.title),
  };
}

function addFacetNames(part: JsonSchema): JsonSchema {
  return { ...part, enum: facetNames, enumDescriptions: facetNames.map((name) => facetTexts[name]) };
}

/** What a test may set; the account and the time have their own keys, and the command is fixed. */
const facetKeys: Readonly<Record<string, JsonSchema>> = Object.fromEntries(
  facetNames
    .filter((name) => name !== "command" && name !== "now")
    .map((name) => [name, { description: facetTexts[name] }]),
);

function listGlobs(files: readonly CommandFile[]): readonly string[] {
  const families = new Set(files.map(({ command }) => readFamily(command.name)));
  return ["*", "*.CallbackBefore*", ...[...families].map((family) => `${family}.*`)];
}

/** Only commands that can be refused have codes. */
function createFamilyCodes(files: readonly CommandFile[]): Readonly<Record<string, JsonSchema>> {
  const refusing = files.filter(({ command }) => command.reply.phase === "before");
  const families = Map.groupBy(refusing, ({ command }) => readFamily(command.name));
  return Object.fromEntries(
    [...families].map(([family, members]) => {
      const known = new Set(members.flatMap(({ command }) => formatCodeList(command.reply).split(", ")));
      return [family, { type: "integer", description: `Its commands take ${[...known].join(", ")}.` }];
    }),
  );
}
