import type { FileDetails } from "../../policy/diagnostic-details.ts";
import { createFilesExample, createSituation, type Messages, quote } from "./message.ts";

const createFileExample = (text: string) => createFilesExample({ "naming.yaml": text });
const RULE = "rules:\n  - id: names\n    on: Group.CallbackBeforeCreateGroup\n";

export const fileMessages = {
  "folder-unreadable": {
    title: "The folder does not exist, or is not a folder.",
    text: () => "Cannot be read as a folder. Name the folder that holds settings.yaml.",
    example: createSituation(
      "`npx --no chatgate policy check polices`, where the folder is called `policies`",
    ),
    fix: "Name the folder that holds `settings.yaml`, or run the command from its parent.",
  },
  "file-extension": {
    title: "A file ends in `.yml`; only `.yaml` is read.",
    text: () => "Not read. Rename it to end in .yaml.",
    example: createSituation("a file `policies/naming.yml`"),
    fix: "Rename the file.",
  },
  "file-name": {
    title: "A file's name cannot be a parameter's name in SSM.",
    text: () => 'Cannot be stored under this name. Use only letters, digits, ".", "-" and "_".',
    example: createSituation("a file `policies/group names.yaml`"),
    fix: "Rename the file: letters, digits, `.`, `-` and `_`.",
  },
  "file-encoding": {
    title: "A file is not UTF-8 text, or may not be read.",
    text: () => "Cannot be read as UTF-8 text. Check its encoding and permissions.",
    example: createSituation("a list saved as UTF-16 or Latin-1"),
    fix: "Save the file as UTF-8, and check its permissions.",
  },
  "yaml-syntax": {
    title: "The file is not valid YAML, in a way that has no code of its own.",
    text: ({ details }) =>
      `Not valid YAML (${details.yamlCode}). Compare this line and the one before it with an example.`,
    example: createFileExample("description: |x\n  Names\nrules: []\n"),
    fix: "Compare the line and the one before it with an example in `policies/`; quote the value if it is text.",
  },
  "yaml-indentation": {
    title: "A line is indented more or less than the keys beside it.",
    text: ({ token, suggestion }) => {
      const key = token === undefined ? "This line" : quote(token);
      return suggestion === undefined
        ? `${key} is not indented like the lines around it. Line them up.`
        : `${key} is not indented like ${quote(suggestion)}. Line them up.`;
    },
    example: createFileExample(`${RULE}    when: name == "x"\n   observe: {}\n`),
    fix: "Indent keys of the same map by the same number of spaces.",
  },
  "yaml-tab": {
    title: "A line is indented with a tab.",
    text: () => "YAML does not allow tabs as indentation. Use spaces.",
    example: createFileExample("rules:\n\t- id: names\n"),
    fix: "Replace the tab by spaces.",
  },
  "yaml-unclosed": {
    title: "A bracket, brace or quote is opened and never closed.",
    text: ({ token }) => `This ${token ?? ""} is never closed. Add the closing one.`,
    example: createFileExample("rules: [\n"),
    fix: "Add the closing bracket, brace or quote.",
  },
  "yaml-unquoted": {
    title: "A value must be quoted as a whole, because YAML reads its beginning as something else.",
    text: ({ suggestion }) =>
      suggestion === undefined ? "Quote the whole value." : `Quote the whole value: ${suggestion}`,
    example: createFileExample(`${RULE}    when: "@all" in members\n    observe: {}\n`),
    fix: "Put the whole value in single quotes: `when: '\"@all\" in mentions'`. This concerns values that begin with a quote, `!`, `*`, `&`, `@`, `%` or a backtick.",
  },
  "yaml-nested-key": {
    title: "A value holds a colon and a space, which YAML reads as one more key.",
    text: ({ suggestion }) =>
      suggestion === undefined
        ? "Quote the whole value, since it holds a colon."
        : `Quote the whole value, since it holds a colon: ${suggestion}`,
    example: createFileExample(`description: names: what they may be\n${RULE}    observe: {}\n`),
    fix: "Put the whole value in quotes.",
  },
  "yaml-missing-colon": {
    title: "A key has no colon behind it.",
    text: ({ token }) => `No colon in ${quote(token)}. Write \`key: value\`.`,
    example: createFileExample("rules:\n  - id names\n    observe: {}\n"),
    fix: "Write `key: value`, with a space behind the colon.",
  },
  "yaml-escape": {
    title: "A backslash in double quotes is followed by a character that it does not escape.",
    text: ({ token }) => `${token ?? ""} is not an escape in double quotes. Use single quotes.`,
    example: createFileExample(`description: "\\d"\n${RULE}    observe: {}\n`),
    fix: "Use single quotes, in which a backslash is a character like any other, or double the backslash.",
  },
  "yaml-duplicate-key": {
    title: "A map has the same key twice.",
    text: ({ token }) => `The key ${quote(token)} is already used in this map. Remove one of the two.`,
    example: createFileExample(`mode: shadow\nmode: enforce\n${RULE}    observe: {}\n`),
    fix: "Remove one of the two.",
  },
  "yaml-several-documents": {
    title: "A file holds several YAML documents, separated by `---`.",
    text: () => "A file holds one document. Move this one to a file of its own.",
    example: createFileExample(`${RULE}    observe: {}\n---\nrules: []\n`),
    fix: "Move each document to a file of its own.",
  },
} satisfies Messages<FileDetails>;
