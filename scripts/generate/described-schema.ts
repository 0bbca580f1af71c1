import * as z from "zod/mini";
import { messages } from "../../lib/authoring/messages/messages.ts";
import { patternCodes } from "../../lib/policy-set/read-json.ts";
import type { KeyText, KeyTexts } from "./descriptions.ts";

/** The part of a JSON schema, draft-07, that zod writes for our files and that is read here. */
export type JsonSchema = {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly [keyword: string]: unknown;
};

export type Description = {
  readonly title: string;
  readonly texts: KeyTexts;
  /** By path: completes zod's schema at that path for editors. Also called for parts of a union. */
  readonly suggest?: Readonly<Record<string, (part: JsonSchema) => JsonSchema>>;
  /** What suggestions point at. */
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
};

/**
 * A schema for editors: zod's, each key with its text. Draft-07, the newest that YAML language servers read whole.
 * Throws on a key without a text, or a text without a key.
 */
export function describeSchema(schema: z.ZodMiniType, description: Description): JsonSchema {
  const { title, texts, suggest = {}, definitions } = description;
  const faults: string[] = [];
  const seen = new Set<string>();

  const visit = (part: JsonSchema, path: string): JsonSchema => {
    const { properties, items, anyOf } = part;
    const inner: JsonSchema = {
      ...dropDefaultBounds(part),
      ...(properties !== undefined && {
        properties: Object.fromEntries(
          Object.entries(properties).map(([name, child]) => [
            name,
            visitKey(child, path === "" ? name : `${path}.${name}`),
          ]),
        ),
      }),
      ...(items !== undefined && { items: visit(items, path) }),
      ...(anyOf !== undefined && { anyOf: anyOf.map((branch) => visit(branch, path)) }),
    };
    return suggest[path]?.(inner) ?? inner;
  };

  const visitKey = (part: JsonSchema, path: string): JsonSchema => {
    seen.add(path);
    const { about, examples } = texts[path] ?? NO_TEXT;
    const visited = visit(part, path);
    if (about === "") faults.push(`"${path}" has no text`);
    else if (examples === undefined && !hasOwnList(visited)) faults.push(`"${path}" has no example`);
    return { description: about, ...visited, ...(examples !== undefined && { examples }) };
  };

  const { $schema, ...whole } = z.toJSONSchema(schema, {
    target: "draft-07",
    io: "input",
    override: ({ jsonSchema, path }) => {
      // Editors show this message instead of the pattern.
      if (jsonSchema.pattern !== undefined)
        Object.assign(jsonSchema, { patternErrorMessage: describePattern(path) });
    },
  }) as JsonSchema; // what zod writes for plain objects, lists and unions
  const described = visit(whole, "");
  for (const path of Object.keys(texts)) if (!seen.has(path)) faults.push(`"${path}" is no key`);
  if (faults.length > 0) throw new Error(`scripts/generate/descriptions.ts: ${faults.join("; ")} (${title})`);
  return { $schema, title, ...described, ...(definitions !== undefined && { definitions }) };
}

const NO_TEXT: KeyText = { about: "" };

/** Whether an editor can offer values, or keys, without examples. */
function hasOwnList({ type, enum: values, items }: JsonSchema): boolean {
  return type === "object" || values !== undefined || (items !== undefined && hasOwnList(items));
}

/** Removes the bounds of safe integers, which zod adds. */
function dropDefaultBounds(part: JsonSchema): JsonSchema {
  const isDefault = (keyword: string, value: unknown) =>
    (keyword === "minimum" && value === Number.MIN_SAFE_INTEGER) ||
    (keyword === "maximum" && value === Number.MAX_SAFE_INTEGER);
  return Object.fromEntries(Object.entries(part).filter(([keyword, value]) => !isDefault(keyword, value)));
}

/** The message for an invalid text, by the key of its object. */
function describePattern(path: readonly (string | number)[]): string | undefined {
  const codes = path.flatMap((step) => patternCodes[String(step)] ?? []);
  const code = codes.at(-1);
  return code === undefined ? undefined : messages[code].fix;
}
