import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, groupType, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Group.CallbackAfterRecallMsg",
  page: "1047/46979",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      Operator_Account: account(),
      Type: groupType(),
      GroupId: z.string(),
      MsgSeqList: z.array(readExpectedObject({ MsgSeq: z.number(), MsgId: z.optional(z.string()) })),
      TopicId: z.optional(z.string()),
      EventTime: eventTime(),
    }),
  facets: {
    operator: "Operator_Account",
    groupType: "Type",
    group: "GroupId",
    topic: "TopicId",
    eventTime: "EventTime",
  },
});
