import * as z from "zod/mini";
import { readPayload } from "../../lib/callback/read-payload.ts";
import type { Command } from "../../lib/commands/define-command.ts";
import { expected } from "../../lib/commands/fragments/payload.ts";
import { readPayloadShape } from "../../lib/commands/payload.ts";
import { acknowledge } from "../../lib/replies/acknowledge.ts";
import { testRows } from "../support/table.ts";

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
        Words: z.optional(z.array(z.string())),
        Inner: z.optional(z.looseObject({ Name: z.string(), Note: z.optional(z.string()) })),
      })
      .check(
        z.refine((value) => value.Id !== "refused", { path: ["Whole"] }),
        z.refine((value) => value.Id !== "uncounted", { path: ["Count"] }),
      );
  },
};
const body = { Id: "i", Seen: "s", Must: [] };
const readChanged = (change: Readonly<Record<string, unknown>>) =>
  readPayload(command, { ...body, ...change });

test("what is whole is read as it came", () => {
  const payload = {
    ...body,
    Count: 1,
    Items: [{ Account: "a", Role: "r" }],
    Extra: { x: 1 },
    Any: 1,
    Words: ["a", "b"],
    CallbackCommand: "Test.Command",
  };
  const reading = readPayload(command, payload);
  expect(reading).toEqual({ kind: "read", payload, drift: [] });
  expect(reading.kind === "read" && reading.payload).toBe(payload);
});

test("the schema is built once, on first use", () => {
  readChanged({});
  readPayloadShape(command);
  expect(built).toBe(1);
});

testRows<{
  readonly name: string;
  readonly change: Readonly<Record<string, unknown>>;
  readonly drift: string[];
  readonly payload?: object;
}>(
  [
    { name: "an unknown key", change: { New: 1 }, drift: ["unknown New"] },
    {
      name: "the command's name, inside too",
      change: { CallbackCommand: "x", Inner: { Name: "n", CallbackCommand: "x" } },
      drift: ["unknown Inner.CallbackCommand"],
    },
    {
      name: "a missing key that is documented as always there",
      change: { Seen: undefined },
      drift: ["missing Seen"],
    },
    {
      name: "an optional one of another type",
      change: { Count: "1" },
      drift: ["type Count"],
      payload: { ...body },
    },
    {
      name: "an unknown key of an item, told once",
      change: {
        Items: [
          { Account: "a", New: 1 },
          { Account: "b", New: 2 },
        ],
      },
      drift: ["unknown Items.[].New"],
    },
    {
      name: "only the first three items",
      change: {
        Items: [..."abc", "d"].map((Account) => (Account === "d" ? { Account, New: 1 } : { Account })),
      },
      drift: [],
    },
    {
      name: "the third item",
      change: { Items: [{ Account: "a" }, { Account: "b" }, { Account: "c", New: 1 }] },
      drift: ["unknown Items.[].New"],
    },
    {
      name: "an optional key of an item",
      change: {
        Items: [
          { Account: "a", Role: 1 },
          { Account: "b", Role: 2 },
        ],
      },
      drift: ["type Items.[].Role"],
      payload: { ...body, Items: [{ Account: "a" }, { Account: "b" }] },
    },
    {
      name: "an optional key of one item of two",
      change: {
        Items: [
          { Account: "a", Role: 1 },
          { Account: "b", Role: "r" },
        ],
      },
      drift: ["type Items.[].Role"],
      payload: { ...body, Items: [{ Account: "a" }, { Account: "b", Role: "r" }] },
    },
    {
      name: "sixty unknown keys of seventy",
      change: Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`New${index}`, 1])),
      drift: Array.from({ length: 60 }, (_, index) => `unknown New${index}`),
    },
    {
      name: "what an optional list requires of its items takes the list away",
      change: { Items: [{ Account: 1 }, { Account: 2 }] },
      drift: ["type Items"],
      payload: { ...body },
    },
    {
      name: "inside an item",
      change: { Must: [{ Account: "a", Deep: { Flag: "x", Other: 1 } }] },
      drift: ["type Must.[].Deep"],
      payload: { ...body, Must: [{ Account: "a" }] },
    },
    {
      name: "an unknown key inside an item",
      change: { Must: [{ Account: "a", Deep: { Flag: 1, Other: 1 } }] },
      drift: ["unknown Must.[].Deep.Other"],
    },
    {
      name: "a value of an open map",
      change: { Extra: { x: "1" } },
      drift: ["type Extra"],
      payload: { ...body },
    },
    { name: "neither of two types", change: { Any: true }, drift: ["type Any"], payload: { ...body } },
    {
      name: "a part of an object",
      change: { Inner: { Name: "n", Note: 5, More: 1 } },
      drift: ["type Inner.Note", "unknown Inner.More"],
      payload: { ...body, Inner: { Name: "n", More: 1 } },
    },
    {
      name: "what an optional object requires",
      change: { Inner: {} },
      drift: ["type Inner"],
      payload: { ...body },
    },
    {
      name: "an optional list that is none",
      change: { Items: "x" },
      drift: ["type Items"],
      payload: { ...body },
    },
    {
      name: "null for an optional one",
      change: { Count: null },
      drift: ["type Count"],
      payload: { ...body },
    },
    {
      name: "several at once",
      change: { Count: "1", Items: 5, New: 1 },
      drift: ["type Count", "type Items", "unknown New"],
      payload: { ...body, New: 1 },
    },
  ],
  "drift: $name",
  ({ change, drift, payload = { ...body, ...change } }) => {
    const reading = readChanged(change);
    expect(reading).toMatchObject({ kind: "read" });
    expect(reading.drift.map(({ kind, path }) => `${kind} ${path}`)).toEqual(drift);
    expect(reading.kind === "read" && reading.payload).toEqual(payload);
  },
);

testRows<{
  readonly name: string;
  readonly change: Readonly<Record<string, unknown>>;
  readonly path: string;
  readonly drift?: string[];
}>(
  [
    { name: "a required key missing", change: { Id: undefined }, path: "Id" },
    { name: "a required key of another type", change: { Id: 1 }, path: "Id" },
    { name: "a required list that is none", change: { Must: {} }, path: "Must" },
    {
      name: "what an item of a required list requires",
      change: { Must: [{ Account: "a" }, {}] },
      path: "Must.[].Account",
    },
    { name: "the payload as a whole", change: { Id: "refused" }, path: "Whole" },
    {
      name: "an optional one that it lacks",
      change: { Id: "uncounted" },
      path: "Count",
      drift: ["type Count"],
    },
    { name: "before an optional one is taken away", change: { Count: "1", Id: 1 }, path: "Id" },
    {
      name: "the optional one before it",
      change: { Count: "1", Must: 1 },
      path: "Must",
      drift: ["type Count"],
    },
  ],
  "unreadable: $name",
  ({ change, path, drift = [] }) => {
    const reading = readChanged(change);
    expect(reading).toMatchObject({ kind: "unreadable", path });
    expect(reading.drift.map(({ kind, path }) => `${kind} ${path}`)).toEqual(drift);
  },
);

test("a body is not changed", () => {
  const frozen = Object.freeze({
    ...body,
    Count: "1",
    Items: Object.freeze([Object.freeze({ Account: "a", Role: 1 })]),
  });
  expect(readPayload(command, frozen).kind).toBe("read");
  expect(frozen).toEqual({ ...body, Count: "1", Items: [{ Account: "a", Role: 1 }] });
});
