import { complete } from "../../playground/completions.ts";
import type { Library } from "../../playground/library.ts";

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
  readonly title: string;
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
    title: "commands after on:",
    text: "rules:\n  - id: a\n    on: Group.Callb|",
    offers: [CREATE, "Sns.CallbackPrevFriendAdd"],
    typed: "Group.Callb",
  },
  {
    title: "commands in a list of on:",
    text: "rules:\n  - id: a\n    on:\n      - Gr|",
    offers: [CREATE],
    typed: "Gr",
  },
  {
    title: "facets of the command that the rule covers, and no others",
    text: rule("    when: own|"),
    offers: ["owned", "groupType", "platform", "lists", "has"],
    leavesOut: ["text", "note", "hasWord"],
    typed: "own",
  },
  {
    title: "facets of all commands of a pattern, in a quoted and folded condition",
    text: rule(
      "    when: >-\n      name.size() > 4 &&\n      te|\n    deny: {}",
      '"*.CallbackBeforeSendMsg"',
    ),
    offers: ["text", "sender", "mentions"],
    leavesOut: ["owned"],
    typed: "te",
  },
  {
    title: "facets of a list of commands",
    text: "rules:\n  - id: a\n    on: [Sns.CallbackPrevFriendAdd, 'Group.CallbackBeforeApplyJoinGroup']\n    when: no|",
    offers: ["note", "target"],
    leavesOut: ["owned"],
    typed: "no",
  },
  {
    title: "a facet's words in its comparison",
    text: rule(`    when: '!(groupType in ["Work", "Pu|`),
    offers: ["Public", "AVChatRoom"],
    leavesOut: ["groupType"],
    typed: "Pu",
  },
  {
    title: "functions with a receiver after a dot",
    text: rule("    when: name.ha|"),
    offers: ["hasWord"],
    leavesOut: ["has", "name"],
    typed: "ha",
  },
  {
    title: "lists by name",
    text: rule("    when: name.hasWord(lists.re|"),
    offers: ["reserved"],
    leavesOut: ["name"],
    typed: "re",
  },
  {
    title: "lists in an exemption",
    text: rule("    unless: [{ account: lists.| }]"),
    offers: ["reserved"],
    typed: "",
  },
  {
    title: "the payload's fields after request.",
    text: rule("    when: request.Mem|"),
    offers: ["MemberList", "Name"],
    typed: "Mem",
  },
  {
    title: "a rule's keys",
    text: rule("    wh|"),
    offers: ["when"],
    leavesOut: ["description"],
    typed: "wh",
  },
  { title: "a document's keys", text: "desc|", offers: ["description"], leavesOut: ["when"], typed: "desc" },
  { title: "settings' keys", text: "sdk|", path: "settings.yaml", offers: ["sdkAppIds"], typed: "sdk" },
  { title: "modes", text: rule("    mode: sh|"), offers: ["shadow"], typed: "sh" },
  {
    title: "facets that a test sets",
    text: `tests:\n  - name: a\n    command: ${CREATE}\n    set: { name: x, ow|`,
    path: "a.test.yaml",
    offers: ["owned"],
    typed: "ow",
  },
  {
    title: "decisions that a test expects",
    text: `tests:\n  - name: a\n    command: ${CREATE}\n    expect: { decision: de|`,
    path: "a.test.yaml",
    offers: ["deny", "partial"],
    typed: "de",
  },
];

test.each(rows)("offers $title", ({ text, path = "a.yaml", offers, leavesOut = [], typed }) => {
  const offset = text.indexOf("|");
  const whole = text.replace("|", "");
  const files = { "lists/reserved.txt": "# x\nadmin\n", [path]: whole };
  const found = complete(files, path, offset, library);
  const labels = found?.suggestions.map(({ label }) => label);
  expect(labels).toEqual(expect.arrayContaining([...offers]));
  expect(leavesOut.filter((label) => labels?.includes(label))).toEqual([]);
  expect(whole.slice(found?.from, offset)).toBe(typed);
});

test.each([
  "# comment ab|",
  'rules:\n  - id: a\n    on: Group.*\n    when: name == "ab|',
  "rules:\n  - id: a|",
])("offers nothing in %j", (text) => {
  const path = "a.yaml";
  expect(
    complete({ [path]: text.replace("|", "") }, path, text.indexOf("|"), library)?.suggestions ?? [],
  ).toEqual([]);
});
