import { findCompletion } from "../../playground/completions.ts";
import type { Library } from "../../playground/library.ts";
import { testRows } from "../support/table.ts";

const library: Library = {
  starter: {},
  recipes: [],
  functions: [
    { name: "hasWord", signature: "string.hasWord(lists.<name>): bool", about: "Whole words." },
    { name: "has", signature: "has(field): bool", about: "Whether it was sent." },
  ],
  keys: {
    settings: [{ name: "sdkAppIds", about: "" }],
    document: [{ name: "description", about: "" }],
    rule: [{ name: "when", about: "A condition." }],
    test: [{ name: "command", about: "" }],
  },
};

const CREATE = "Group.CallbackBeforeCreateGroup";
const rule = (lines: string, on = CREATE) => `description: D\nrules:\n  - id: a\n    on: ${on}\n${lines}`;

type Row = {
  readonly name: string;
  /** `|` is the cursor. */
  readonly text: string;
  readonly path?: string;
  readonly offers: readonly string[];
  readonly leavesOut?: readonly string[];
  /** What is replaced. */
  readonly typed: string;
};

const rows: readonly Row[] = [
  {
    name: "commands after on:",
    text: "rules:\n  - id: a\n    on: Group.Callb|",
    offers: [CREATE, "Sns.CallbackPrevFriendAdd"],
    typed: "Group.Callb",
  },
  {
    name: "commands in a list of on:",
    text: "rules:\n  - id: a\n    on:\n      - Gr|",
    offers: [CREATE],
    typed: "Gr",
  },
  {
    name: "facets of the command that the rule covers, and no others",
    text: rule("    when: own|"),
    offers: ["owned", "groupType", "platform", "lists", "has"],
    leavesOut: ["text", "note", "hasWord"],
    typed: "own",
  },
  {
    name: "facets of all commands of a pattern, in a quoted and folded condition",
    text: rule(
      "    when: >-\n      name.size() > 4 &&\n      te|\n    deny: {}",
      '"*.CallbackBeforeSendMsg"',
    ),
    offers: ["text", "sender", "mentions"],
    leavesOut: ["owned"],
    typed: "te",
  },
  {
    name: "facets of a list of commands",
    text: "rules:\n  - id: a\n    on: [Sns.CallbackPrevFriendAdd, 'Group.CallbackBeforeApplyJoinGroup']\n    when: no|",
    offers: ["note", "target"],
    leavesOut: ["owned"],
    typed: "no",
  },
  {
    name: "a facet's words in its comparison",
    text: rule(`    when: '!(groupType in ["Work", "Pu|`),
    offers: ["Public", "AVChatRoom"],
    leavesOut: ["groupType"],
    typed: "Pu",
  },
  {
    name: "functions with a receiver after a dot",
    text: rule("    when: name.ha|"),
    offers: ["hasWord"],
    leavesOut: ["has", "name"],
    typed: "ha",
  },
  {
    name: "lists by name",
    text: rule("    when: name.hasWord(lists.re|"),
    offers: ["reserved"],
    leavesOut: ["name"],
    typed: "re",
  },
  {
    name: "lists in an exemption",
    text: rule("    unless: [{ account: lists.| }]"),
    offers: ["reserved"],
    typed: "",
  },
  {
    name: "the payload's fields after request.",
    text: rule("    when: request.Mem|"),
    offers: ["MemberList", "Name"],
    typed: "Mem",
  },
  {
    name: "a rule's keys",
    text: rule("    wh|"),
    offers: ["when"],
    leavesOut: ["description"],
    typed: "wh",
  },
  { name: "a document's keys", text: "desc|", offers: ["description"], leavesOut: ["when"], typed: "desc" },
  { name: "settings' keys", text: "sdk|", path: "settings.yaml", offers: ["sdkAppIds"], typed: "sdk" },
  { name: "modes", text: rule("    mode: sh|"), offers: ["shadow"], typed: "sh" },
  {
    name: "facets that a test sets",
    text: `tests:\n  - name: a\n    command: ${CREATE}\n    set: { name: x, ow|`,
    path: "a.test.yaml",
    offers: ["owned"],
    typed: "ow",
  },
  {
    name: "decisions that a test expects",
    text: `tests:\n  - name: a\n    command: ${CREATE}\n    expect: { decision: de|`,
    path: "a.test.yaml",
    offers: ["deny", "partial"],
    typed: "de",
  },
];

testRows(rows, "offers $name", ({ text, path = "a.yaml", offers, leavesOut = [], typed }) => {
  const offset = text.indexOf("|");
  const whole = text.replace("|", "");
  const files = { "lists/reserved.txt": "# x\nadmin\n", [path]: whole };
  const found = findCompletion(files, path, offset, library);
  const labels = found?.suggestions.map(({ label }) => label);
  expect(labels).toEqual(expect.arrayContaining([...offers]));
  expect(leavesOut.filter((label) => labels?.includes(label))).toEqual([]);
  expect(whole.slice(found?.from, offset)).toBe(typed);
});

testRows(
  [
    { text: "# comment ab|" },
    { text: 'rules:\n  - id: a\n    on: Group.*\n    when: name == "ab|' },
    { text: "rules:\n  - id: a|" },
  ],
  'offers nothing in "$text"',
  ({ text }) => {
    const path = "a.yaml";
    expect(
      findCompletion({ [path]: text.replace("|", "") }, path, text.indexOf("|"), library)?.suggestions ?? [],
    ).toEqual([]);
  },
);
