import * as z from "zod/mini";
import { allowOrDeny } from "../../replies/allow-or-deny.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, expected, groupType } from "../fragments/payload.ts";

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
      EventTime: expected(eventTime()),
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
