import type { Command } from "../../lib/commands/define-command.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { checkCondition } from "../../lib/policy/check-condition.ts";
import { createLanguage } from "../../lib/policy/expression.ts";
import { testRows } from "../support/table.ts";
import { testConditions } from "./test-conditions.ts";

const CREATE = commands.get("Group.CallbackBeforeCreateGroup") as Command;
const INVITE = commands.get("Group.CallbackBeforeInviteJoinGroup") as Command;

describe("without advice", () => {
  testConditions([
    {
      name: "a syntax error",
      when: 'name = "x"',
      isPlain: true,
      expect: [{ code: "unexpected-character", path: ["when"], at: { line: 1, column: 6 }, token: "=" }],
    },
    {
      name: "a part of CEL that is left out",
      when: 'b"x" == b"y"',
      isPlain: true,
      expect: [
        {
          code: "unsupported",
          path: ["when"],
          at: { line: 1, column: 1 },
          token: 'b"x"',
          details: { feature: "bytes" },
        },
      ],
    },
    {
      name: "an unknown facet is suggested still",
      when: 'grupType == "x"',
      isPlain: true,
      expect: [
        {
          code: "unknown-facet",
          path: ["when"],
          at: { line: 1, column: 1 },
          token: "grupType",
          suggestion: "groupType",
        },
      ],
    },
    {
      name: "of a rule that covers no command nothing is known to be wrong",
      on: [],
      when: "nam == 1",
      isPlain: true,
      expect: [],
    },
  ]);
});

describe("one expression serves all commands of a rule", () => {
  testRows<{ readonly name: string; readonly when: string | undefined; readonly isShared: boolean }>(
    [
      { name: "if it reads facets alone", when: 'operator == "u"', isShared: true },
      { name: "but not if it reads `request`", when: 'request.Operator_Account == "u"', isShared: false },
      { name: "and there is none if the rule always holds", when: undefined, isShared: true },
    ],
    ({ when, isShared }) => {
      const { value, diagnostics } = checkCondition(when, [CREATE, INVITE], createLanguage(new Map()));
      expect(diagnostics).toEqual([]);
      expect([value(CREATE)?.source, value(INVITE)?.source]).toEqual([when, when]);
      expect(value(CREATE) === value(INVITE)).toBe(isShared);
    },
  );
});
