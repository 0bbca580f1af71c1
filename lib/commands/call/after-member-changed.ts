import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { bareAccount, eventTime, expectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Call.CallbackAfterMemberChanged",
  page: "647/69215",
  reply: acknowledge(),
  payload: () =>
    expectedObject({
      CallId: z.string(),
      UserList: z.array(expectedObject({ User_Account: bareAccount(), Status: z.string() })),
      ChangedUserList: z.array(expectedObject({ User_Account: bareAccount(), ActionType: z.string() })),
      EventTime: eventTime(),
    }),
  facets: { eventTime: "EventTime" },
  targets: { list: "ChangedUserList", facets: { target: (user) => user.User_Account?.toString() } },
});
