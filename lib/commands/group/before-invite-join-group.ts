import * as z from "zod/mini";
import { allowOrDenyOrTrim } from "../../replies/allow-or-deny-or-trim.ts";
import { defineCommand } from "../define-command.ts";
import { memberList } from "../fragments/group.ts";
import { account, eventTime, expected, groupType } from "../fragments/payload.ts";

export default defineCommand({
  name: "Group.CallbackBeforeInviteJoinGroup",
  page: "1047/34371",
  reply: allowOrDenyOrTrim({ codes: [10100, 10200], refused: "RefusedMembers_Account" }),
  payload: () =>
    z.looseObject({
      GroupId: z.string(),
      Type: groupType(),
      Operator_Account: account(),
      DestinationMembers: memberList(),
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
  targets: { list: "DestinationMembers", facets: { target: "Member_Account" } },
});
