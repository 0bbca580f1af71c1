import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import * as z from "zod";
import * as mini from "zod/mini";
import { facetNames } from "../lib/commands/facets.ts";
import { commands } from "../lib/commands/generated/index.ts";
import { checkCondition } from "../lib/policy/check-condition.ts";
import { createLanguage } from "../lib/policy/expression.ts";
import { functionDocs } from "../lib/policy/functions/docs.ts";
import { checkSet } from "../lib/policy-set/check-set.ts";
import { sha256 } from "../lib/store/sha256.ts";
import { parseWordList } from "../lib/text/word-list.ts";
import { describeSchema, type JsonSchema } from "../scripts/generate/described-schema.ts";
import { findMissingText } from "../scripts/generate/generated.ts";
import { shownConditions } from "../scripts/generate/language-docs.ts";
import { testRows } from "./support/table.ts";

type SchemaName = "policy" | "settings" | "policy-test";

const schemaFile = (name: SchemaName): JsonSchema =>
  JSON.parse(readFileSync(`policies/schema/${name}.schema.json`, "utf8"));
const schemas = {
  policy: schemaFile("policy"),
  settings: schemaFile("settings"),
  "policy-test": schemaFile("policy-test"),
};
/** The generated schema, read back: a validator that knows nothing of where it came from. */
const validators = {
  policy: createValidator(schemas.policy),
  settings: createValidator(schemas.settings),
  "policy-test": createValidator(schemas["policy-test"]),
};

function createValidator(schema: JsonSchema): z.ZodType {
  return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]); // of a looser type than ours
}

const examples = globSync("policies/**/*.yaml").sort();

test("there are examples of every kind", () => {
  const schemas = examples.map((file) => /\/([\w-]+)\.schema\.json/.exec(readFileSync(file, "utf8"))?.[1]);
  expect([...new Set(schemas)].sort()).toEqual(["policy", "policy-test", "settings"]);
});

testRows(
  examples.map((file) => ({ file })),
  "$file names its schema and fits it",
  ({ file }) => {
    const text = readFileSync(file, "utf8");
    const [, path = ""] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
    const kind = file.endsWith(".test.yaml")
      ? "policy-test"
      : file.endsWith("/settings.yaml")
        ? "settings"
        : "policy";
    expect(join(file, "..", path)).toBe(`policies/schema/${kind}.schema.json`);
    expect(validators[kind].safeParse(parse(text)).error?.issues).toBeUndefined();
  },
);

const rule = { id: "a", on: "Group.CallbackBeforeCreateGroup", deny: {} };
const ruleFaults: readonly { readonly name: string; readonly fault: object }[] = [
  { name: "a key that is none", fault: { denny: {} } },
  { name: "a command that is none", fault: { on: "Group.CallbackBeforeCreateGrop" } },
  { name: "one in a list", fault: { on: ["*", "Group.CallbackBeforeCreateGrop"] } },
  { name: "no command at all", fault: { on: [] } },
  { name: "a facet that is none", fault: { rollout: { percent: 10, by: "oprator" } } },
  { name: "a family that has no codes", fault: { deny: { code: { Push: 10101 } } } },
  { name: "a code that is text", fault: { deny: { code: "10101" } } },
  { name: "a duration in words", fault: { limit: { max: 5, per: "1 hour", by: "operator" } } },
  {
    name: "a date the other way round",
    fault: { unless: [{ account: ["a"], reason: "b", until: "31-01-2027" }] },
  },
  { name: "an exemption without a reason", fault: { unless: [{ account: ["a"] }] } },
  { name: "a list without lists.", fault: { unless: [{ account: "staff", reason: "b" }] } },
];

testRows(ruleFaults, "the policy schema refuses $name", ({ fault }) => {
  expect(validators.policy.safeParse({ rules: [rule] }).success).toBe(true);
  expect(validators.policy.safeParse({ rules: [{ ...rule, ...fault }] }).success).toBe(false);
});

testRows<{ readonly name: string; readonly more: object }>(
  [
    { name: "a command", more: { on: "Sns.CallbackPrevFriendAdd" } },
    { name: "a glob", more: { on: "*.CallbackBeforeSendMsg" } },
    { name: "a list of both", more: { on: ["Sns.CallbackPrevFriendAdd", "Group.*"] } },
    { name: "codes by family", more: { deny: { code: { Group: 10102, OfficialAccount: 120102 } } } },
    {
      name: "the rest",
      more: {
        mode: "shadow",
        rollout: { percent: 0.5, by: "target" },
        unless: [{ account: "lists.staff", reason: "b", until: "2028-02-29" }],
      },
    },
  ],
  "the policy schema takes $name",
  ({ more }) => {
    expect(
      validators.policy.safeParse({ $schema: "x", rules: [{ ...rule, ...more }] }).error?.issues,
    ).toBeUndefined();
  },
);

/** Every key of a schema, with its description. */
function listKeys({
  properties = {},
  items,
  anyOf = [],
}: JsonSchema): readonly (readonly [string, JsonSchema])[] {
  const below = [items, ...anyOf].filter((part) => part !== undefined);
  return [
    ...Object.entries(properties).flatMap(([key, part]) => [[key, part] as const, ...listKeys(part)]),
    ...below.flatMap(listKeys),
  ];
}

testRows(
  Object.entries(schemas).map(([name, schema]) => ({ name, schema })),
  "$name: every key says what it is, in draft-07, with examples that fit",
  ({ schema }) => {
    expect(schema.$schema).toBe("http://json-schema.org/draft-07/schema#");
    const keys = listKeys(schema);
    expect(keys.length).toBeGreaterThan(10);
    for (const [, part] of keys) expect(part.description).toEqual(expect.stringMatching(/.\.$/));
    for (const [key, part] of keys)
      for (const example of (part.examples ?? []) as readonly unknown[]) {
        const { error } = createValidator({
          ...part,
          $schema: schema.$schema,
          definitions: schema.definitions,
        }).safeParse(example);
        expect({ key, example, issues: error?.issues }).toEqual({ key, example, issues: undefined });
      }
  },
);

test("a key without a text, a text without a key and a value without an example stop the generator", () => {
  const schema = mini.strictObject({ there: mini.string(), silent: mini.object({ inner: mini.number() }) });
  const texts = {
    there: { about: "It is there." },
    silent: { about: "It is, too." },
    gone: { about: "It was." },
  };
  const faults = '"there" has no example; "silent.inner" has no text; "gone" is no key';
  expect(() => describeSchema(schema, { title: "t", texts })).toThrow(faults);
});

test("generated sources and documents say so in their first line", () => {
  const files = [...globSync("{lib,cli,scripts}/**/generated/*"), "docs/commands.md", "docs/language.md"];
  expect(files.length).toBeGreaterThan(4);
  for (const file of files)
    expect({ file, line: readFileSync(file, "utf8").split("\n")[0] }).toEqual({
      file,
      line: expect.stringMatching(/\bgenerate.*\b(edit|edited)\b|scripts\/generate/),
    });
});

test("--check tells a current file from a stale and a missing one", async () => {
  const folder = mkdtempSync(join(tmpdir(), "generate-"));
  const root = pathToFileURL(`${folder}/`);
  writeFileSync(join(folder, "current.txt"), "new");
  writeFileSync(join(folder, "stale.txt"), "old");
  const findMissing = (path: string) => findMissingText({ path, make: async () => "new" }, root);
  expect([
    await findMissing("current.txt"),
    await findMissing("stale.txt"),
    await findMissing("none.txt"),
  ]).toEqual([undefined, "new", "new"]);
  rmSync(folder, { recursive: true });
});

const language = readFileSync("docs/language.md", "utf8");
const listsIn = (text: string) => new Set([...text.matchAll(/\blists\.(\w+)/g)].map(([, name = ""]) => name));
const entries = "192.0.2.0/24"; // what inCidr() takes too

testRows(
  shownConditions.map((condition) => ({ condition })),
  "docs/language.md: $condition compiles",
  ({ condition }) => {
    const lists = new Map<string, Extract<ReturnType<typeof parseWordList>, { kind: "list" }>["list"]>();
    for (const name of listsIn(condition)) {
      const parsed = parseWordList(name, entries);
      if (parsed.kind === "list") lists.set(name, parsed.list);
    }
    const command = commands.get("Group.CallbackBeforeCreateGroup");
    if (command === undefined) throw new Error("there is no such command");
    const covered = condition.includes("request") ? [command] : [...commands.values()];
    expect(checkCondition(condition, covered, createLanguage(lists)).diagnostics).toEqual([]);
  },
);

test("docs/language.md has every facet and function, and its documents check", () => {
  for (const name of facetNames) expect(language).toContain(`| \`${name}\` |`);
  for (const { name } of functionDocs) expect(language).toContain(`.${name}(`);
  const documents = [...language.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = ""]) => text);
  expect(documents.length).toBeGreaterThan(3);
  const { diagnostics, settings } = checkSet(
    [
      { name: "settings", value: JSON.stringify({ sdkAppIds: [1400000000] }), version: "1" },
      ...[...listsIn(documents.join())].map((name) => ({
        name: `lists/${name}`,
        value: entries,
        version: "1",
      })),
      ...documents.map((text, index) => ({
        name: `policies/p${index}`,
        value: JSON.stringify(parse(text)),
        version: "1",
      })),
    ],
    commands,
    sha256,
  );
  expect(diagnostics).toEqual([]);
  expect(settings?.sdkAppIds).toEqual([1400000000]);
});
