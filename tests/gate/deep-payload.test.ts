import { readSample } from "../support/fixtures.ts";
import { createCallbackEvent, createTestGate } from "../support/gate.ts";
import { testRows } from "../support/table.ts";

const SEND = "Group.CallbackBeforeSendMsg";
const nest = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

/** A custom element whose field is nested so deep, through a gate whose second rule always refuses. */
async function decideAtDepth(when: string, depth: number) {
  const rules = [
    { id: "reads", on: SEND, when, observe: {} },
    { id: "refuses", on: SEND, deny: { code: 10150 } },
  ];
  const { gate, outcomes } = createTestGate({ policies: { p: { rules } } });
  const message = {
    ...readSample(SEND),
    MsgBody: [{ MsgType: "TIMCustomElem", MsgContent: { Data: "deep" } }],
  };
  const body = JSON.stringify(message).replace('"deep"', nest(depth));
  const { envelope } = await gate(createCallbackEvent({ command: SEND, body }), "r");
  const [ending] = outcomes.map((outcome) => outcome.ending);
  const effects =
    ending?.kind === "decided" ? ending.effects.map(({ effect, error }) => error ?? effect) : [];
  return { kind: ending?.kind, code: envelope.ErrorCode, effects };
}

testRows(
  [
    {
      name: "a rule reads beside what is deep",
      when: 'request.MsgBody.exists(e, e.MsgType == "TIMCustomElem")',
      depth: 3_000,
      first: "observe",
    },
    {
      name: "a rule reads the field itself, which is no text",
      when: 'request.MsgBody.exists(e, has(e.MsgContent.Data) && e.MsgContent.Data == "x")',
      depth: 30_000,
      first: "field-type-mismatch: e.MsgContent.Data",
    },
    {
      name: "a rule compares what is deeper than 64",
      when: "request.MsgBody[0].MsgContent == request.MsgBody[0].MsgContent",
      depth: 3_000,
      first: "too-deep: request.MsgBody[0].MsgContent == request.MsgBody[0].MsgContent",
    },
  ],
  "one deep field concerns one rule only: $name",
  async ({ when, depth, first }) => {
    expect(await decideAtDepth(when, depth)).toEqual({
      kind: "decided",
      code: 10150,
      effects: [first, "deny"],
    });
  },
);
