import type { ListDetails, RuleDetails } from "../../policy/diagnostic-details.ts";
import {
  CREATE,
  createFilesExample,
  createRuleExample,
  createSituation,
  DENY,
  type Example,
  joinWords,
  type Messages,
  quote,
  suggest,
  summarizeNames,
} from "./message.ts";

const INVITE = "on: Group.CallbackBeforeInviteJoinGroup";
const SEND = "on: Group.CallbackBeforeSendMsg";
/** `x` of `lists.x` and of `lists["x"]`, as a condition names it. */
const nameList = (written = "") => written.replace(/^lists[.[]"?/, "").replace(/"?\]$/, "");
const quoteCode = (words: readonly string[]) => words.map((word) => `\`${word}\``);

const createListExample = (text: string): Example =>
  createFilesExample({
    "lists/names.txt": text,
    "naming.yaml": `rules:\n  - id: names\n    ${CREATE}\n    when: name.hasWord(lists.names)\n    observe: {}\n`,
  });
const maskWith = (replacement: string): Example =>
  createFilesExample({
    "lists/names.txt": "admin\n",
    "naming.yaml": `rules:\n  - id: names\n    ${SEND}\n    mask: { list: names, with: "${replacement}" }\n`,
  });

export const listMessages = {
  "list-empty": {
    title: "A list has no entries.",
    text: () => "The list has no entries. Add them, one a line.",
    example: createListExample("# nothing yet\n"),
    fix: "Add entries, one a line, or remove the list and the rules that use it.",
  },
  "list-whole-and-parts": {
    title: "The store has a list both as one parameter and in numbered parts.",
    text: () => "The list is stored both whole and in parts. Delete one of the two.",
    example: createSituation("`lists/names` and `lists/names/001` are both in SSM"),
    fix: "Push the set again, or delete one of the two.",
  },
  "entry-invisible": {
    title: "An entry holds only invisible characters, so it would match every text.",
    text: () => "The entry holds only invisible characters and would match every text. Remove it.",
    example: createListExample("admin\n\u200b\n"),
    fix: "Remove the line.",
  },
  "entry-too-long": {
    title: "An entry is longer than what can be matched.",
    text: ({ details: { length, limit } }) => `The entry has ${length} characters. Use at most ${limit}.`,
    example: createListExample(`${"too long ".repeat(12).trim()}\n`),
    fix: "Shorten the entry.",
  },
  "unknown-fold": {
    title: "A list asks for a folding that does not exist.",
    text: ({ token }) => `Unknown fold ${quote(token)}. Write "# fold: leet" or "# fold: spaced".`,
    example: createListExample("# fold: leat\nadmin\n"),
    fix: "Write `# fold: leet` or `# fold: spaced`, or remove the line.",
  },
  "late-fold": {
    title: "`# fold:` comes after the first entry.",
    text: ({ token }) => `"# fold: ${token ?? ""}" must be before the first entry. Move it up.`,
    example: createListExample("admin\n# fold: leet\n"),
    fix: "Move the line to the top.",
  },
} satisfies Messages<ListDetails>;

export const ruleMessages = {
  "duplicate-rule": {
    title: "Two rules of a document have the same `id`.",
    text: ({ token }) => `The id ${quote(token)} is already used in this document. Use another one.`,
    example: createFilesExample({
      "naming.yaml": `rules:\n  - id: names\n    ${CREATE}\n    observe: {}\n  - id: names\n    ${INVITE}\n    observe: {}\n`,
    }),
    fix: "Give each rule of a document an `id` of its own.",
  },
  "unknown-command": {
    title: "No command has this name.",
    text: (found) => `Unknown command ${quote(found.token)}.${suggest(found) || " See `chatgate commands`."}`,
    example: createRuleExample("on: Group.CallbackBeforeCreateGrop", "observe: {}"),
    fix: "Use the name that is suggested; `npx --no chatgate commands` lists all of them.",
  },
  "pattern-unmatched": {
    title: "A pattern in `on` matches no command.",
    text: ({ token }) => `${quote(token)} matches no command. See \`chatgate commands\`.`,
    example: createRuleExample('on: "Groups.*"', "observe: {}"),
    fix: "Change the pattern; `npx --no chatgate commands` lists all names.",
  },
  "no-action": {
    title: "A rule does not say what to do.",
    text: () => "The rule has no action. Add one of `deny`, `drop`, `mask`, `observe`.",
    example: createRuleExample(CREATE, "when: owned > 3"),
    fix: "Add one of `deny`, `drop`, `mask` and `observe`.",
  },
  "several-actions": {
    title: "A rule has more than one action.",
    text: ({ details: { actions } }) =>
      `The rule has ${joinWords(quoteCode(actions), "and")}. Keep one of them.`,
    example: createRuleExample(CREATE, DENY, "observe: {}"),
    fix: "Keep one of them, or write two rules.",
  },
  "action-unavailable": {
    title: "A command cannot answer with this action.",
    text: ({ token, details: { commands, phase, allowed } }) => {
      const why = phase === "after" ? ", since it reports what has happened" : "";
      return `${summarizeNames(commands)} cannot ${token}${why}. Use ${joinWords(quoteCode(allowed), "or")}.`;
    },
    example: createRuleExample("on: Group.CallbackAfterCreateGroup", DENY),
    fix: "Use an action that the command has, as `npx --no chatgate commands <command>` shows.",
  },
  "unknown-facet": {
    title: "No facet has this name.",
    text: (found) =>
      `Unknown facet ${quote(found.token)}.${suggest(found) || " See `chatgate commands <command>`."}`,
    example: createRuleExample(CREATE, "rollout: { percent: 10, by: operater }", "observe: {}"),
    fix: "Use the name that is suggested; `npx --no chatgate commands <command>` lists the facets.",
  },
  "hole-per-target": {
    title: "A message about one target names all targets.",
    text: ({ token, details: { commands } }) =>
      `${summarizeNames(commands)} is decided target by target, and {${token}} would repeat all of them for each. Use {target}.`,
    example: createRuleExample(
      "on: Sns.CallbackPrevFriendAdd",
      'when: target == "u_zoe"',
      'deny: { message: "Not {targets}." }',
    ),
    fix: "Use `{target}` in the message.",
  },
  "facet-unavailable": {
    title: "A command does not have this facet.",
    text: ({ token, details: { commands, available } }) =>
      `${summarizeNames(commands)} has no facet ${quote(token)}. It has ${joinWords(available, "and")}.`,
    example: createRuleExample(CREATE, 'when: text == "x"', "observe: {}"),
    fix: "Use a facet that the command has, or another command.",
  },
  "unknown-list": {
    title: "A list does not exist.",
    text: (found) =>
      `Unknown list ${quote(found.token)}.${suggest(found) || ` Create lists/${nameList(found.token)}.txt.`}`,
    example: createRuleExample(CREATE, "unless: [{ account: lists.staff, reason: They may }]", "observe: {}"),
    fix: "Create `lists/<name>.txt`, or use the name that is suggested.",
  },
  "mask-joins": {
    title: "A mask's replacement would join the characters beside it into one.",
    text: ({ token }) =>
      `${quote(token)} would join the characters beside it. Use a whole character, such as *.`,
    example: maskWith("\\u0301"),
    fix: "Use a whole character, such as `*`.",
  },
  "mask-invisible": {
    title: "A mask's replacement is invisible, so the text on both sides would read as one word.",
    text: () => "The replacement is invisible. Use a visible character, such as *.",
    example: maskWith(" "),
    fix: "Use a visible character, such as `*`.",
  },
  "mask-separates": {
    title:
      "A mask's replacement is a separator of a spaced list, so the letters beside it could become an entry.",
    text: ({ token }) =>
      `${quote(token)} separates letters in a spaced list, so those beside it could become an entry. Use another character, such as *.`,
    example: createFilesExample({
      "lists/names.txt": "# fold: spaced\nadmin\n",
      "naming.yaml": `rules:\n  - id: names\n    ${SEND}\n    mask: { list: names, with: "-" }\n`,
    }),
    fix: "Use another character, such as `*`.",
  },
  "mask-overlaps": {
    title: "A mask's replacement overlaps an entry of the list, so the list could match again.",
    text: ({ token, details: { entry } }) =>
      `${quote(token)} overlaps the entry ${quote(entry)} of the list, which could match again. Use a character that no entry has, such as *.`,
    example: maskWith("[admin]"),
    fix: "Use a character that no entry has, such as `*`.",
  },
  "unpaired-brace": {
    title: "A message has a brace without a partner.",
    text: ({ token }) => `This ${token ?? ""} has no partner. Write {{ or }} for a brace.`,
    example: createRuleExample(CREATE, 'deny: { message: "No {name groups." }'),
    fix: "Close the brace, or write `{{` or `}}` for a brace as text.",
  },
  "unknown-family": {
    title: "`code` names a command family that the rule does not cover.",
    text: (found) =>
      `The rule covers no command of ${quote(found.token)}.${suggest(found) || " Remove the key."}`,
    example: createRuleExample(CREATE, 'deny: { code: { Group: 10101, Sns: 38001 }, message: "Not here." }'),
    fix: "Remove the key, or let `on` cover a command of that family.",
  },
  "denial-unseen": {
    title: "A rule refuses single targets with a code or message that Chat does not pass on.",
    text: ({ details: { commands } }) =>
      `${summarizeNames(commands)} refuses single targets by name only, so nobody would see a code or message. Write \`deny: {}\`.`,
    example: createRuleExample(INVITE, 'when: target == "u_zoe"', DENY),
    fix: "Write `deny: {}`, or do not use `target`, so that the whole request is refused.",
  },
  "code-unavailable": {
    title: "A command does not take this error code.",
    text: ({ token, details: { commands, range, defaultCode } }) => {
      const allowed = [
        ...(range === undefined ? [] : [`${range[0]} to ${range[1]}`]),
        ...(defaultCode === undefined ? [] : [String(defaultCode)]),
      ];
      return `${token} is not a code of ${summarizeNames(commands)}. Use ${joinWords(allowed, "or")}.`;
    },
    example: createRuleExample(CREATE, 'deny: { code: 99, message: "Not here." }'),
    fix: "Use a code of the range that is named, or leave `code` out.",
  },
} satisfies Messages<RuleDetails>;
