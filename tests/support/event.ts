import { createHash } from "node:crypto";
import { createEvent, type Happening } from "../../lib/records/event.ts";

export const hashSha256 = (text: string) => createHash("sha256").update(text).digest();

/** Of a group that was created, with a body that marks what people wrote. */
export const happening: Happening = {
  stage: "test",
  sdkAppId: 1400000000,
  command: "Group.CallbackAfterCreateGroup",
  payload: { GroupId: "@TGS#1", Name: "Trail runners", EventTime: 1670574414123 },
  requestTime: "1767607200",
  time: Date.parse("2026-01-05T10:00:00Z"),
  facets: { group: "@TGS#1", name: "Trail runners", eventTime: new Date(1670574414123) },
};

export const chatEvent = createEvent(happening, hashSha256);
