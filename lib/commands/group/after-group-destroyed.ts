import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { memberList } from "../fragments/group.ts";
import { account, eventTime, groupType, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Group.CallbackAfterGroupDestroyed",
  page: "1047/34377",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      Operator_Account: z.optional(account()),
      GroupId: z.string(),
      Type: groupType(),
      Owner_Account: account(),
      Name: z.optional(z.string()),
      MemberList: z.optional(memberList()),
      EventTime: eventTime(),
    }),
  facets: {
    operator: "Operator_Account",
    group: "GroupId",
    groupType: "Type",
    owner: "Owner_Account",
    name: "Name",
    members: { each: "MemberList", value: "Member_Account" },
    eventTime: "EventTime",
  },
});
