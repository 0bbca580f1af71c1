import { dropAccepted, placeInFiles } from "../../lib/authoring/findings.ts";
import { checkTexts } from "../support/example-files.ts";
import { testRows } from "../support/table.ts";

const TOLERANCE = "toleranceSeconds: 900";
const FAULT = "rules:\n  - id: a\n    on: Nope";

testRows(
  [
    {
      name: "in the line before",
      files: { "settings.yaml": `# accept wide-tolerance: slow clocks\n${TOLERANCE}` },
      codes: [],
    },
    {
      name: "at the line's end",
      files: { "settings.yaml": `${TOLERANCE} # accept wide-tolerance: slow clocks` },
      codes: [],
    },
    {
      name: "of a list",
      files: { "lists/a.txt": "# accept unused-list: for the next release\nx\n" },
      codes: [],
    },
    {
      name: "no reason",
      files: { "settings.yaml": `# accept wide-tolerance:\n${TOLERANCE}` },
      codes: ["wide-tolerance"],
    },
    {
      name: "another code",
      files: { "settings.yaml": `# accept unused-list: slow clocks\n${TOLERANCE}` },
      codes: ["wide-tolerance"],
    },
    {
      name: "two lines before",
      files: { "settings.yaml": `# accept wide-tolerance: slow clocks\n# Ours.\n${TOLERANCE}` },
      codes: ["wide-tolerance"],
    },
    {
      name: "at the end of the line before, which is of something else",
      files: { "settings.yaml": `deadlineMs: 900 # accept wide-tolerance: slow clocks\n${TOLERANCE}` },
      codes: ["wide-tolerance"],
    },
    {
      name: "an error is not accepted",
      files: { "a.yaml": `${FAULT} # accept unknown-command: soon\n    observe: {}\n` },
      codes: ["unknown-command"],
    },
  ],
  "a comment that accepts: $name",
  ({ files: texts, codes }) => {
    const given = Object.fromEntries(
      Object.entries(texts).map(([file, text]) => [
        file,
        file === "settings.yaml" ? `sdkAppIds: [1400000000]\n${text}\n` : text,
      ]),
    );
    const { files, diagnostics } = checkTexts(given);
    const findings = dropAccepted(placeInFiles(diagnostics, files, ""), files);
    expect(findings.map(({ code }) => code)).toEqual(codes);
  },
);
