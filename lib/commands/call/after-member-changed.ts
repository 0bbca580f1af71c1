import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { createBareAccount, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Call.CallbackAfterMemberChanged",
  page: "647/69215",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      CallId: z.string(),
      UserList: z.array(readExpectedObject({ User_Account: createBareAccount(), Status: z.string() })),
      ChangedUserList: z.array(
        readExpectedObject({ User_Account: createBareAccount(), ActionType: z.string() }),
      ),
      EventTime: eventTime(),
    }),
  facets: { eventTime: "EventTime" },
  targets: { list: "ChangedUserList", facets: { target: (user) => user.User_Account?.toString() } },
});
