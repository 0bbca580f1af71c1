import fc from "fast-check";
import { readFacets } from "../../lib/callback/read-facets.ts";
import { readPayload } from "../../lib/callback/read-payload.ts";
import { listMappedFacets } from "../../lib/commands/facet-reading.ts";
import { type ContentField, elementContents } from "../../lib/commands/fragments/elements.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { readPayloadShape } from "../../lib/commands/payload.ts";
import { checkCondition } from "../../lib/policy/check-condition.ts";
import { createLanguage } from "../../lib/policy/expression.ts";
import { readSample } from "../support/fixtures.ts";
import { createCallbackEvent, createTestGate } from "../support/gate.ts";
import { testRows } from "../support/table.ts";

const SEND = "Group.CallbackBeforeSendMsg";
const circumstances = { platform: "", clientIp: "", sdkAppId: 0, now: 0 };

function commandNamed(name: string) {
  const command = commands.get(name);
  if (command === undefined) throw new Error(name);
  return command;
}
const send = commandNamed(SEND);

/** What policies see of a message that holds this. */
function readMessage(body: unknown) {
  const reading = readPayload(send, { ...readSample(SEND), MsgBody: body });
  if (reading.kind !== "read") throw new Error(reading.path);
  const { customData, fileNames, urls, text } = readFacets(send, reading.payload, circumstances).values;
  return { customData, fileNames, urls, text, drift: reading.drift };
}

const nothing = { customData: [], fileNames: [], urls: [], text: "", drift: [] };
const image = (url: unknown) => ({ Type: 1, Size: 0, Width: 0, Height: 0, URL: url });

testRows<{ name: string; type: string; content: object; expected: object }>(
  [
    { name: "text", type: "TIMTextElem", content: { Text: "at nine" }, expected: { text: "at nine" } },
    {
      name: "a place's description",
      type: "TIMLocationElem",
      content: { Desc: "pier 7", Latitude: 48.2, Longitude: -16.4 },
      expected: { customData: ["pier 7"] },
    },
    {
      name: "a sticker's data, with control characters",
      type: "TIMFaceElem",
      content: { Index: 14, Data: "pack2/wave\u0000" },
      expected: { customData: ["pack2/wave\u0000"] },
    },
    {
      name: "a custom element's texts without its sound",
      type: "TIMCustomElem",
      content: { Data: '{"order":7}', Desc: "order", Ext: "shop", Sound: "ding.aiff" },
      expected: { customData: ['{"order":7}', "order", "shop"] },
    },
    {
      name: "a custom element whose other fields are empty or missing",
      type: "TIMCustomElem",
      content: { Data: "ping", Desc: "" },
      expected: { customData: ["ping"] },
    },
    {
      name: "where voice is kept",
      type: "TIMSoundElem",
      content: { Url: "https://a.example/v.m4a", UUID: "7f", Size: 20471, Second: 6, Download_Flag: 2 },
      expected: { urls: ["https://a.example/v.m4a"] },
    },
    {
      name: "every size of a picture",
      type: "TIMImageElem",
      content: {
        UUID: "9c",
        ImageFormat: 1,
        ImageInfoArray: [image("https://o"), image("https://t"), image(7)],
      },
      expected: { urls: ["https://o", "https://t"] },
    },
    {
      name: "a file",
      type: "TIMFileElem",
      content: { Url: "https://a.example/f", UUID: "77", FileSize: 12, FileName: "notes.pdf" },
      expected: { fileNames: ["notes.pdf"], urls: ["https://a.example/f"] },
    },
    {
      name: "a file from an old SDK, and the spelling of the page's table",
      type: "TIMFileElem",
      content: { UUID: "30", FileSize: 1, fileName: "file:///private/var/x.MOV" },
      expected: { fileNames: ["file:///private/var/x.MOV"] },
    },
    {
      name: "a video and its thumbnail",
      type: "TIMVideoFileElem",
      content: { VideoUrl: "https://v", VideoUUID: "0a", ThumbUrl: "https://t", ThumbUUID: "0b" },
      expected: { urls: ["https://v", "https://t"] },
    },
    {
      name: "what is in forwarded messages",
      type: "TIMRelayElem",
      content: {
        Title: "Chat of Ana",
        MsgList: [
          { MsgBody: [{ MsgType: "TIMFileElem", MsgContent: { FileName: "a.exe", Url: "https://a" } }] },
          {
            MsgBody: [
              {
                MsgType: "TIMRelayElem",
                MsgContent: {
                  MsgList: [{ MsgBody: [{ MsgType: "TIMCustomElem", MsgContent: { Data: "deep" } }] }],
                },
              },
            ],
          },
        ],
      },
      expected: { customData: ["deep"], fileNames: ["a.exe"], urls: ["https://a"] },
    },
    {
      name: "a forwarded message over 12 KB, of which only the key comes",
      type: "TIMRelayElem",
      content: { Title: "Chat", MsgNum: 80, AbstractList: ["Ana: long"], JsonMsgKey: "k" },
      expected: {},
    },
    {
      name: "a type and fields that nobody documented",
      type: "TIMHologramElem",
      content: { Url: "https://h", Data: "h", Shape: { Url: "no" } },
      expected: { customData: ["h"], urls: ["https://h"] },
    },
    {
      name: "values of other types",
      type: "TIMFileElem",
      content: { Url: 7, FileName: ["a"], Data: { toString: 1 }, ImageInfoArray: { URL: "x" }, MsgList: [1] },
      expected: {},
    },
  ],
  "facets: $name",
  ({ type, content, expected }) => {
    expect(readMessage([{ MsgType: type, MsgContent: content }])).toEqual({ ...nothing, ...expected });
  },
);

test("every command that carries a message has its facets", () => {
  const carrying = [...commands.values()].filter((command) => listMappedFacets(command).includes("elements"));
  expect(carrying.map(({ name }) => name)).toEqual([
    "Bot.OnC2CMessage",
    "Bot.OnGroupMessage",
    "C2C.CallbackAfterSendMsg",
    "C2C.CallbackBeforeSendMsg",
    "Group.CallbackAfterSendMsg",
    "Group.CallbackBeforeSendMsg",
    "Group.CallbackSendMsgException",
    "OfficialAccount.CallbackAfterSendMsg",
    "OfficialAccount.CallbackBeforeSendMsg",
  ]);
  const shaped = [...commands.values()].filter((command) => {
    const shape = readPayloadShape(command);
    return shape.kind === "object" && shape.keys.has("MsgBody");
  });
  expect(shaped).toEqual(carrying);
  for (const command of carrying)
    expect(listMappedFacets(command)).toEqual(
      expect.arrayContaining(["text", "customData", "fileNames", "urls"]),
    );
});

test("nesting has no depth at which a link is missed or the stack ends", () => {
  let content: object = { Url: "https://deep" };
  for (let depth = 0; depth < 20_000; depth++)
    content = { MsgList: [{ MsgBody: [{ MsgType: "TIMRelayElem", MsgContent: content }] }] };
  const MsgBody = [{ MsgType: "TIMRelayElem", MsgContent: content }];
  expect(readFacets(send, { ...readSample(SEND), MsgBody }, circumstances).values.urls).toEqual([
    "https://deep",
  ]);
});

const keys = [
  "Data",
  "Url",
  "FileName",
  "ImageInfoArray",
  "URL",
  "MsgList",
  "MsgBody",
  "MsgContent",
  "__proto__",
];
const { value: anyContent } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.jsonValue(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie("value")),
  ),
}));
test("whatever an element's content is, it is read without drift, and its facets are lists of texts", () => {
  fc.assert(
    fc.property(fc.string(), fc.dictionary(fc.constantFrom(...keys, "Text"), anyContent), (type, content) => {
      const { customData, fileNames, urls, drift } = readMessage([{ MsgType: type, MsgContent: content }]);
      expect(drift).toEqual([]);
      for (const list of [customData, fileNames, urls]) {
        expect(list).toEqual(expect.any(Array));
        expect([list].flat().filter((text) => typeof text !== "string")).toEqual([]);
      }
    }),
  );
});

describe("request.MsgBody", () => {
  const language = createLanguage(new Map());
  const createMessage = (condition: string) => {
    const [found] = checkCondition(condition, [send], language).diagnostics;
    return found && `${found.code} ${found.token}`;
  };

  /** A condition for every documented field, in the operations of its type. */
  const tests: Readonly<Record<string, (field: string) => string>> = {
    string: (field) => `${field}.contains("a")`,
    int: (field) => `${field} > 1`,
    bool: (field) => `${field}`,
    any: (field) => `double(${field}) > 1.5`,
  };
  const listConditions = (field: ContentField, at: string): readonly string[] => {
    if (typeof field === "string") return [tests[field]?.(at) ?? ""];
    const inner = Array.isArray(field) ? [["[0]", field[0]] as const] : Object.entries(field);
    return inner.flatMap(([key, part]) => listConditions(part, key === "[0]" ? `${at}[0]` : `${at}.${key}`));
  };
  const conditions = Object.values(elementContents).flatMap((content) =>
    listConditions(content, "request.MsgBody[0].MsgContent"),
  );
  test("every documented field of every type of element can be read as what it is", () => {
    expect(conditions.length).toBeGreaterThan(50);
    expect(conditions.map((condition) => [condition, createMessage(condition)])).toEqual(
      conditions.map((condition) => [condition, undefined]),
    );
  });

  test("no field is one thing in one type of element and another in the next", () => {
    const types = new Map<string, ContentField>();
    for (const content of Object.values(elementContents))
      for (const [key, field] of Object.entries(content)) {
        expect([key, field]).toEqual([key, types.get(key) ?? field]);
        types.set(key, field);
      }
  });

  testRows<{ readonly condition: string; readonly message: RegExp }>(
    [
      { condition: 'request.MsgBody[0].MsgContent.Txt == "a"', message: /unknown-field .*Txt/ },
      { condition: "request.MsgBody[0].MsgContent.Text > 1", message: /wrong-operands/ },
      { condition: "request.MsgBody.exists(e, e.MsgContent.FileName > 1)", message: /wrong-operands/ },
    ],
    "$condition is refused at load",
    ({ condition, message }) => expect(createMessage(condition)).toMatch(message),
  );
});

test("masking hands back elements that nobody documented, and values of other types, as they came", async () => {
  const others = [
    { MsgType: "TIMFileElem", MsgContent: { FileName: 7, FileSize: "12" }, Own: 1 },
    { MsgType: "TIMHologramElem", MsgContent: { Shape: { Url: ["no"] } } },
  ];
  const rules = [
    { id: "words", on: SEND, when: "text.containsAny(lists.words)", mask: { list: "words", with: "*" } },
  ];
  const { gate } = createTestGate({ policies: { p: { rules } }, lists: { words: "bridge" } });
  const MsgBody = [{ MsgType: "TIMTextElem", MsgContent: { Text: "bridge" } }, ...others];
  const { envelope } = await gate(
    createCallbackEvent({ command: SEND, body: { ...readSample(SEND), MsgBody } }),
    "r",
  );
  expect(envelope).toMatchObject({
    MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "******" } }, ...others],
  });
});

test("functions take a macro's variable, and what matched is told of the facet", async () => {
  const when = "urls.exists(url, url.containsAny(lists.hosts) && url.hasUrl())";
  const { gate, outcomes } = createTestGate({
    policies: { p: { rules: [{ id: "hosts", on: SEND, when, deny: {} }] } },
    lists: { hosts: "bad.example" },
  });
  const MsgBody = [
    { MsgType: "TIMSoundElem", MsgContent: { Url: "https://good.example/a" } },
    { MsgType: "TIMSoundElem", MsgContent: { Url: "https://bad.example/b" } },
  ];
  await gate(createCallbackEvent({ command: SEND, body: { ...readSample(SEND), MsgBody } }), "r");
  expect(outcomes[0]?.ending).toMatchObject({
    effects: [{ rule: "p/hosts", effect: "deny", evidence: { facet: "urls", entry: "bad.example" } }],
  });
});
