import type { Row } from "./row.ts";

export const rulesRows: readonly Row[] = [
  { code: "duplicate-rule", text: 'The id "names" is already used in this document. Use another one.' },
  {
    code: "unknown-command",
    text: 'Unknown command "Group.CallbackBeforeCreateGrop". Did you mean "Group.CallbackBeforeCreateGroup"?',
  },
  { code: "pattern-unmatched", text: '"Groups.*" matches no command. See `chatgate commands`.' },
  { code: "no-action", text: "The rule has no action. Add one of `deny`, `drop`, `mask`, `observe`." },
  { code: "several-actions", text: "The rule has `deny` and `observe`. Keep one of them." },
  {
    code: "action-unavailable",
    text: "Group.CallbackAfterCreateGroup cannot deny, since it reports what has happened. Use `observe`.",
  },
  { code: "unknown-facet", text: 'Unknown facet "operater". Did you mean "operator"?' },
  {
    code: "hole-per-target",
    text: "Sns.CallbackPrevFriendAdd is decided target by target, and {targets} would repeat all of them for each. Use {target}.",
  },
  {
    code: "facet-unavailable",
    text: 'Group.CallbackBeforeCreateGroup has no facet "text". It has command, platform, clientIp, sdkAppId, now, operator, owner, name, groupType, owned, members and eventTime.',
  },
  { code: "unknown-list", text: 'Unknown list "staff". Create lists/staff.txt.' },
  {
    code: "mask-joins",
    text: '"\u0301" would join the characters beside it. Use a whole character, such as *.',
  },
  { code: "mask-invisible", text: "The replacement is invisible. Use a visible character, such as *." },
  {
    code: "mask-separates",
    text: '"-" separates letters in a spaced list, so those beside it could become an entry. Use another character, such as *.',
  },
  {
    code: "mask-overlaps",
    text: '"[admin]" overlaps the entry "admin" of the list, which could match again. Use a character that no entry has, such as *.',
  },
  { code: "unpaired-brace", text: "This { has no partner. Write {{ or }} for a brace." },
  { code: "unknown-family", text: 'The rule covers no command of "Sns". Remove the key.' },
  {
    code: "denial-unseen",
    text: "Group.CallbackBeforeInviteJoinGroup refuses single targets by name only, so nobody would see a code or message. Write `deny: {}`.",
  },
  {
    code: "code-unavailable",
    text: "99 is not a code of Group.CallbackBeforeCreateGroup. Use 10100 to 10200 or 1.",
  },
];
