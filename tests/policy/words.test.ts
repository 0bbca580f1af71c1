import { formatFault, positionAt } from "../../lib/policy/fault.ts";
import { didYouMean } from "../../lib/policy/suggest.ts";
import { parseTemplate, type Template } from "../../lib/policy/template.ts";

describe("did you mean", () => {
  test.each<[name: string, known: string[], meant: string | undefined]>([
    ["grop", ["operator", "group", "groupType"], "group"],
    ["GROUP", ["group"], "group"],
    ["nmae", ["name", "owner"], "name"],
    ["name", ["text", "note"], "note"],
    ["x", ["ab"], undefined],
    ["ab", ["ac", "zz"], "ac"],
    ["abc", ["xyc"], undefined],
    ["abcd", ["xycd"], "xycd"],
    ["abcd", ["xyzd"], undefined],
    ["operatorname", ["operatXYZWme"], "operatXYZWme"],
    ["operatorname", ["operaVXYZWme"], undefined],
    ["hasword", ["hasWord", "hasWorld"], "hasWord"],
    ["ist", ["list", "is"], "list"],
    ["anything", [], undefined],
    ["", ["a", "abc"], "a"],
  ])("%s among %j: %s", (name, known, meant) => {
    expect(didYouMean(name, known)).toBe(meant === undefined ? "" : ` Did you mean "${meant}"?`);
  });
});

describe("templates", () => {
  const filled = (source: string, values = {}) => {
    const template = parseTemplate(source);
    return typeof template === "string" ? template : template.fill(values);
  };
  test.each<[source: string, values: object, text: string]>([
    ["", {}, ""],
    ["plain", {}, "plain"],
    ["{name}", { name: "n" }, "n"],
    ["a {name} b { owned } c", { name: "n", owned: 0 }, "a n b 0 c"],
    ["{{name}}", { name: "n" }, "{name}"],
    ["{{{name}}}", { name: "n" }, "{n}"],
    ["{members}", { members: ["a", "b"] }, "a, b"],
    ["{members}.", { members: [] }, "."],
    ["{now}", { now: new Date(0) }, "1970-01-01T00:00:00.000Z"],
    ["{name}", {}, ""],
    ["{name}", { name: "{owner}" }, "{owner}"],
    ["a{", {}, '"{" at 2 has no partner: write {{ or }} for a brace'],
    ["}b", {}, '"}" at 1 has no partner: write {{ or }} for a brace'],
    ["{a{b}", {}, '"{" at 1 has no partner: write {{ or }} for a brace'],
    ["{a}}", {}, '"}" at 4 has no partner: write {{ or }} for a brace'],
  ])("%s with %j: %s", (source, values, text) => expect(filled(source, values)).toBe(text));

  test("tells its holes", () => {
    expect((parseTemplate("{a} {{b}} { c }{a}") as Template).holes).toEqual(["a", "c", "a"]); // it is well-formed
  });
});

describe("places", () => {
  test.each<[text: string, offset: number, line: number, column: number]>([
    ["abc", 0, 1, 1],
    ["abc", 3, 1, 4],
    ["a\nbc", 1, 1, 2],
    ["a\nbc", 2, 2, 1],
    ["a\n\nc", 4, 3, 2],
  ])("%j at %i is %i:%i", (text, offset, line, column) =>
    expect(positionAt(text, offset)).toEqual({ line, column }),
  );

  test.each([
    [{ document: "settings", path: [], message: "m" }, "settings: m"],
    [{ document: "settings", path: ["audit", "include", 0], message: "m" }, "settings: audit.include.0: m"],
    [{ document: "policies/a", path: ["rules"], message: "m" }, "policies/a: rules: m"],
    [{ document: "policies/a", path: ["rules", 1], message: "m" }, "policies/a: rule 2: m"],
    [{ document: "policies/a", rule: "r", path: ["rules", 1], message: "m" }, "policies/a: rule r: m"],
    [
      {
        document: "policies/a",
        rule: "r",
        path: ["rules", 1, "when"],
        at: { line: 2, column: 3 },
        message: "m",
      },
      "policies/a: rule r, when 2:3: m",
    ],
    [{ document: "lists/a", path: [], at: { line: 2, column: 1 }, message: "m" }, "lists/a: 2:1: m"],
  ])("%j", (fault, text) => expect(formatFault(fault)).toBe(text));
});
