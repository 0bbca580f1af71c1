import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { customFields, memberList } from "../fragments/group.ts";
import { account, eventTime, groupType, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Group.CallbackAfterCreateGroup",
  page: "1047/34369",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      GroupId: z.string(),
      Operator_Account: account(),
      Owner_Account: account(),
      Type: groupType(),
      Name: z.string(),
      MemberList: memberList(),
      UserDefinedDataList: z.optional(customFields()),
      InviteOption: z.optional(z.string()),
      CreateGroupNum: z.optional(z.number()),
      EventTime: eventTime(),
    }),
  facets: {
    group: "GroupId",
    operator: "Operator_Account",
    owner: "Owner_Account",
    groupType: "Type",
    name: "Name",
    members: { each: "MemberList", value: "Member_Account" },
    eventTime: "EventTime",
  },
});
