import * as z from "zod/mini";
import { readFacets } from "../../lib/callback/read-facets.ts";
import { defineCommand } from "../../lib/commands/define-command.ts";
import { mappedFacets, targetFacets } from "../../lib/commands/facet-reading.ts";
import { emptyFacets, facetNames, facetValue, platformOf } from "../../lib/commands/facets.ts";
import { acknowledge } from "../../lib/replies/acknowledge.ts";

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
  targets: { each: "List", facets: { target: "Id", note: ({ Say }) => Say } },
});
const circumstances = { platform: "Mac", clientIp: "192.0.2.1", sdkAppId: 7, now: 1000 };
const read = (payload: Readonly<Record<string, unknown>>) => readFacets(command, payload, circumstances);

test("every facet has a value, empty where the payload lacks it", () => {
  const { values, targets, texts } = read({});
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

test("keys, functions, and items of a list", () => {
  const List = [{ Id: "a", Say: "hi" }, { Say: "no id" }, { Id: "c" }];
  const { values, targets, texts } = read({
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
  expect(read({ By: "", Kind: null, Number: null, List: [null] })).toMatchObject({
    values: { name: "", groupType: "", owned: 0, members: [] },
    targets: [{ target: "", note: "" }],
  });
});

test("which facets a command has", () => {
  expect(mappedFacets(command)).toEqual([
    "operator",
    "groupType",
    "owned",
    "eventTime",
    "members",
    "mentions",
    "text",
    "name",
  ]);
  expect(targetFacets(command)).toEqual(["target", "note"]);
  const { targets: _, ...without } = command;
  expect(targetFacets(without)).toEqual([]);
  expect(readFacets(without, { List: [{ Id: "a" }] }, circumstances)).toMatchObject({
    targets: [],
    values: { targets: [] },
  });
});

test.each<[name: Parameters<typeof facetValue>[0], input: unknown, value: unknown]>([
  ["eventTime", 1669872112000, new Date("2022-12-01T05:21:52Z")],
  ["eventTime", new Date(5), new Date(5)],
  ["eventTime", "soon", new Date(0)],
  ["owned", "12", 12],
  ["owned", "many", 0],
  ["owned", -1.5, -1],
  ["members", ["a"], ["a"]],
  ["elements", ["TIMTextElem"], ["TIMTextElem"]],
  ["text", ["a", "b"], "a\nb"],
  ["text", "a", "a"],
  ["groupType", "ChatRoom", "Meeting"],
  ["groupType", "NewKind", "NewKind"],
  ["channel", 5, "5"],
  ["note", undefined, ""],
  ["members", null, []],
])("%s of %j is %j", (name, input, value) => expect(facetValue(name, input)).toEqual(value));

test.each([
  ["iOS", "ios"],
  ["Mac", "macos"],
  ["macOS", "macos"],
  ["RESTAPI", "restapi"],
  ["", ""],
])("platform %s is %s", (wire, platform) => expect(platformOf(wire)).toBe(platform));
