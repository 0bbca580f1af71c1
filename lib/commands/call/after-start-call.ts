import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { createBareAccount, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Call.CallbackAfterStartCall",
  page: "647/68941",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      CallInfo: readExpectedObject({
        CallId: z.string(),
        CallMediaType: z.optional(z.string()),
        ChatGroupId: z.optional(z.string()),
        RoomId: z.string(),
        RoomIdType: z.number(),
        MediaType: z.optional(z.string()),
      }),
      UserList: z.array(readExpectedObject({ User_Account: createBareAccount(), Status: z.string() })),
      EventTime: eventTime(),
    }),
  facets: { group: ({ CallInfo }) => CallInfo?.ChatGroupId, eventTime: "EventTime" },
  targets: { list: "UserList", facets: { target: (user) => user.User_Account?.toString() } },
});
