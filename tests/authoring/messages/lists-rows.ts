import type { Row } from "./row.ts";

export const listsRows: readonly Row[] = [
  { code: "list-empty", text: "The list has no entries. Add them, one a line." },
  {
    code: "list-whole-and-parts",
    sample: {},
    text: "The list is stored both whole and in parts. Delete one of the two.",
  },
  {
    code: "entry-invisible",
    text: "The entry holds only invisible characters and would match every text. Remove it.",
  },
  { code: "entry-too-long", text: "The entry has 107 characters. Use at most 100." },
  { code: "unknown-fold", text: 'Unknown fold "leat". Write "# fold: leet" or "# fold: spaced".' },
  { code: "late-fold", text: '"# fold: leet" must be before the first entry. Move it up.' },
];
