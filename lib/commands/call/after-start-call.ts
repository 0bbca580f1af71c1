import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { bareAccount, eventTime } from "../fragments/payload.ts";

/**
 * After a call is started.
 *
 * - `targets` has everybody in the call, the caller included; nothing says outright who called.
 * - Some samples print account IDs as bare numbers above 2^53; they read as text, digit by digit.
 */
export default defineCommand({
  name: "Call.CallbackAfterStartCall",
  page: "647/68941",
  reply: acknowledge(),
  payload: () =>
    z.looseObject({
      CallInfo: z.looseObject({
        CallId: z.string(),
        CallMediaType: z.optional(z.string()),
        ChatGroupId: z.optional(z.string()),
        RoomId: z.string(),
        RoomIdType: z.number(),
        MediaType: z.optional(z.string()),
      }),
      UserList: z.array(z.looseObject({ User_Account: bareAccount(), Status: z.string() })),
      EventTime: eventTime(),
    }),
  facets: { group: (call) => call.CallInfo.ChatGroupId, eventTime: "EventTime" },
  targets: { each: "UserList", facets: { target: (user) => String(user.User_Account) } },
});
