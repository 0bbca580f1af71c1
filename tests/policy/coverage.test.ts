import type { Command } from "../../lib/commands/define-command.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { findAvailableFacets, matchCommands } from "../../lib/policy/coverage.ts";
import { testRows } from "../support/table.ts";

describe("the commands of a pattern", () => {
  testRows<{ readonly pattern: string; readonly names: readonly string[] }>(
    [
      { pattern: "Group.CallbackBeforeCreateGroup", names: ["Group.CallbackBeforeCreateGroup"] },
      {
        pattern: "Group.*BeforeCreate*",
        names: ["Group.CallbackBeforeCreateGroup", "Group.CallbackBeforeCreateTopic"],
      },
      { pattern: "Group.CallbackBeforeCreate", names: [] },
    ],
    "$pattern: $names",
    ({ pattern, names }) => expect(matchCommands(pattern, commands).map(({ name }) => name)).toEqual(names),
  );
});

test("500 patterns are found once; one more, and they are found anew", () => {
  const registry = new Map(commands);
  const patterns = Array.from({ length: 500 }, (_, index) => `Group.*${index}`);
  const found = patterns.map((pattern) => matchCommands(pattern, registry));
  const findAgain = () =>
    patterns.filter((pattern, index) => matchCommands(pattern, registry) === found[index]).length;
  expect(findAgain()).toBe(500);
  matchCommands("Group.*500", registry);
  expect(findAgain()).toBe(0);
});

describe("the facets of commands", () => {
  const common = ["command", "platform", "clientIp", "sdkAppId", "now"];
  testRows<{ readonly name: string; readonly of: readonly string[]; readonly facets: readonly string[] }>(
    [
      { name: "of none", of: [], facets: [] },
      {
        name: "of one",
        of: ["Sns.CallbackPrevFriendResponse"],
        facets: [...common, "sender", "eventTime", "targets", "target"],
      },
      {
        name: "of two, each once",
        of: ["Sns.CallbackPrevFriendResponse", "Sns.CallbackPrevFriendAdd"],
        facets: [...common, "sender", "eventTime", "targets", "target", "operator", "note"],
      },
    ],
    ({ of, facets }) => {
      const covered = of.map((name) => commands.get(name) as Command); // rows name real ones
      expect([...findAvailableFacets(covered)]).toEqual(facets);
    },
  );
});

test("the facets of the same commands are one and the same set, since environments are remembered by it", () => {
  const covered = [...commands.values()];
  expect(findAvailableFacets(covered)).toBe(findAvailableFacets([...covered]));
  expect(findAvailableFacets(covered)).not.toBe(findAvailableFacets(covered.slice(0, -1)));
});
