import { createBudget, createEndlessBudget } from "../../../lib/policy/cel/budget.ts";
import { evaluateCondition, evaluateProgram } from "../../../lib/policy/cel/evaluate.ts";
import { canHold, findComparedWords } from "../../../lib/policy/cel/unknowns.ts";
import { testRows } from "../../support/table.ts";
import { compileSource, facets } from "./language.ts";

describe("unknowns", () => {
  const decide = (source: string, ...unknown: readonly string[]) =>
    evaluateCondition(compileSource(source), {
      bindings: facets,
      budget: createEndlessBudget(),
      unknown: new Set(unknown),
    });
  testRows<{ source: string; unknown: readonly string[]; verdict: unknown }>(
    [
      { source: "owned > 1", unknown: ["owned"], verdict: { unknown: ["owned"] } },
      { source: "owned > 1 || name == text", unknown: ["name"], verdict: true },
      {
        source: "owned > 9 || name == text",
        unknown: ["name", "text"],
        verdict: { unknown: ["name", "text"] },
      },
      { source: 'name == "x" && owned > 9', unknown: ["name"], verdict: false },
      { source: 'name == "x" && owned > 1', unknown: ["name"], verdict: { unknown: ["name"] } },
      { source: 'name == "x" || 1 / (owned - owned) > 0', unknown: ["name"], verdict: { unknown: ["name"] } },
      {
        source: 'name == "x" ? owned > 1 : owned > 2',
        unknown: ["name"],
        verdict: { unknown: ["name"] },
      },
      {
        source: 'name == "x" ? owned > 1 : text == "a"',
        unknown: ["name", "owned", "text"],
        verdict: { unknown: ["name", "owned", "text"] },
      },
      {
        source: 'name == "x" ? text == "a" : true',
        unknown: ["name", "text"],
        verdict: { unknown: ["name", "text"] },
      },
      {
        source: 'name == "x" ? true : text == "a"',
        unknown: ["name", "text"],
        verdict: { unknown: ["name", "text"] },
      },
      {
        source: 'name == "x" ? 1 / (owned - owned) > 0 : text == "a"',
        unknown: ["name", "text"],
        verdict: { unknown: ["name", "text"] },
      },
      {
        source: 'name == "x" ? text == "a" : 1 / (owned - owned) > 0',
        unknown: ["name", "text"],
        verdict: { unknown: ["name", "text"] },
      },
      {
        source: 'owned > 1 ? text == "a" : name == "a"',
        unknown: ["name", "text"],
        verdict: { unknown: ["text"] },
      },
      {
        source: 'owned > 9 ? text == "a" : name == "a"',
        unknown: ["name", "text"],
        verdict: { unknown: ["name"] },
      },
      { source: '1 / (owned - owned) > 0 || name == "x"', unknown: ["name"], verdict: { unknown: ["name"] } },
      { source: "name + text == owner", unknown: ["text", "owner"], verdict: { unknown: ["text", "owner"] } },
      { source: "name + text == owner", unknown: ["name", "owner"], verdict: { unknown: ["name", "owner"] } },
      {
        source: "name + operator.substring(99) == text",
        unknown: ["name"],
        verdict: { code: "index-out-of-range", range: [7, 29] },
      },
      {
        source: "name.substring(owned, owned + sdkAppId) == text",
        unknown: ["name", "owned", "sdkAppId"],
        verdict: { unknown: ["name", "owned", "sdkAppId"] },
      },
      {
        source: "text.substring(owned, sdkAppId) == name",
        unknown: ["owned", "sdkAppId"],
        verdict: { unknown: ["owned", "sdkAppId"] },
      },
      {
        source: "[name, text][0] == owner",
        unknown: ["name", "text"],
        verdict: { unknown: ["name", "text"] },
      },
      {
        source: "members[owned] == name",
        unknown: ["members", "owned"],
        verdict: { unknown: ["members", "owned"] },
      },
      { source: "!(name == text)", unknown: ["name"], verdict: { unknown: ["name"] } },
      { source: "-owned > 0", unknown: ["owned"], verdict: { unknown: ["owned"] } },
      { source: "members.map(m, m + name).size() > 0", unknown: ["name"], verdict: { unknown: ["name"] } },
      {
        source: "members.filter(m, m == name).size() > 0",
        unknown: ["name"],
        verdict: { unknown: ["name"] },
      },
      { source: "members.all(m, m == name)", unknown: ["name"], verdict: { unknown: ["name"] } },
      {
        source: "members.exists(m, m == name || 1 / (owned - owned) > 0)",
        unknown: ["name"],
        verdict: { unknown: ["name"] },
      },
      {
        source: "owned > 1 ? name == text : text == text",
        unknown: ["name"],
        verdict: { unknown: ["name"] },
      },
      { source: "members.exists(m, m == name)", unknown: ["members"], verdict: { unknown: ["members"] } },
      { source: "members.exists(m, m == name || m == 'ann')", unknown: ["name"], verdict: true },
      { source: "request.Type == name", unknown: ["request"], verdict: { unknown: ["request"] } },
      {
        source: 'request.Type == "Public" && request.Name == name',
        unknown: ["request.Name"],
        verdict: { unknown: ["request.Name"] },
      },
      { source: "has(request.Name)", unknown: ["request.Name"], verdict: { unknown: ["request.Name"] } },
      { source: "name.hasWord(lists.reserved)", unknown: ["name"], verdict: { unknown: ["name"] } },
      {
        source: 'request["Name"] == name',
        unknown: ["request.Name"],
        verdict: { unknown: ["request.Name"] },
      },
      {
        source: "request.MsgBody[0].MsgType == name",
        unknown: ["request.MsgBody[0]"],
        verdict: { unknown: ["request.MsgBody[0]"] },
      },
      {
        source: "request.MsgBody[0].MsgType == members[0]",
        unknown: ["request.MsgBody[0].MsgType", "members[0]"],
        verdict: { unknown: ["request.MsgBody[0].MsgType", "members[0]"] },
      },
      {
        source: "[name, 1 / (owned - owned) > 0 ? text : text][0] == owner",
        unknown: ["name"],
        verdict: { code: "division-by-zero", range: [7, 26] },
      },
    ],
    "$source without $unknown",
    ({ source, unknown, verdict }) => expect(decide(source, ...unknown)).toEqual(verdict),
  );

  // Each operand is evaluated once, also after an unknown one. The text takes two steps, twice it four.
  testRows<{ source: string; unknown: readonly string[]; steps: number }>(
    [
      { source: "name == text + text", unknown: ["name"], steps: 6 },
      { source: "text + text == name", unknown: ["name"], steps: 6 },
      { source: "[text + text, name, text + text]", unknown: ["name"], steps: 14 },
      { source: "name.pick(text + text, owner, owner)", unknown: ["name"], steps: 6 },
      { source: "(text + text + name).pick(owner, owner, owner)", unknown: ["name"], steps: 6 },
      { source: "(text + text).pick(name, owner, owner)", unknown: ["name"], steps: 6 },
      { source: "(text + text).pick(owner, name, owner)", unknown: ["name"], steps: 6 },
      { source: "(text + text).pick(owner, name, text + text)", unknown: ["name"], steps: 11 },
      { source: "(text + text).pick(owner, owner, name)", unknown: ["name"], steps: 6 },
    ],
    "$source without $unknown takes $steps steps",
    ({ source, unknown, steps }) => {
      const budget = createBudget(100, 100);
      evaluateProgram(compileSource(source), { bindings: facets, budget, unknown: new Set(unknown) });
      expect(100 - budget.rule).toBe(steps);
    },
  );

  const vocabularies = { groupType: ["Work", "Public"], platform: ["web", "ios"] };
  testRows<{ source: string; holds: boolean }>(
    [
      { source: 'groupType == "Work"', holds: true },
      { source: 'groupType == "work"', holds: false },
      { source: 'groupType == "Work" && groupType == "Public"', holds: false },
      { source: 'groupType == "Work" && platform == "web" && owned > 3', holds: true },
      { source: 'groupType in ["Work"] && !(groupType in ["Work", "Public"])', holds: false },
      { source: 'groupType != "Work" && owned > 3', holds: true },
      { source: 'groupType == "Work" && !(groupType.startsWith("W"))', holds: true },
      { source: "false && owned > 3", holds: false },
      { source: 'groupType == "Work" ? false : groupType == "Work"', holds: false },
      { source: 'groupType == ""', holds: true },
      { source: 'groupType == "work" && owned > 3', holds: false },
      { source: 'groupType != "Work" && groupType != "Public" && groupType != ""', holds: true },
      { source: 'groupType in [] || groupType == "work"', holds: true },
      { source: 'groupType == "work" || platform == "iOS"', holds: false },
      { source: 'groupType == "work" || owner == "x"', holds: true },
      { source: 'groupType == "work" && groupType == operator', holds: true },
    ],
    "can hold: $source",
    ({ source, holds }) => expect(canHold(compileSource(source), vocabularies)).toBe(holds),
  );

  testRows(
    [
      { second: 98, holds: false },
      { second: 99, holds: true },
    ],
    "two more words are tried of 48 and of $second, up to 5,000 requests: can hold: $holds",
    ({ second, holds }) => {
      const name = (count: number) => Array.from({ length: count }, (_, index) => `w${index}`);
      const source = 'groupType == "w1" && groupType == "w2" && platform == "w1"';
      const found = canHold(compileSource(source), { groupType: name(48), platform: name(second) });
      expect(found).toBe(holds);
    },
  );

  testRows<{ source: string; words: readonly string[] }>(
    [
      { source: '"Wrk" == groupType || groupType in ["Public", ""]', words: ["Wrk", "Public", ""] },
      { source: 'groupType != "Wrk" && groupType != operator', words: ["Wrk"] },
      { source: 'groupType in ["Work", owner]', words: [] },
      { source: 'owner == "Work" || "Work" == owner', words: [] },
      { source: 'groupType + "x" == "Work" || groupType.size() == 4', words: [] },
      { source: 'groupType < "Work"', words: [] },
      { source: '"ann" in targets', words: [] },
      { source: "owned in [1, 2] || owned == 3", words: [] },
    ],
    "the words that are compared: $source",
    ({ source, words }) => {
      const found = findComparedWords(compileSource(source), new Set(["groupType", "targets", "owned"]));
      expect(found.map(({ variable, word, range }) => [variable, word, source.slice(...range)])).toEqual(
        words.map((word) => ["groupType", word, JSON.stringify(word)]),
      );
    },
  );
});
