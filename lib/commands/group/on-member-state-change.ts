import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { memberList } from "../fragments/group.ts";
import { eventTime, groupType, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Group.CallbackOnMemberStateChange",
  page: "1047/48734",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      GroupId: z.string(),
      Type: z.optional(groupType()),
      EventType: z.string(),
      EventCause: z.optional(z.string()),
      MemberList: memberList(),
      EventTime: z.optional(eventTime()),
    }),
  facets: {
    group: "GroupId",
    groupType: "Type",
    eventTime: "EventTime",
  },
  targets: { list: "MemberList", facets: { target: "Member_Account" } },
});
