import { listLeafPaths, type Path, replaceValue } from "../../lib/authoring/payload-path.ts";
import { readFacets } from "../../lib/callback/read-facets.ts";
import { readPayload } from "../../lib/callback/read-payload.ts";
import { commandDocs } from "../../lib/commands/generated/docs.ts";
import { type Payload, readPayloadShape } from "../../lib/commands/payload.ts";
import type { Shape } from "../../lib/commands/shape.ts";
import { testRows } from "../support/table.ts";

/**
 * A body without one of these is unreadable, which is answered by `onUnreadable` and decided by no rule. So only fields
 * are required that rules turn into refusals when they are empty; everything else is at most expected.
 */
const reasons: Readonly<Record<string, string>> = {
  Type: 'an absent type would read as "", which `!(groupType in [...])` refuses',
  Name: "an absent name would read as an allowed one",
  GroupId: 'an absent group would read as "", which is in no list of allowed groups',
  RoomId: 'an absent room would read as "", which is in no list of allowed rooms',
  Official_Account: 'an absent channel would read as "", which is in no list of allowed channels',
  Owner_Account: 'an absent owner would read as "", which is in no list of allowed owners',
  Operator_Account: "exemptions are compared with it",
  Requestor_Account: "exemptions are compared with it",
  Requester_Account: "exemptions are compared with it",
  From_Account: "exemptions are compared with it if there is no operator",
  To_Account: 'an absent receiver would read as "", which is in no list of allowed receivers',
  GiftWater: "rules read what is given from it",
  "GiftWater.From_Account": 'an absent sender would read as "", which is in no list of allowed senders',
  MsgBody: "an absent message would pass every rule about its text, and a mask would have nothing to rewrite",
  "MsgBody[].MsgType": "which elements are text depends on it",
  "MsgBody[].MsgContent": "the text is in it",
  DestinationMembers: "each item is decided for itself, and answered",
  "DestinationMembers[].Member_Account": "the answer names it",
  SubscribeAccountList: "each item is decided for itself, and answered",
  "SubscribeAccountList[].Subscriber_Account": "the answer names it",
  FriendItem: "each item is decided for itself, and answered",
  "FriendItem[].To_Account": "the answer names it",
  ResponseFriendItem: "each item is decided for itself, and answered",
  "ResponseFriendItem[].To_Account": "the answer names it",
};

const format = (path: Path) => path.map((key) => (typeof key === "number" ? "[]" : key)).join(".");
const formatRequired = (path: Path) => format(path).replaceAll(".[]", "[]");

/** The places without which a body is unreadable, in lists their first item. */
function requiredPaths(shape: Shape, at: Path = []): readonly Path[] {
  if (shape.kind === "list") return requiredPaths(shape.item, [...at, 0]);
  if (shape.kind !== "object") return [];
  return [...shape.keys].flatMap(([key, property]) =>
    property.optional ? [] : [[...at, key], ...requiredPaths(property.shape, [...at, key])],
  );
}

const all = [...commandDocs.values()].map(({ command, sample }) => ({
  command,
  sample,
  required: requiredPaths(readPayloadShape(command)),
}));

test("every required field has a reason, and every reason a field", () => {
  const paths = new Set(all.flatMap(({ required }) => required.map(formatRequired)));
  expect([...paths].sort()).toEqual(Object.keys(reasons).sort());
});

test("nothing is required of what has happened", () => {
  const found = all.filter(({ command, required }) => command.reply.phase === "after" && required.length > 0);
  expect(found.map(({ command }) => command.name)).toEqual([]);
});

const context = { platform: "", clientIp: "", sdkAppId: 0, now: 0 };

/** Every prefix of a path that ends at a key: what can be left out of a body. */
const keysIn = (sample: Payload) => {
  const prefixes = listLeafPaths(sample).flatMap((path) => path.map((_, index) => path.slice(0, index + 1)));
  const keys = prefixes.filter((path) => typeof path.at(-1) === "string");
  return [...new Map(keys.map((path) => [path.join("."), path])).values()];
};

testRows(
  all.map((fixture) => ({ name: fixture.command.name, ...fixture })),
  "$name is unreadable without a required field, and read without any other",
  ({ command, sample, required }) => {
    const names = new Set(required.map(formatRequired));
    for (const path of keysIn(sample)) {
      const field = formatRequired(path);
      const reading = readPayload(command, replaceValue(sample, path, undefined) as Payload); // an object stays one
      const isNeeded = names.has(field) || isPushReceiver(field);
      expect({ field, kind: reading.kind }).toEqual({ field, kind: isNeeded ? "unreadable" : "read" });
      if (reading.kind === "read") readFacets(command, reading.payload, context);
      else if (!isPushReceiver(field)) expect(format(path).slice(0, reading.path.length)).toBe(reading.path);
    }
  },
);

/** A push is a batch under `Events` or one event alone, known by its receiver: a refinement, which no shape shows. */
const isPushReceiver = (field: string) => field === "Events[].To_Account" || field === "Events";
