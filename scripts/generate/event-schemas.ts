import * as z from "zod/mini";
import type { Command } from "../../lib/commands/define-command.ts";
import { readCommandFiles } from "./command-files.ts";
import type { Generated } from "./generated.ts";

type JsonSchema = {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
};

// Not from the generated index, which is made in the same run.
const all = (await readCommandFiles()).map(({ command }) => command);
const [MIN, MAX] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];

/** The body's schema as policies see it; other keys may come. */
function createPayloadSchema(command: Command): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(command.payload(), {
    override: ({ jsonSchema }) => {
      // Removes the bounds of safe integers, which zod adds.
      if (jsonSchema.minimum === MIN) delete jsonSchema.minimum;
      if (jsonSchema.maximum === MAX) delete jsonSchema.maximum;
    },
  }) as JsonSchema & { readonly $schema?: string }; // what zod writes for objects, lists and unions
  return schema;
}

const texts = { type: "string" };

function createEventSchema(command: Command): object {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $comment: "Made by `npm run generate`. Do not edit.",
    title: command.name,
    type: "object",
    properties: {
      specversion: { const: "1.0" },
      id: { type: "string", pattern: "^[0-9a-f]{32}$" },
      source: { type: "string", pattern: "^/chatgate/[^/]+/[0-9]+$" },
      type: { const: command.name },
      subject: texts,
      time: { type: "string", format: "date-time" },
      datacontenttype: { const: "application/json" },
      data: {
        type: "object",
        properties: {
          facets: { type: "object" },
          payload: createPayloadSchema(command),
          decision: {
            type: "object",
            properties: {
              verdict: { enum: ["allow", "deny", "partial", "drop", "mask"] },
              code: { type: "integer" },
              rules: {
                type: "array",
                items: {
                  type: "object",
                  properties: { rule: texts, effect: texts, target: texts },
                  required: ["rule", "effect"],
                },
              },
            },
            required: ["verdict", "code", "rules"],
          },
        },
        required: ["facets"],
      },
    },
    required: ["specversion", "id", "source", "type", "time", "datacontenttype", "data"],
  };
}

/** `schemas/events/<command>.json`, one for each command. */
export const eventSchemas: readonly Generated[] = all.map((command) => ({
  path: `schemas/events/${command.name}.json`,
  make: async () => `${JSON.stringify(createEventSchema(command), null, 2)}\n`,
}));

/** The names by which `parseEvent` recognises known commands, without the schemas. */
export const commandNames: Generated = {
  path: "lib/commands/generated/names.ts",
  make: async () => `// Made by \`npm run generate\`: the name of every command. Do not edit.
export const commandNames: ReadonlySet<string> = new Set([
${all.map(({ name }) => `  ${JSON.stringify(name)},`).join("\n")}
]);
`,
};

/** The same for TypeScript. Unreadable bodies are delivered unchanged, so the types are those of the documentation. */
export const eventTypes: Generated = {
  path: "types/events.d.ts",
  make: async () => `// Made by \`npm run generate\`: the events that chatgate delivers. Do not edit.
import type { ChatEvent } from "../lib/records/event.ts";

/** The body of each command. */
export type EventPayloads = {
${all.map((command) => `  ${JSON.stringify(command.name)}: ${formatType(createPayloadSchema(command), 1)};`).join("\n")}
};

/** An event of one command, or of any that is known. */
export type EventOf<Name extends keyof EventPayloads = keyof EventPayloads> = {
  [K in Name]: ChatEvent<EventPayloads[K]> & { readonly type: K };
}[Name];
`,
};

/** One JSON schema as a type; what the schema leaves open is `unknown`. */
function formatType(schema: JsonSchema, depth: number): string {
  const { type, properties, required = [], items, additionalProperties, anyOf } = schema;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (anyOf !== undefined) return [...new Set(anyOf.map((part) => formatType(part, depth)))].join(" | ");
  if (Array.isArray(type))
    return type.map((each) => formatType({ ...schema, type: each }, depth)).join(" | ");
  if (type === "array") return `readonly (${formatType(items ?? {}, depth)})[]`;
  if (type === "number" || type === "integer") return "number";
  if (type === "string" || type === "boolean" || type === "null") return type;
  if (type !== "object") return "unknown";
  if (properties === undefined) {
    const value =
      typeof additionalProperties === "object" ? formatType(additionalProperties, depth) : "unknown";
    return `{ readonly [key: string]: ${value} }`;
  }
  const indent = "  ".repeat(depth);
  const lines = Object.entries(properties).map(
    ([key, part]) =>
      `${indent}  readonly ${/^\w+$/.test(key) ? key : JSON.stringify(key)}${required.includes(key) ? "" : "?"}: ${formatType(part, depth + 1)};`,
  );
  return `{\n${lines.join("\n")}\n${indent}}`;
}
