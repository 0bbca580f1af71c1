import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { directorySource, readDirectory } from "../../lib/store/directory.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chatgate-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Readonly<Record<string, string | Buffer>>): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
}

/** Relative to the folder, whose name is new each time. */
async function reasonFor(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  write(files);
  const result = await directorySource(folder).read();
  return result.kind === "failed" ? result.reason.replaceAll(`${folder}/`, "") : "(read)";
}

async function jsonOf(yaml: string): Promise<string | undefined> {
  write({ "settings.yaml": yaml });
  const result = await directorySource(folder).read();
  return result.kind === "read" ? result.parameters[0]?.value : result.reason;
}

test("each file is the parameter that a push would store; other files are none", async () => {
  write({
    "settings.yaml": "sdkAppIds: [1400000001]\n",
    "create.yaml": "# why\nrules:\n  - id: a\n    on: x\nmode: shadow\n",
    "create.test.yaml": "]",
    "README.md": "]",
    ".hidden.yaml": "]",
    "schema/policy.yaml": "]",
    "lists/reserved.txt": "# names\nadmin\r\nroot\n",
    "lists/notes.md": "none",
    "tokens.txt": "one\n",
  });
  const result = await directorySource(folder).read();
  expect(result.kind === "read" && result.parameters.map(({ name, value }) => [name, value])).toEqual([
    ["lists/reserved", "# names\nadmin\r\nroot\n"],
    ["policies/create", '{"rules":[{"id":"a","on":"x"}],"mode":"shadow"}'],
    ["settings", '{"sdkAppIds":[1400000001]}'],
    ["tokens", "one\n"],
  ]);
});

test("lists and tokens may be absent; a file's own text and place are kept for messages", async () => {
  write({ "settings.yaml": "\uFEFFmode: enforce # a comment" });
  expect(await readDirectory(folder)).toEqual({
    kind: "read",
    files: [
      {
        name: "settings",
        value: '{"mode":"enforce"}',
        version: expect.stringMatching(/^[0-9a-f]{12}$/),
        file: join(folder, "settings.yaml"),
        text: "mode: enforce # a comment",
      },
    ],
  });
});

test("the version is the value's, not the spelling's", async () => {
  const versions = new Set<string | undefined>();
  for (const yaml of ["a: 1", "a:   1 # same", "a: 2"]) {
    write({ "settings.yaml": yaml });
    const result = await directorySource(folder).read();
    versions.add(result.kind === "read" ? result.parameters[0]?.version : undefined);
  }
  expect(versions.size).toBe(2);
});

// YAML 1.2, core schema: what looks like a date or a yes is text.
test.each([
  ["until: 2027-01-31", '{"until":"2027-01-31"}'],
  ["a: yes\nb: on\nc: true", '{"a":"yes","b":"on","c":true}'],
  ["on: 010", '{"on":10}'],
  ["a: &x [1]\nb: *x", '{"a":[1],"b":[1]}'],
  ["# nothing yet", "null"],
])("%j is %s", async (yaml, json) => {
  expect(await jsonOf(yaml)).toBe(json);
});

test.each<[string, Readonly<Record<string, string | Buffer>>, string]>([
  ["syntax", { "a.yaml": "rules:\n  - id: [a\nmode: off" }, "a.yaml:3:1: Flow sequence"],
  ["a key twice", { "a.yaml": "mode: off\nmode: enforce" }, "a.yaml:2:1: Map keys must be unique"],
  [
    "two documents",
    { "a.yaml": "a: 1\n---\nb: 1" },
    "a.yaml:2:1: a file holds one document: move this one into its own",
  ],
  ["an unknown tag", { "a.yaml": "a: !secret b" }, "a.yaml:1:4: Unresolved tag: !secret"],
  ["an alias of nothing", { "a.yaml": "a: *b" }, "a.yaml:1:1: Unresolved alias"],
  ["the other extension", { "a.yml": "a: 1" }, "a.yml: is not read: rename it to end in .yaml"],
  [
    "a name that SSM refuses",
    { "no spaces.yaml": "a: 1" },
    "no spaces.yaml: cannot be stored under this name",
  ],
  ["a list's name", { "lists/über.txt": "x" }, "lists/über.txt: cannot be stored under this name"],
  [
    "another encoding",
    { "lists/a.txt": Buffer.from([0xe9, 0x74, 0xe9]) },
    "lists/a.txt: cannot be read as UTF-8 text",
  ],
  ["several: all said", { "a.yaml": "]", "b.yml": "" }, "; b.yml: is not read"],
])("a fault is said with its place: %s", async (_, files, expected) => {
  expect(await reasonFor(files)).toContain(expected);
});

test("a folder that is not there", async () => {
  const result = await directorySource("no/such/folder").read();
  expect(result).toEqual({
    kind: "failed",
    reason:
      "no/such/folder: cannot be read as a folder: name the folder that holds settings.yaml, or run from where it is",
  });
});
