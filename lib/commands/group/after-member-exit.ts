import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { memberList } from "../fragments/group.ts";
import { account, eventTime, groupType } from "../fragments/payload.ts";

/**
 * After members left a group or were removed.
 *
 * - `request.ExitType` is `Quit` or `Kicked`; of a removal the operator is who removed, of a leave who left.
 * - A disbanded group has a webhook of its own; whether its members' exits are told as well is not
 *   documented.
 */
export default defineCommand({
  name: "Group.CallbackAfterMemberExit",
  page: "1047/34373",
  reply: acknowledge(),
  payload: () =>
    z.looseObject({
      GroupId: z.string(),
      Type: groupType(),
      ExitType: z.string(),
      Operator_Account: account(),
      ExitMemberList: memberList(),
      TopicId: z.optional(z.string()),
      EventTime: eventTime(),
    }),
  facets: {
    group: "GroupId",
    groupType: "Type",
    operator: "Operator_Account",
    topic: "TopicId",
    eventTime: "EventTime",
  },
  targets: { each: "ExitMemberList", facets: { target: "Member_Account" } },
});
