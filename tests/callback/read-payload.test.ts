import * as z from "zod/mini";
import { readPayload } from "../../lib/callback/read-payload.ts";
import type { Command } from "../../lib/commands/define-command.ts";
import { expected } from "../../lib/commands/fragments/payload.ts";
import { readPayloadShape } from "../../lib/commands/payload.ts";
import { acknowledge } from "../../lib/replies/acknowledge.ts";

const item = () =>
  z.looseObject({
    Account: z.string(),
    Role: z.optional(z.string()),
    Deep: z.optional(z.looseObject({ Flag: z.number() })),
  });

let built = 0;
const command: Command = {
  name: "Test.Command",
  page: "0/0",
  reply: acknowledge(),
  facets: {},
  payload: () => {
    built += 1;
    return z
      .looseObject({
        Id: z.string(),
        Count: z.optional(z.number()),
        Seen: expected(z.string()),
        Items: z.optional(z.array(item())),
        Must: z.array(item()),
        Extra: z.optional(z.record(z.string(), z.number())),
        Any: z.optional(z.union([z.string(), z.number()])),
        Inner: z.optional(z.looseObject({ Name: z.string(), Note: z.optional(z.string()) })),
      })
      .check(z.refine((value) => value.Id !== "refused", { path: ["Whole"] }));
  },
};
const body = { Id: "i", Seen: "s", Must: [] };
const read = (change: Readonly<Record<string, unknown>>) => readPayload(command, { ...body, ...change });

test("what is whole is read as it came", () => {
  const payload = {
    ...body,
    Count: 1,
    Items: [{ Account: "a", Role: "r" }],
    Extra: { x: 1 },
    Any: 1,
    CallbackCommand: "Test.Command",
  };
  const reading = readPayload(command, payload);
  expect(reading).toEqual({ kind: "read", payload, drift: [] });
  expect(reading.kind === "read" && reading.payload).toBe(payload);
});

test("the schema is built once, on first use", () => {
  read({});
  readPayloadShape(command);
  expect(built).toBe(1);
});

test.each<[name: string, change: Readonly<Record<string, unknown>>, drift: string[], payload?: object]>([
  ["an unknown key", { New: 1 }, ["unknown New"]],
  [
    "the command's name, inside too",
    { CallbackCommand: "x", Inner: { Name: "n", CallbackCommand: "x" } },
    ["unknown Inner.CallbackCommand"],
  ],
  ["a missing key that is documented as always there", { Seen: undefined }, ["missing Seen"]],
  ["an optional one of another type", { Count: "1" }, ["type Count"], { ...body }],
  [
    "an unknown key of an item, told once",
    {
      Items: [
        { Account: "a", New: 1 },
        { Account: "b", New: 2 },
      ],
    },
    ["unknown Items.[].New"],
  ],
  [
    "only the first three items",
    { Items: [..."abc", "d"].map((Account) => (Account === "d" ? { Account, New: 1 } : { Account })) },
    [],
  ],
  [
    "the third item",
    { Items: [{ Account: "a" }, { Account: "b" }, { Account: "c", New: 1 }] },
    ["unknown Items.[].New"],
  ],
  [
    "an optional key of an item",
    {
      Items: [
        { Account: "a", Role: 1 },
        { Account: "b", Role: 2 },
      ],
    },
    ["type Items.[].Role"],
    { ...body, Items: [{ Account: "a" }, { Account: "b" }] },
  ],
  [
    "what an optional list requires of its items takes the list away",
    { Items: [{ Account: 1 }, { Account: 2 }] },
    ["type Items"],
    { ...body },
  ],
  [
    "inside an item",
    { Must: [{ Account: "a", Deep: { Flag: "x", Other: 1 } }] },
    ["type Must.[].Deep"],
    { ...body, Must: [{ Account: "a" }] },
  ],
  [
    "an unknown key inside an item",
    { Must: [{ Account: "a", Deep: { Flag: 1, Other: 1 } }] },
    ["unknown Must.[].Deep.Other"],
  ],
  ["a value of an open map", { Extra: { x: "1" } }, ["type Extra"], { ...body }],
  ["neither of two types", { Any: true }, ["type Any"], { ...body }],
  [
    "a part of an object",
    { Inner: { Name: "n", Note: 5, More: 1 } },
    ["type Inner.Note", "unknown Inner.More"],
    { ...body, Inner: { Name: "n", More: 1 } },
  ],
  ["what an optional object requires", { Inner: {} }, ["type Inner"], { ...body }],
  ["an optional list that is none", { Items: "x" }, ["type Items"], { ...body }],
  ["null for an optional one", { Count: null }, ["type Count"], { ...body }],
  [
    "several at once",
    { Count: "1", Items: 5, New: 1 },
    ["type Count", "type Items", "unknown New"],
    { ...body, New: 1 },
  ],
])("drift: %s", (_, change, drift, payload = { ...body, ...change }) => {
  const reading = read(change);
  expect(reading).toMatchObject({ kind: "read" });
  expect(reading.drift.map(({ kind, path }) => `${kind} ${path}`)).toEqual(drift);
  expect(reading.kind === "read" && reading.payload).toEqual(payload);
});

test.each<[name: string, change: Readonly<Record<string, unknown>>, path: string, drift?: string[]]>([
  ["a required key missing", { Id: undefined }, "Id"],
  ["a required key of another type", { Id: 1 }, "Id"],
  ["a required list that is none", { Must: {} }, "Must"],
  ["what an item of a required list requires", { Must: [{ Account: "a" }, {}] }, "Must.[].Account"],
  ["the payload as a whole", { Id: "refused" }, "Whole"],
  ["before an optional one is taken away", { Count: "1", Id: 1 }, "Id"],
  ["the optional one before it", { Count: "1", Must: 1 }, "Must", ["type Count"]],
])("unreadable: %s", (_, change, path, drift = []) => {
  const reading = read(change);
  expect(reading).toMatchObject({ kind: "unreadable", path });
  expect(reading.drift.map(({ kind, path }) => `${kind} ${path}`)).toEqual(drift);
});

test("a body is not changed", () => {
  const frozen = Object.freeze({
    ...body,
    Count: "1",
    Items: Object.freeze([Object.freeze({ Account: "a", Role: 1 })]),
  });
  expect(readPayload(command, frozen).kind).toBe("read");
  expect(frozen).toEqual({ ...body, Count: "1", Items: [{ Account: "a", Role: 1 }] });
});
