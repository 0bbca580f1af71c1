import fc from "fast-check";
import * as z from "zod/mini";
import { findTargets, readFacets } from "../../lib/callback/read-facets.ts";
import { defineCommand } from "../../lib/commands/define-command.ts";
import { listMappedFacets, listTargetFacets } from "../../lib/commands/facet-reading.ts";
import { convertFacet, emptyFacets, facetNames, facets } from "../../lib/commands/facets.ts";
import { acknowledge } from "../../lib/replies/acknowledge.ts";
import { testRows } from "../support/table.ts";

const command = defineCommand({
  name: "Test.Command",
  page: "0/0",
  reply: acknowledge(),
  payload: () =>
    z.looseObject({
      By: z.string(),
      Kind: z.optional(z.string()),
      Number: z.optional(z.number()),
      Time: z.optional(z.union([z.number(), z.string()])),
      List: z.optional(z.array(z.looseObject({ Id: z.optional(z.string()), Say: z.optional(z.string()) }))),
      Texts: z.optional(z.array(z.string())),
    }),
  facets: {
    operator: "By",
    groupType: "Kind",
    owned: "Number",
    eventTime: "Time",
    members: { each: "List", value: "Id" },
    mentions: { each: "List", value: ({ Say }) => Say?.toUpperCase() },
    text: ({ Texts }) => Texts,
    name: ({ By }) => (By === "" ? undefined : `${By}'s`),
  },
  targets: { list: "List", facets: { target: "Id", note: ({ Say }) => Say } },
});
const circumstances = { platform: "Mac", clientIp: "192.0.2.1", sdkAppId: 7, now: 1000 };
const readFrom = (payload: Readonly<Record<string, unknown>>) => readFacets(command, payload, circumstances);

test("every facet has a value, empty if the payload lacks it", () => {
  const { values, targets, texts } = readFrom({});
  expect(Object.keys(values).sort()).toEqual([...facetNames].sort());
  expect(values).toEqual({
    ...emptyFacets,
    command: "Test.Command",
    platform: "macos",
    clientIp: "192.0.2.1",
    sdkAppId: 7,
    now: new Date(1000),
    name: "undefined's",
  });
  expect([targets, texts]).toEqual([[], []]);
});

describe("the accounts of a payload that may be unreadable", () => {
  const define = (targets: object) => ({ ...command, ...targets }) as typeof command; // as defineCommand makes them
  const List = [{ Id: "a" }, { Id: 7 }, "b", null, {}, { Id: "c" }];
  testRows(
    [
      { name: "in their field, if they are texts", about: command, payload: { List }, accounts: ["a", "c"] },
      { name: "no list", about: command, payload: { List: "a" }, accounts: [] },
      { name: "no targets", about: define({ targets: undefined }), payload: { List }, accounts: [] },
      {
        name: "targets that a function reads",
        about: define({ targets: { accounts: () => ["a"] } }),
        payload: { List },
        accounts: [],
      },
      {
        name: "an account that a function reads",
        about: define({ targets: { list: "List", facets: { target: () => "a" } } }),
        payload: { List },
        accounts: [],
      },
    ],
    ({ about, payload, accounts }) => expect(findTargets(about, payload)).toEqual(accounts),
  );
});

test("keys, functions, and items of a list", () => {
  const List = [{ Id: "a", Say: "hi" }, { Say: "no id" }, { Id: "c" }];
  const { values, targets, texts } = readFrom({
    By: "op",
    Kind: "Private",
    Number: 3.9,
    Time: "1500",
    List,
    Texts: ["one", "two"],
  });
  expect(values).toMatchObject({
    operator: "op",
    name: "op's",
    groupType: "Work",
    owned: 3,
    eventTime: new Date(1500),
    members: ["a", "c"],
    mentions: ["HI", "NO ID"],
    text: "one\ntwo",
    targets: ["a", "", "c"],
    target: "",
    note: "",
  });
  expect(targets).toEqual([
    { target: "a", note: "hi" },
    { target: "", note: "no id" },
    { target: "c", note: "" },
  ]);
  expect(texts).toEqual(["one", "two"]);
});

test("null counts as absent", () => {
  expect(readFrom({ By: "", Kind: null, Number: null, List: [null, undefined] })).toMatchObject({
    values: { name: "", groupType: "", owned: 0, members: [] },
    targets: [
      { target: "", note: "" },
      { target: "", note: "" },
    ],
  });
});

test("which facets a command has", () => {
  expect(listMappedFacets(command)).toEqual([
    "operator",
    "groupType",
    "owned",
    "eventTime",
    "members",
    "mentions",
    "text",
    "name",
  ]);
  expect(listTargetFacets(command)).toEqual(["target", "note"]);
  const { targets: _, ...without } = command;
  expect(listTargetFacets(without)).toEqual([]);
  expect(readFacets(without, { List: [{ Id: "a" }] }, circumstances)).toMatchObject({
    targets: [],
    values: { targets: [] },
  });
});

testRows<{
  readonly facet: Parameters<typeof convertFacet>[0];
  readonly input: unknown;
  readonly expected: unknown;
}>(
  [
    { facet: "eventTime", input: 1669872112000, expected: new Date("2022-12-01T05:21:52Z") },
    { facet: "eventTime", input: new Date(5), expected: new Date(5) },
    { facet: "eventTime", input: "soon", expected: new Date(0) },
    { facet: "owned", input: "12", expected: 12 },
    { facet: "owned", input: "many", expected: 0 },
    { facet: "owned", input: -1.5, expected: -1 },
    { facet: "members", input: ["a"], expected: ["a"] },
    { facet: "elements", input: ["TIMTextElem"], expected: ["TIMTextElem"] },
    { facet: "text", input: ["a", "b"], expected: "a\nb" },
    { facet: "text", input: "a", expected: "a" },
    { facet: "groupType", input: "ChatRoom", expected: "Meeting" },
    { facet: "groupType", input: "NewKind", expected: "NewKind" },
    { facet: "groupType", input: "constructor", expected: "constructor" },
    { facet: "groupType", input: "__proto__", expected: "__proto__" },
    { facet: "groupType", input: { toString: 1 }, expected: "" },
    { facet: "groupType", input: ["Private"], expected: "" },
    { facet: "channel", input: 5, expected: "5" },
    { facet: "channel", input: {}, expected: "" },
    { facet: "owned", input: { valueOf: 1 }, expected: 0 },
    { facet: "owned", input: "Infinity", expected: 0 },
    { facet: "owned", input: "-0", expected: 0 },
    { facet: "eventTime", input: [1669872112000], expected: new Date(0) },
    { facet: "members", input: "a", expected: [] },
    { facet: "members", input: ["a", { b: 1 }, 7], expected: ["a", "7"] },
    { facet: "note", input: undefined, expected: "" },
    { facet: "members", input: null, expected: [] },
  ],
  "$facet of $input is $expected",
  ({ facet, input, expected }) => expect(convertFacet(facet, input)).toEqual(expected),
);

testRows(
  [
    { wire: "iOS", platform: "ios" },
    { wire: "Mac", platform: "macos" },
    { wire: "macOS", platform: "macos" },
    { wire: "RESTAPI", platform: "restapi" },
    { wire: "", platform: "" },
  ],
  "platform $wire is $platform",
  ({ wire, platform }) => expect(convertFacet("platform", wire)).toBe(platform),
);

/** JSON of every form, with keys and texts that JavaScript's objects have of their own. */
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom("constructor", "__proto__", "toString", "Private", "", null, true, 0, -0, 1e300, 2 ** 60),
    fc.jsonValue(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("toString", "valueOf", "toJSON", "length", "join", "a"), tie("value")),
  ),
})).value;

const isOfKind: Readonly<Record<string, (value: unknown) => boolean>> = {
  timestamp: (value) => value instanceof Date && !Number.isNaN(value.getTime()),
  int: (value) => Number.isInteger(value) && !Object.is(value, -0),
  accounts: isListOfTexts,
  texts: isListOfTexts,
  words: isListOfTexts,
};
const isText = (value: unknown) => typeof value === "string";
function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

test("whatever JSON a caller sends, a facet is a value of its kind: words and texts are strings", () => {
  fc.assert(
    fc.property(fc.constantFrom(...facetNames), json, (name, input) => {
      expect((isOfKind[facets[name].kind] ?? isText)(convertFacet(name, input))).toBe(true);
    }),
  );
  fc.assert(
    fc.property(json, json, json, (first, second, third) => {
      const { values, targets, texts } = readFacets(
        wordy,
        { A: first, B: second, List: third },
        circumstances,
      );
      for (const name of facetNames) expect((isOfKind[facets[name].kind] ?? isText)(values[name])).toBe(true);
      const given = [...targets.flatMap((target) => Object.values(target)), ...texts];
      expect(given.filter((value) => !isText(value))).toEqual([]);
    }),
  );
});

/** Reads by keys alone, as no schema guards what comes here. */
const wordy = defineCommand({
  ...command,
  payload: () =>
    z.looseObject({
      A: z.string(),
      B: z.array(z.string()),
      List: z.array(z.looseObject({ Id: z.string(), Say: z.string() })),
    }),
  facets: {
    groupType: "A",
    name: "A",
    operator: "A",
    elements: "B",
    text: "B",
    mentions: "B",
    members: { each: "List", value: "Id" },
  },
  targets: { list: "List", facets: { target: "Id", note: "Say" } },
});
