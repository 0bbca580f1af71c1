import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { memberList } from "../fragments/group.ts";
import { eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Live.CallbackAfterMemberStateChanged",
  aliases: ["Live.CallbackMemberStateChanged"],
  page: "647/64424",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      RoomId: z.string(),
      EventType: z.string(),
      EventCause: z.string(),
      MemberList: memberList(),
      EventTime: eventTime(),
    }),
  facets: { group: "RoomId", eventTime: "EventTime" },
  targets: { list: "MemberList", facets: { target: "Member_Account" } },
  bodyCommand: "elsewhere",
});
