import * as z from "zod/mini";
import { allowOrDeny } from "../../replies/allow-or-deny.ts";
import { defineCommand } from "../define-command.ts";
import { memberList } from "../fragments/group.ts";
import { account, eventTime, expected, groupType } from "../fragments/payload.ts";

export default defineCommand({
  name: "Group.CallbackBeforeCreateGroup",
  page: "1047/34368",
  reply: allowOrDeny({ codes: [10100, 10200] }),
  payload: () =>
    z.looseObject({
      Operator_Account: account(),
      Owner_Account: expected(account()),
      Type: groupType(),
      Name: z.string(),
      CreateGroupNum: z.optional(z.number()),
      CreatedGroupNum: z.optional(z.union([z.number(), z.record(z.string(), z.number())])),
      CreatedNum: z.optional(z.number()),
      InviteOption: z.optional(z.string()),
      MemberList: expected(memberList()),
      EventTime: expected(eventTime()),
    }),
  facets: {
    operator: "Operator_Account",
    owner: "Owner_Account",
    name: "Name",
    groupType: "Type",
    owned: "CreateGroupNum",
    members: { each: "MemberList", value: "Member_Account" },
    eventTime: "EventTime",
  },
});
