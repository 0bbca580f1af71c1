import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createDirectorySource, readDirectory } from "../../lib/store/directory.ts";
import { testRows } from "../support/table.ts";

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
  const result = await createDirectorySource(folder).read();
  return result.kind === "failed" ? result.reason.replaceAll(`${folder}/`, "") : "(read)";
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
  const result = await createDirectorySource(folder).read();
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
    diagnostics: [],
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
    const result = await createDirectorySource(folder).read();
    versions.add(result.kind === "read" ? result.parameters[0]?.version : undefined);
  }
  expect(versions.size).toBe(2);
});

testRows<{
  readonly name: string;
  readonly files: Readonly<Record<string, string | Buffer>>;
  readonly expected: string;
}>(
  [
    {
      name: "syntax",
      files: { "a.yaml": "rules:\n  - id: [a\nmode: off" },
      expected: "yaml-syntax policies/a 3:1",
    },
    { name: "an alias of nothing", files: { "a.yaml": "a: *b" }, expected: "yaml-syntax policies/a" },
    { name: "the other extension", files: { "a.yml": "a: 1" }, expected: "file-extension a.yml" },
    {
      name: "a name that SSM refuses",
      files: { "no spaces.yaml": "a: 1" },
      expected: "file-name no spaces.yaml",
    },
    { name: "a list's name", files: { "lists/über.txt": "x" }, expected: "file-name lists/über.txt" },
    {
      name: "another encoding",
      files: { "lists/a.txt": Buffer.from([0xe9, 0x74, 0xe9]) },
      expected: "file-encoding lists/a.txt",
    },
    {
      name: "several: all said",
      files: { "a.yaml": "a: 1\na: 2", "b.yml": "" },
      expected: "yaml-syntax policies/a 2:1; file-extension b.yml",
    },
  ],
  "a source says what is wrong with its place: $name",
  async ({ files, expected }) => {
    expect(await reasonFor(files)).toBe(expected);
  },
);

test("a folder that is not there", async () => {
  const result = await createDirectorySource("no/such/folder").read();
  expect(result).toEqual({
    kind: "failed",
    reason: "folder-unreadable",
  });
});
