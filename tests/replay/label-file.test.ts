import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { commands } from "../../lib/commands/generated/index.ts";
import { checkLabels } from "../../lib/replay/label-file.ts";
import { createTestParameters } from "../support/gate.ts";
import { createWorld } from "../support/replay-sets.ts";
import { testRows } from "../support/table.ts";

const SEND = "Group.CallbackBeforeSendMsg";
const RECALL = "Group.CallbackAfterRecallMsg";
type Fields = Readonly<Record<string, unknown>>;

const RECALLED: Fields = {
  ...{ id: "recalled", of: SEND, key: "request.MsgId", from: RECALL, within: "1h" },
  ...{ when: "operator in lists.barred", keys: "request.MsgSeqList.map(m, m.MsgId)" },
};

const checkFile = (labels: unknown) =>
  checkLabels(JSON.stringify({ labels }), commands, createTestParameters(createWorld([])));

type Wrong = { readonly name: string; readonly labels: unknown; readonly found: readonly Fields[] };

testRows<Wrong>(
  [
    { name: "no labels", labels: [], found: [{ code: "empty-value", path: ["labels"] }] },
    {
      name: "more than ten",
      labels: Array.from({ length: 11 }, (_, at) => ({ ...RECALLED, id: `l-${at}` })),
      found: [{ code: "setting-too-long", path: ["labels"], details: { limit: 10 } }],
    },
    {
      name: "a key of the file that there is not",
      labels: [{ ...RECALLED, wihtin: "1h", within: undefined }],
      found: [{ code: "unknown-key", path: ["labels", 0], token: "wihtin", suggestion: "within" }],
    },
    {
      name: "no key",
      labels: [{ ...RECALLED, key: undefined }],
      found: [{ code: "missing-key", path: ["labels", 0], token: "key" }],
    },
    {
      name: "an id twice",
      labels: [RECALLED, RECALLED],
      found: [{ code: "label-repeated", path: ["labels", 1, "id"], token: "recalled" }],
    },
    {
      name: "an id that is none",
      labels: [{ ...RECALLED, id: "By Staff" }],
      found: [{ code: "invalid-id", path: ["labels", 0, "id"] }],
    },
    {
      name: "a command that there is not",
      labels: [{ ...RECALLED, of: "Group.CallbackBeforeSendMessage" }],
      found: [{ code: "unknown-command", path: ["labels", 0, "of"], suggestion: SEND }],
    },
    {
      name: "a pattern that matches nothing",
      labels: [{ ...RECALLED, from: "Groups.*" }],
      found: [{ code: "pattern-unmatched", path: ["labels", 0, "from"], token: "Groups.*" }],
    },
    {
      name: "of a command that asks nothing",
      labels: [{ ...RECALLED, of: RECALL, key: "request.GroupId" }],
      found: [
        {
          code: "label-phase",
          path: ["labels", 0, "of"],
          details: { commands: [RECALL], wanted: "before" },
        },
      ],
    },
    {
      name: "from a command that asks",
      labels: [{ ...RECALLED, from: SEND, keys: "request.MsgId", when: undefined }],
      found: [
        { code: "label-phase", path: ["labels", 0, "from"], details: { commands: [SEND], wanted: "after" } },
      ],
    },
    {
      name: "a key that names nothing",
      labels: [{ ...RECALLED, key: 'request.MsgId != ""' }],
      found: [
        {
          code: "label-key-type",
          path: ["labels", 0, "key"],
          details: { found: "bool", isList: false },
        },
      ],
    },
    {
      name: "a list where one key belongs",
      labels: [{ ...RECALLED, key: "[request.MsgId]" }],
      found: [{ code: "label-key-type", details: { found: "list<string>", isList: false } }],
    },
    {
      name: "a field that the command lacks",
      labels: [{ ...RECALLED, key: "request.MsgID" }],
      found: [{ code: "unknown-field", path: ["labels", 0, "key"] }],
    },
    {
      name: "a condition that is none",
      labels: [{ ...RECALLED, when: "operator" }],
      found: [{ code: "not-bool", path: ["labels", 0, "when"] }],
    },
    {
      name: "a list that there is not",
      labels: [{ ...RECALLED, when: "operator in lists.staff" }],
      found: [{ code: "unknown-list", path: ["labels", 0, "when"] }],
    },
    {
      name: "a duration that is none",
      labels: [{ ...RECALLED, within: "a week" }],
      found: [{ code: "invalid-duration", path: ["labels", 0, "within"] }],
    },
    {
      name: "a duration that is too long",
      labels: [{ ...RECALLED, within: "90d" }],
      found: [{ code: "label-within", path: ["labels", 0, "within"], token: "90d" }],
    },
  ],
  ({ labels, found }) => {
    const { value, diagnostics } = checkFile(labels);
    expect(value).toBeUndefined();
    expect(diagnostics).toMatchObject(found.map((one) => ({ ...one, document: "replay.labels" })));
  },
);

test("the example is valid, and its schema is the one published", () => {
  const text = JSON.stringify(parse(readFileSync("examples/replay.labels.yaml", "utf8")));
  const { value, diagnostics } = checkLabels(text, commands, []);
  expect(diagnostics).toEqual([]);
  expect(value?.map(({ id }) => id)).toEqual(["recalled-by-staff", "withdrawn"]);
  const schema = JSON.parse(readFileSync("policies/schema/replay-labels.schema.json", "utf8"));
  expect(schema.properties.labels.items.required).toEqual(["id", "of", "key", "from", "keys"]);
});
