import type { Row } from "./row.ts";

export const limitsRows: readonly Row[] = [
  {
    code: "limit-with-mask",
    text: "A rule with `mask` cannot have a limit. Use `deny`, `drop` or `observe`.",
  },
  {
    code: "limit-per-target",
    text: "Group.CallbackBeforeInviteJoinGroup would be decided target by target, and requests are counted whole. Use `targets` instead.",
  },
  { code: "limit-period", text: '"60d" is not between 10s and 30d. Use a duration in between.' },
  {
    code: "limit-uncountable",
    text: 'Requests cannot be counted by "members", which is a list or a time. Use a facet with one value, such as the operator.',
  },
  { code: "hold-without-refusals", text: "`hold` needs `count: refusals`. Add it, or remove `hold`." },
  {
    code: "too-many-limits",
    text: "Group.CallbackBeforeCreateGroup has more than 100 rules with a limit. Remove some.",
  },
];
