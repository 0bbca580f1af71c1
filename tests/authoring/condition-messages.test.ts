import { describeDiagnostic } from "../../lib/authoring/messages/messages.ts";
import type { Command } from "../../lib/commands/define-command.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { diagnose } from "../../lib/policy/cel/advise.ts";
import { checkCondition } from "../../lib/policy/check-condition.ts";
import type { Diagnostic } from "../../lib/policy/diagnostic.ts";
import { createLanguage } from "../../lib/policy/expression.ts";
import { readLists } from "../../lib/policy-set/lists.ts";
import { createTestParameters } from "../support/gate.ts";
import { testRows } from "../support/table.ts";

const language = createLanguage(
  readLists(createTestParameters({ lists: { reserved: "admin" } })).lists,
  diagnose,
);
const covered = [commands.get("Group.CallbackBeforeCreateGroup") as Command]; // a real one

/** From the condition to what its author reads. */
const listSentences = (when: string) =>
  checkCondition(when, covered, language).diagnostics.map(
    ({ code, token, suggestion, path, at, details }) =>
      describeDiagnostic({
        severity: "error",
        document: "",
        code,
        path,
        at,
        token,
        suggestion,
        details,
      } as Diagnostic), // as the check gave it
  );

const BYTES = "Bytes are not available, since the gate reads texts. Use `custom.json()` or `utf8Size()`.";
const UINT = "Unsigned ints are not available, since no facet has them. Use an int, such as 20.";
const MESSAGES = "Messages are not available, since payloads are JSON. Use the field's own value.";
const OPTIONALS =
  "Optional values are not available, since `has()` asks for what may be absent. Use `has()` and `? :`.";
const BIND =
  "Variables are not available, since a condition holds one expression. Write the value where it is used.";
const TYPES =
  "Types as values are not available, since they are known when the rule is loaded. Remove the test.";

describe("what CEL has and policies do not is refused by name, with the reason and a replacement", () => {
  testRows(
    [
      { when: 'b"a" == b"a"', sentence: BYTES },
      { when: "bytes(name).size() > 3", sentence: BYTES },
      { when: "owned > 20u", sentence: UINT },
      { when: "owned > int(uint(20))", sentence: UINT },
      { when: "Point{x: 1}.x > owned", sentence: MESSAGES },
      { when: "request.?Name == name", sentence: OPTIONALS },
      { when: "optional.of(name).hasValue()", sentence: OPTIONALS },
      { when: 'name.orValue("a") == name', sentence: OPTIONALS },
      {
        when: 'name.matches("a+")',
        sentence:
          "`matches()` is not available: a backtracking regular expression can hang the gate. Use `glob()`, `hasWord()` or `containsAny()`.",
      },
      { when: "cel.bind(x, name, x == x)", sentence: BIND },
      { when: "type(name) == string", sentence: TYPES },
    ],
    "$when",
    ({ when, sentence }) => expect(listSentences(when)).toContain(sentence),
  );
});

describe("what was meant is suggested", () => {
  testRows(
    [
      { when: "members.size > 20", written: "members.size()" },
      { when: "name.length > 20", written: "name.size()" },
      { when: 'name == "a" and owned > 1', written: "&&" },
      { when: 'name == "a" or owned > 1', written: "||" },
      { when: "not (owned > 1)", written: "!" },
      { when: "owned = 1", written: "==" },
      { when: "name.hasWord(list.reserved)", written: "lists" },
      { when: "name.hasWord(lists.reservd)", written: "lists.reserved" },
      { when: 'owned > "20"', written: "20" },
      { when: "name == 20", written: '"20"' },
      { when: "name.hasword(lists.reserved)", written: "hasWord" },
      { when: "nmae == operator", written: "name" },
    ],
    "$when: $written",
    ({ when, written }) =>
      expect(
        checkCondition(when, covered, language).diagnostics.map(({ suggestion }) => suggestion),
      ).toContain(written),
  );
});
