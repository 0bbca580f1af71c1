import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { memberList } from "../fragments/group.ts";
import { account, eventTime, groupType, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Group.CallbackAfterMemberExit",
  page: "1047/34373",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
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
  targets: { list: "ExitMemberList", facets: { target: "Member_Account" } },
});
