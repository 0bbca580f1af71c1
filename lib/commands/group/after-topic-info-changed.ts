import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, groupType, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Group.CallbackAfterTopicInfoChanged",
  page: "1047/49466",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      GroupId: z.string(),
      TopicId: z.optional(z.string()),
      Type: groupType(),
      Operator_Account: account(),
      Name: z.optional(z.string()),
      Introduction: z.optional(z.string()),
      Notification: z.optional(z.string()),
      FaceUrl: z.optional(z.string()),
      EventTime: z.optional(eventTime()),
    }),
  facets: {
    group: "GroupId",
    topic: "TopicId",
    groupType: "Type",
    operator: "Operator_Account",
    name: "Name",
    eventTime: "EventTime",
  },
});
