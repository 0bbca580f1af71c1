import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { memberList } from "../fragments/group.ts";
import { account, eventTime, expected, groupType, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Group.CallbackAfterNewMemberJoin",
  page: "1047/34372",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      GroupId: z.string(),
      Type: groupType(),
      JoinType: z.string(),
      Operator_Account: account(),
      NewMemberList: memberList(),
      TopicId: z.optional(z.string()),
      EventTime: expected(eventTime()),
    }),
  facets: {
    group: "GroupId",
    groupType: "Type",
    operator: "Operator_Account",
    topic: "TopicId",
    eventTime: "EventTime",
  },
  targets: { list: "NewMemberList", facets: { target: "Member_Account" } },
});
