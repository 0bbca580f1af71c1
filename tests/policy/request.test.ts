import type { Property, Shape } from "../../lib/commands/shape.ts";
import { describeRequestType } from "../../lib/policy/request.ts";
import { testRows } from "../support/table.ts";

const createObject = (keys: Readonly<Record<string, Omit<Property, "expected">>>): Shape => ({
  kind: "object",
  keys: new Map(Object.entries(keys).map(([key, property]) => [key, { ...property, expected: false }])),
});
const INNER = createObject({ A: { shape: { kind: "int" }, optional: false } });
const fieldsOfInner: ReadonlyMap<string, object> = new Map([
  ["A", { type: { kind: "int" }, optional: false }],
]);

describe("the type of a request", () => {
  testRows<{ readonly name: string; readonly shape: Shape; readonly type: object }>(
    [
      { name: "text", shape: { kind: "string" }, type: { kind: "string" } },
      { name: "int", shape: { kind: "int" }, type: { kind: "int" } },
      { name: "bool", shape: { kind: "bool" }, type: { kind: "bool" } },
      { name: "anything", shape: { kind: "any" }, type: { kind: "dyn" } },
      {
        name: "an object, with fields that are optional and not",
        shape: createObject({
          A: { shape: { kind: "string" }, optional: true },
          B: { shape: { kind: "bool" }, optional: false },
        }),
        type: {
          kind: "object",
          name: "Request",
          fields: new Map([
            ["A", { type: { kind: "string" }, optional: true }],
            ["B", { type: { kind: "bool" }, optional: false }],
          ]),
        },
      },
      {
        name: "an object in an object, named by its field",
        shape: createObject({ Info: { shape: INNER, optional: true } }),
        type: {
          kind: "object",
          name: "Request",
          fields: new Map([
            [
              "Info",
              { type: { kind: "object", name: "Request.Info", fields: fieldsOfInner }, optional: true },
            ],
          ]),
        },
      },
      {
        name: "a list of objects",
        shape: { kind: "list", item: INNER },
        type: { kind: "list", item: { kind: "object", name: "Request.Item", fields: fieldsOfInner } },
      },
      {
        name: "a map of objects",
        shape: { kind: "map", value: INNER },
        type: {
          kind: "map",
          key: { kind: "string" },
          value: { kind: "object", name: "Request.Value", fields: fieldsOfInner },
        },
      },
    ],
    ({ shape, type }) => expect(describeRequestType(shape)).toEqual(type),
  );
});

test("is made once for all conditions that read the payload of a command", () => {
  expect(describeRequestType(INNER)).toBe(describeRequestType(INNER));
});
