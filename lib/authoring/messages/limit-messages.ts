import type { LimitDetails } from "../../policy/diagnostic-details.ts";
import {
  CREATE,
  createFilesExample,
  createRuleExample,
  DENY,
  type Example,
  type Messages,
  quote,
  summarizeNames,
} from "./message.ts";

const createLimitExample = (limit: string, ...more: readonly string[]) =>
  createRuleExample(CREATE, `limit: { ${limit} }`, ...more, DENY);

/** One more than a command takes. */
const createManyLimitsExample = (): Example => {
  const formatRule = (index: number) =>
    `  - { id: l${index}, ${CREATE}, limit: { max: 1, per: 1h, by: operator }, observe: {} }\n`;
  return createFilesExample({
    "naming.yaml": `rules:\n${Array.from({ length: 101 }, (_, index) => formatRule(index)).join("")}`,
  });
};

export const limitMessages = {
  "limit-with-mask": {
    title: "A rule that masks has a limit.",
    text: () => "A rule with `mask` cannot have a limit. Use `deny`, `drop` or `observe`.",
    example: createFilesExample({
      "lists/names.txt": "admin\n",
      "naming.yaml":
        'rules:\n  - id: names\n    on: Group.CallbackBeforeSendMsg\n    limit: { max: 3, per: 1d, by: sender }\n    mask: { list: names, with: "*" }\n',
    }),
    fix: "Use `deny`, `drop` or `observe`, or remove `limit`.",
  },
  "limit-per-target": {
    title: "A rule with a limit is decided target by target.",
    text: ({ details: { commands } }) =>
      `${summarizeNames(commands)} would be decided target by target, and requests are counted whole. Use \`targets\` instead.`,
    example: createRuleExample(
      "on: Group.CallbackBeforeInviteJoinGroup",
      'when: target == "u_zoe"',
      "limit: { max: 3, per: 1d, by: operator }",
      "deny: {}",
    ),
    fix: "Do not use `target` or `note` in the rule; `targets` has all of them.",
  },
  "limit-period": {
    title: "A limit's `per` or `hold` is too short or too long.",
    text: ({ token }) => `${quote(token)} is not between 10s and 30d. Use a duration in between.`,
    example: createLimitExample("max: 3, per: 60d, by: operator"),
    fix: "Use a duration from `10s` to `30d`.",
  },
  "limit-uncountable": {
    title: "A limit counts by a list or by a time.",
    text: ({ token }) =>
      `Requests cannot be counted by ${quote(token)}, which is a list or a time. Use a facet with one value, such as the operator.`,
    example: createLimitExample("max: 3, per: 1d, by: members"),
    fix: "Count by a facet that has one value, such as `operator`, `sender` or `group`.",
  },
  "hold-without-refusals": {
    title: "A limit that counts requests has a `hold`.",
    text: () => "`hold` needs `count: refusals`. Add it, or remove `hold`.",
    example: createLimitExample("max: 3, per: 10m, by: operator, hold: 1h"),
    fix: "Add `count: refusals`, or remove `hold`.",
  },
  "too-many-limits": {
    title: "A command has more rules with a limit than can be counted together.",
    text: ({ details: { commands, limit } }) =>
      `${summarizeNames(commands)} has more than ${limit} rules with a limit. Remove some.`,
    example: createManyLimitsExample(),
    fix: "Remove limits, or let `on` cover fewer commands.",
  },
} satisfies Messages<LimitDetails>;
