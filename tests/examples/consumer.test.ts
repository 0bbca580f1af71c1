import { createNotifier } from "../../examples/consumer/notify-refusals.ts";
import { createConsumer, type PutNew } from "../../examples/consumer/store-events.ts";
import { createEvent, writeEvent } from "../../lib/records/event.ts";
import { happening, hashSha256 } from "../support/event.ts";
import { testRows } from "../support/table.ts";

const createBody = (changes: Partial<typeof happening>) =>
  writeEvent(createEvent({ ...happening, ...changes }, hashSha256));

test("an event that comes twice is stored once; what fails is named and comes again", async () => {
  const rows = new Map<string, unknown>();
  const putNew: PutNew = async ({ id, event }) => {
    if (event.type === "Group.CallbackAfterGroupFull") throw new Error("the table is not there");
    if (rows.has(id)) return "exists";
    rows.set(id, event);
    return "stored";
  };
  const bodies = [
    createBody({}),
    createBody({}),
    createBody({ command: "Group.CallbackAfterGroupFull" }),
    "no event",
  ];
  const Records = bodies.map((body, index) => ({ messageId: `m-${index}`, body }));
  expect(await createConsumer(putNew)({ Records })).toEqual({
    batchItemFailures: [{ itemIdentifier: "m-2" }, { itemIdentifier: "m-3" }],
  });
  expect(rows.size).toBe(1);
});

const effects = [
  { rule: "creation/reserved", effect: "deny" },
  { rule: "watch/all", effect: "would-deny" },
] as const;

testRows(
  [
    {
      name: "a refusal",
      decision: { verdict: "deny", code: 10102, effects },
      operator: "u_mira",
      text: "Group.CallbackBeforeCreateGroup by u_mira in @TGS#1: deny, creation/reserved",
    },
    {
      name: "a name made to forge a line",
      decision: { verdict: "drop", code: 2, effects: [] },
      operator: "x\ny\u202e",
      text: "Group.CallbackBeforeCreateGroup by x\uFFFDy\uFFFD in @TGS#1: drop, no rule",
    },
    {
      name: "an allowed request",
      decision: { verdict: "allow", code: 0, effects: [] },
      operator: "u",
      text: undefined,
    },
  ],
  "notifies of $name: $text",
  async ({ decision, operator, text }) => {
    const said: string[] = [];
    const notify = createNotifier(async (line) => void said.push(line));
    const facets = { group: "@TGS#1", operator };
    const body = createBody({ command: "Group.CallbackBeforeCreateGroup", facets, decision });
    expect(await notify({ body })).toBe(text === undefined ? "passed-over" : "notified");
    expect(said).toEqual(text === undefined ? [] : [text]);
  },
);
