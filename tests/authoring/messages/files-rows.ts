import type { Row } from "./row.ts";

export const filesRows: readonly Row[] = [
  {
    code: "folder-unreadable",
    sample: {},
    text: "Cannot be read as a folder. Name the folder that holds settings.yaml.",
  },
  { code: "file-extension", sample: {}, text: "Not read. Rename it to end in .yaml." },
  {
    code: "file-name",
    sample: {},
    text: 'Cannot be stored under this name. Use only letters, digits, ".", "-" and "_".',
  },
  {
    code: "file-encoding",
    sample: {},
    text: "Cannot be read as UTF-8 text. Check its encoding and permissions.",
  },
  {
    code: "yaml-syntax",
    text: "Not valid YAML (UNEXPECTED_TOKEN). Compare this line and the one before it with an example.",
  },
  { code: "yaml-indentation", text: '"observe" is not indented like "when". Line them up.' },
  { code: "yaml-tab", text: "YAML does not allow tabs as indentation. Use spaces." },
  { code: "yaml-unclosed", text: "This [ is never closed. Add the closing one." },
  { code: "yaml-unquoted", text: "Quote the whole value: '\"@all\" in members'" },
  {
    code: "yaml-nested-key",
    text: "Quote the whole value, since it holds a colon: 'names: what they may be'",
  },
  { code: "yaml-missing-colon", text: 'No colon in "id names". Write `key: value`.' },
  { code: "yaml-escape", text: "\\d is not an escape in double quotes. Use single quotes." },
  { code: "yaml-duplicate-key", text: 'The key "mode" is already used in this map. Remove one of the two.' },
  { code: "yaml-several-documents", text: "A file holds one document. Move this one to a file of its own." },
];
