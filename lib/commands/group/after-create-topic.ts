import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { customFields } from "../fragments/group.ts";
import { account, eventTime, groupType, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Group.CallbackAfterCreateTopic",
  page: "1047/49464",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      GroupId: z.string(),
      TopicId: z.string(),
      Operator_Account: account(),
      Owner_Account: account(),
      Type: groupType(),
      Name: z.string(),
      UserDefinedDataList: z.optional(customFields()),
      EventTime: z.optional(eventTime()),
    }),
  facets: {
    group: "GroupId",
    topic: "TopicId",
    operator: "Operator_Account",
    owner: "Owner_Account",
    groupType: "Type",
    name: "Name",
    eventTime: "EventTime",
  },
});
