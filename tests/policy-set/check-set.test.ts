import { commands } from "../../lib/commands/generated/index.ts";
import { createEndlessBudget } from "../../lib/policy/cel/budget.ts";
import { evaluateExpression } from "../../lib/policy/expression.ts";
import { checkSet } from "../../lib/policy-set/check-set.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { createTestParameters, type World } from "../support/gate.ts";

const CREATE = "Group.CallbackBeforeCreateGroup";
const AFTER = "Group.CallbackAfterCreateGroup";
const check = (world: World) => checkSet(createTestParameters(world), commands, sha256);
const codesIn = ({ diagnostics }: ReturnType<typeof check>) =>
  diagnostics.map(({ code, document }) => [code, document]);

test("a whole set: versions with the hash of what was read, tokens, the rules of each command in order", () => {
  const observe = (id: string) => ({ rules: [{ id, on: [AFTER, "Group.*CreateGroup"], observe: {} }] });
  const world = { policies: { b: observe("two"), a: observe("one") }, tokens: "# old\n t1 \r\n\r\nt2" };
  const { set, settings, tokens, diagnostics } = check(world);
  expect(diagnostics).toEqual([]);
  expect(settings).toMatchObject({
    authentication: "required",
    mode: "enforce",
    toleranceSeconds: 60,
    deadlineMs: 1500,
    refreshSeconds: 30,
    onDeadline: "allow",
    onFault: "allow",
    onUnreadable: "allow",
  });
  expect(tokens).toEqual(["t1", "t2"]);
  expect(set?.digest).toMatch(/^[0-9a-f]{12}$/);
  expect(set?.rulesFor(AFTER).map(({ rule }) => rule)).toEqual(["a/one", "b/two"]);
  expect(set?.rulesFor(CREATE).map(({ rule }) => rule)).toEqual(["a/one", "b/two"]);
  expect(set?.rulesFor("Group.CallbackBeforeInviteJoinGroup")).toEqual([]);
});

test("settings are known, and no set, where only a policy is at fault", () => {
  const rules = [{ id: "names", on: "Nope", deny: {} }];
  const checked = check({ policies: { doc: { rules } }, settings: { onFault: "deny" } });
  expect([checked.set, checked.settings?.onFault, checked.tokens]).toEqual([undefined, "deny", ["xxxxyyyy"]]);
  expect(codesIn(checked)).toEqual([["unknown-command", "policies/doc"]]);
});

test("all that is wrong is reported: settings, lists, the form of one document, the rules of another", () => {
  const checked = check({
    settings: { deadlineMs: 99 },
    lists: { names: "" },
    policies: { a: { rules: [{ id: "names", on: "Nope", deny: {} }] }, b: {} },
  });
  expect(codesIn(checked)).toEqual([
    ["number-too-small", "settings"],
    ["list-empty", "lists/names"],
    ["missing-key", "policies/b"],
    ["unknown-command", "policies/a"],
  ]);
});

test("a list that is not valid is no fault of the rules that use it", () => {
  const rules = [{ id: "names", on: CREATE, when: "name.hasWord(lists.names)", deny: {} }];
  expect(codesIn(check({ policies: { doc: { rules } }, lists: { names: "" } }))).toEqual([
    ["list-empty", "lists/names"],
  ]);
});

test("no settings", () => {
  const { diagnostics, settings, set } = checkSet([], commands, sha256);
  expect(diagnostics).toEqual([
    { code: "settings-missing", severity: "error", document: "settings", path: [] },
  ]);
  expect([settings, set]).toEqual([undefined, undefined]);
});

test("a condition reads a list in parts as one", () => {
  const rules = [{ id: "names", on: CREATE, when: "operator in lists.long", deny: {} }];
  const lists = { "long/10": "ten", "long/9": "nine", "long/1": "one\n" };
  const [compiled] = check({ policies: { doc: { rules } }, lists }).set?.rulesFor(CREATE) ?? [];
  const createEntry = (operator: string) =>
    compiled?.when &&
    evaluateExpression(compiled.when, { operator }, createEndlessBudget(), false).evidence?.entry;
  expect(compiled?.when?.lists).toEqual(new Set(["long"]));
  expect(["one", "nine", "ten", "two"].map(createEntry)).toEqual(["one", "nine", "ten", undefined]);
});
