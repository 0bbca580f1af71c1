import * as z from "zod/mini";
import { allowOrDeny } from "../../replies/allow-or-deny.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, groupType } from "../fragments/payload.ts";

/**
 * Before somebody applies to join a group.
 *
 * - Allowing does not replace an administrator's approval where the group wants one.
 * - Accounts that an administrator adds over REST come as invitations, not here.
 * - The application's text is in the Chinese page only: `note` may be empty whatever was written.
 * - The plain refusal reaches the caller as 10016.
 */
export default defineCommand({
  name: "Group.CallbackBeforeApplyJoinGroup",
  page: "1047/34370",
  reply: allowOrDeny({ codes: [10100, 10200] }),
  payload: () =>
    z.looseObject({
      GroupId: z.string(),
      Type: groupType(),
      Requestor_Account: account(),
      ApplyMsg: z.optional(z.string()),
      TopicId: z.optional(z.string()),
      EventTime: eventTime(),
    }),
  facets: {
    operator: "Requestor_Account",
    group: "GroupId",
    groupType: "Type",
    topic: "TopicId",
    note: "ApplyMsg",
    eventTime: "EventTime",
  },
});
