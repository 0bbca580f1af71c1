import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { bareAccount, eventTime } from "../fragments/payload.ts";

export default defineCommand({
  name: "Call.CallbackAfterMemberChanged",
  page: "647/69215",
  reply: acknowledge(),
  payload: () =>
    z.looseObject({
      CallId: z.string(),
      UserList: z.array(z.looseObject({ User_Account: bareAccount(), Status: z.string() })),
      ChangedUserList: z.array(z.looseObject({ User_Account: bareAccount(), ActionType: z.string() })),
      EventTime: eventTime(),
    }),
  facets: { eventTime: "EventTime" },
  targets: { list: "ChangedUserList", facets: { target: (user) => String(user.User_Account) } },
});
