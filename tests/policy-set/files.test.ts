import { type FileRole, findParameterFile, readFileRole, readYaml } from "../../lib/policy-set/files.ts";
import { testRows } from "../support/table.ts";

describe("what a file is in the store", () => {
  type Row = { readonly name: string; readonly path: string; readonly role: FileRole };
  const parameter = (name: string): FileRole => ({ kind: "parameter", name });
  const rows: readonly Row[] = [
    { name: "settings", path: "settings.yaml", role: parameter("settings") },
    { name: "a policy", path: "naming.yaml", role: parameter("policies/naming") },
    { name: "a list", path: "lists/reserved.txt", role: parameter("lists/reserved") },
    { name: "tokens", path: "tokens.txt", role: parameter("tokens") },
    { name: "a test", path: "naming.test.yaml", role: { kind: "other" } },
    { name: "another text", path: "README.md", role: { kind: "other" } },
    { name: "another file of lists", path: "lists/notes.md", role: { kind: "other" } },
    { name: "a file further down", path: "stages/dev.yaml", role: { kind: "other" } },
    { name: "the other extension", path: "naming.yml", role: { kind: "invalid", code: "file-extension" } },
    { name: "a name that SSM refuses", path: "no spaces.yaml", role: { kind: "invalid", code: "file-name" } },
    {
      name: "a list's name that SSM refuses",
      path: "lists/über.txt",
      role: { kind: "invalid", code: "file-name" },
    },
  ];
  testRows(rows, ({ path, role }) => {
    expect(readFileRole(path)).toEqual(role);
    if (role.kind === "parameter" && role.name !== "tokens") expect(findParameterFile(role.name)).toBe(path);
  });
});

describe("YAML 1.2, core schema: what looks like a date or a yes is text", () => {
  testRows(
    [
      { name: "a date", yaml: "until: 2027-01-31", json: '{"until":"2027-01-31"}' },
      { name: "yes and on", yaml: "a: yes\nb: on\nc: true", json: '{"a":"yes","b":"on","c":true}' },
      { name: "a leading zero", yaml: "on: 010", json: '{"on":10}' },
      { name: "an alias", yaml: "a: &x [1]\nb: *x", json: '{"a":[1],"b":[1]}' },
      { name: "comments only", yaml: "# nothing yet", json: "null" },
    ],
    ({ yaml, json }) => expect(readYaml("settings", yaml)).toEqual({ value: json, diagnostics: [] }),
  );
});

describe("what YAML's parser refuses has its place, and the rest is read", () => {
  type Row = {
    readonly name: string;
    readonly yaml: string;
    readonly found: string;
    readonly json: string | undefined;
  };
  const rows: readonly Row[] = [
    { name: "syntax", yaml: "a: 1\nb: [2\nc: 3", found: "3:1 BAD_INDENT", json: '{"a":1,"b":[2],"c":3}' },
    { name: "a key twice", yaml: "a: 1\na: 2", found: "2:1 DUPLICATE_KEY", json: '{"a":2}' },
    { name: "two documents", yaml: "a: 1\n---\nb: 1", found: "2:1 MULTIPLE_DOCS", json: '{"a":1}' },
    { name: "an unknown tag", yaml: "a: !secret b", found: "1:4 TAG_RESOLVE_FAILED", json: '{"a":"b"}' },
    { name: "an alias of nothing", yaml: "a: *b", found: "BAD_ALIAS", json: undefined },
  ];
  testRows(rows, ({ yaml, found, json }) => {
    const { value, diagnostics } = readYaml("policies/a", yaml);
    expect(value).toBe(json);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ code: "yaml-syntax", document: "policies/a", path: [] });
    const { at, details } = diagnostics[0] ?? {};
    const place = at === undefined ? "" : `${at.line}:${at.column} `;
    expect(place + (details as { readonly yamlCode: string }).yamlCode).toBe(found); // of yaml-syntax
  });
});
