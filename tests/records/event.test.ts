import { createHash } from "node:crypto";
import fc from "fast-check";
import { readFacets } from "../../lib/callback/read-facets.ts";
import { createEvent, dropPayload, type Happening, writeEvent } from "../../lib/records/event.ts";
import { fixtures } from "../support/fixtures.ts";
import { testRows } from "../support/table.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest();
const NOW = Date.parse("2026-01-05T10:00:00.000Z");

const created: Happening = {
  stage: "prod",
  sdkAppId: 1400000000,
  command: "Group.CallbackAfterCreateGroup",
  payload: { GroupId: "@TGS#2J4SZEAEL", Operator_Account: "u_mira", EventTime: 1670574414123 },
  requestTime: "1767607200",
  time: NOW,
  facets: {
    command: "Group.CallbackAfterCreateGroup",
    sdkAppId: 1400000000,
    now: new Date(NOW),
    platform: "ios",
    group: "@TGS#2J4SZEAEL",
    operator: "u_mira",
    topic: "",
    members: [],
    owned: 0,
    eventTime: new Date(1670574414123),
  },
  decision: {
    verdict: "allow",
    code: 0,
    effects: [
      { rule: "watch/open-groups", effect: "observe" },
      { rule: "watch/other", effect: "pass" },
    ],
  },
};

/** The id: `printf '1400000000\0Group.CallbackAfterCreateGroup\0{"EventTime":…}\0' | sha256sum | cut -c1-32` */
test("the bytes of an event", () => {
  expect(writeEvent(createEvent(created, sha256))).toBe(
    '{"data":{"decision":{"code":0,"rules":[{"effect":"observe","rule":"watch/open-groups"}],"verdict":"allow"},' +
      '"facets":{"eventTime":"2022-12-09T08:26:54.123Z","group":"@TGS#2J4SZEAEL","operator":"u_mira","platform":"ios"},' +
      '"payload":{"EventTime":1670574414123,"GroupId":"@TGS#2J4SZEAEL","Operator_Account":"u_mira"}},' +
      '"datacontenttype":"application/json","id":"87877b3e1dc45e424e07672627ab80c4","source":"/chatgate/prod/1400000000",' +
      '"specversion":"1.0","subject":"@TGS#2J4SZEAEL","time":"2022-12-09T08:26:54.123Z","type":"Group.CallbackAfterCreateGroup"}',
  );
});

const createId = (changes: Partial<Happening>) => createEvent({ ...created, ...changes }, sha256).id;

testRows(
  [
    { name: "the same body at another RequestTime", change: { requestTime: "1767607999" }, same: true },
    {
      name: "another order of keys",
      change: {
        payload: { EventTime: 1670574414123, Operator_Account: "u_mira", GroupId: "@TGS#2J4SZEAEL" },
      },
      same: true,
    },
    { name: "another clock of ours", change: { time: NOW + 1 }, same: true },
    { name: "another app", change: { sdkAppId: 1400000001 }, same: false },
    { name: "another command", change: { command: "Group.CallbackAfterGroupFull" }, same: false },
    { name: "another body", change: { payload: { EventTime: 1 } }, same: false },
  ],
  "the id of $name",
  ({ change, same }) => {
    expect(createId(change) === createId({})).toBe(same);
  },
);

testRows(
  [
    { name: "none", payload: { a: 1 }, salted: true },
    { name: "a zero", payload: { EventTime: 0 }, salted: true },
    { name: "an empty text", payload: { EventTime: "" }, salted: true },
    { name: "only the words, inside a text", payload: { Text: '"EventTime":1670574414123' }, salted: true },
    { name: "a number", payload: { EventTime: 1670574414123 }, salted: false },
    { name: "a text", payload: { EventTime: "1670574414123" }, salted: false },
    { name: "one in each of its parts", payload: { Events: [{ EventTime: 1670574414 }] }, salted: false },
  ],
  "RequestTime counts if the body's EventTime is $name: $salted",
  ({ payload, salted }) => {
    expect(createId({ payload, requestTime: "1" }) !== createId({ payload, requestTime: "2" })).toBe(salted);
  },
);

testRows(
  [
    { name: "a group before all", facets: { group: "g", channel: "c", receiver: "r" }, subject: "g" },
    { name: "a channel", facets: { group: "", channel: "c", topic: "t" }, subject: "c" },
    { name: "a topic", facets: { topic: "t", receiver: "r" }, subject: "t" },
    { name: "a receiver", facets: { receiver: "r" }, subject: "r" },
    { name: "none of them", facets: {}, subject: undefined },
  ],
  "the subject is $name",
  ({ facets, subject }) => {
    expect(createEvent({ ...created, facets }, sha256).subject).toBe(subject);
  },
);

test("an unreadable or unknown command is an event of its payload alone, by our clock", () => {
  const { decision: _, ...rest } = created;
  const event = createEvent({ ...rest, command: "Group.CallbackOfTomorrow", facets: {} }, sha256);
  expect(event).toMatchObject({ type: "Group.CallbackOfTomorrow", time: "2026-01-05T10:00:00.000Z" });
  expect(JSON.parse(writeEvent(event)).data).toEqual({ facets: {}, payload: created.payload });
});

test("facets alone hold no body", () => {
  expect(JSON.parse(writeEvent(dropPayload(createEvent(created, sha256)))).data).not.toHaveProperty(
    "payload",
  );
});

test("law: an event holds only characters that SQS takes, and any parser reads the payload back", () => {
  const strings = fc.string({ unit: "binary" });
  fc.assert(
    fc.property(fc.dictionary(strings, fc.oneof(strings, fc.constant("\uFFFE\uFFFF\u0000"))), (payload) => {
      const text = writeEvent(createEvent({ ...created, payload }, sha256));
      // XML 1.0's, which SendMessage's page lists
      expect(text).toMatch(/^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u);
      expect(JSON.parse(text).data.payload).toEqual(JSON.parse(JSON.stringify(payload)));
    }),
  );
});

testRows(
  fixtures.map(({ command, sample }) => ({ name: command.name, command, sample })),
  "$name: its sample's id does not depend on RequestTime if it carries EventTime",
  ({ command, sample }) => {
    const facets = readFacets(command, sample, {
      platform: "iOS",
      clientIp: "",
      sdkAppId: 1400000000,
      now: NOW,
    });
    const at = (requestTime: string) =>
      createEvent(
        { ...created, command: command.name, payload: sample, facets: facets.values, requestTime },
        sha256,
      );
    const carries = JSON.stringify(sample).includes('"EventTime"');
    expect(at("1").id === at("2").id).toBe(carries);
    expect(JSON.parse(writeEvent(at("1"))).data.payload).toEqual(sample);
  },
);
