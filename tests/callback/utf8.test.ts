import { readSample } from "../support/fixtures.ts";
import { createCallbackEvent, createTestGate, formats } from "../support/gate.ts";
import { testRows } from "../support/table.ts";

const COMMAND = "Group.CallbackBeforeCreateGroup";
const BOM = "\uFEFF";

const bodies = {
  plain: (text: string) => ({ body: text, isBase64Encoded: false }),
  base64: (text: string) => ({ body: Buffer.from(text).toString("base64"), isBase64Encoded: true }),
};
const texts = {
  Chinese: { name: "里斯本越野跑", before: "" },
  emoji: { name: "👩‍👩‍👧‍👦🏃🏽‍♀️ ❤️", before: "" },
  "a BOM": { name: "Läufer", before: BOM },
  "a BOM inside the name": { name: `${BOM}Runners`, before: BOM },
};

const cases = Object.entries(bodies).flatMap(([encoding, encode]) =>
  Object.entries(texts).flatMap(([title, text]) =>
    Object.entries(formats).map(([door, format]) => ({
      name: `${encoding}, ${title}, ${door}`,
      encode,
      text,
      format,
    })),
  ),
);

testRows(cases, "$name: policy sees the very text", async ({ encode, text, format }) => {
  const { name, before } = text;
  const rules = [
    {
      id: "same",
      on: COMMAND,
      when: `name == ${JSON.stringify(name)}`,
      deny: { code: 10101, message: "{name}" },
    },
  ];
  const { gate } = createTestGate({ policies: { p: { rules } } });
  const body = before + JSON.stringify({ ...readSample(COMMAND), Name: name });
  const answer = await gate(format(createCallbackEvent({ event: encode(body) })), "r");
  expect(JSON.parse(answer.body)).toEqual({ ActionStatus: "OK", ErrorInfo: name, ErrorCode: 10101 });
});

test("a parameter in UTF-8, too: policy sees it decoded", async () => {
  const rules = [{ id: "platform", on: COMMAND, when: 'platform == "鸿蒙"', deny: {} }];
  for (const format of Object.values(formats)) {
    const { gate } = createTestGate({ policies: { p: { rules } } });
    const event = createCallbackEvent({ body: readSample(COMMAND), query: { OptPlatform: "鸿蒙" } });
    expect((await gate(format(event), "r")).envelope.ErrorCode).toBe(1);
  }
});
