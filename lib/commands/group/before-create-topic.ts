import * as z from "zod/mini";
import { allowOrDeny } from "../../replies/allow-or-deny.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, groupType } from "../fragments/payload.ts";

export default defineCommand({
  name: "Group.CallbackBeforeCreateTopic",
  page: "1047/49463",
  reply: allowOrDeny({ codes: [10100, 10200] }),
  payload: () =>
    z.looseObject({
      Operator_Account: account(),
      Type: groupType(),
      Name: z.string(),
      GroupId: z.optional(z.string()),
      EventTime: z.optional(eventTime()),
    }),
  facets: {
    operator: "Operator_Account",
    groupType: "Type",
    name: "Name",
    group: "GroupId",
    eventTime: "EventTime",
  },
});
