import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { bareAccount, eventTime } from "../fragments/payload.ts";

/**
 * After somebody in a call answered, left or was invited.
 *
 * - The sources disagree on the words of `ActionType` (`Accept` or `Answer`, `Hangup` or `Hang Up`): do not
 *   rely on one.
 */
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
  targets: { each: "ChangedUserList", facets: { target: (user) => String(user.User_Account) } },
});
